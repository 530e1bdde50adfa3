package tries

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/tries/meant"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// usualClock is when a gathering is held of which the Try says only the days. The offer
// says so before anybody presses it.
const usualClock = "17:00"

// asked is the habit that a Try asks for, as it would be; false if the Try is no setting,
// or the team has it so already.
func asked(t bot.Team, text string) (h bot.Habit, ok bool) {
	s, ok := meant.By(text)
	switch {
	case !ok:
		return bot.Habit{}, false
	case s.Kind == habit.Gathering:
		return gathering(t, s)
	}
	h, has := t.Habit(bot.HabitName(s.Kind))
	if !has {
		h = bot.UsualHabit(bot.HabitName(s.Kind))
		h.Options.Off = true
	}
	if s.Cameras {
		off := h.Options.Off || h.Cameras
		h.Cameras = true
		return h, !off
	}
	rule, ok := retimed(h, s)
	if !ok || rule == h.Rule && !h.Options.Off {
		return bot.Habit{}, false
	}
	h.Rule, h.Options.Off = rule, false
	return h, true
}

// retimed is a habit's rule with the days and the time of a setting. It keeps what the
// setting does not say. A habit of several days a week whose Try names others may be
// meant on those too, or only there: then there is none.
func retimed(h bot.Habit, s meant.Setting) (string, bool) {
	rule, err := schedule.ParseRule(h.Rule)
	days, clock, weekly := rule.Weekly()
	if err != nil || !weekly {
		return "", false
	}
	kept, _, _ := strings.Cut(rule.String(), " ")
	unlike := s.Days != "weekdays" && len(strings.Split(s.Days, ",")) != len(days)
	if s.Days != "" && unlike && !h.Options.Off {
		return "", false
	}
	rule, err = schedule.ParseRule(cmp.Or(s.Days, kept) + " " + cmp.Or(s.Clock, clock.String()))
	return rule.String(), err == nil
}

// gathering is a new one, unless the team has one of that name, or no room for more.
func gathering(t bot.Team, s meant.Setting) (bot.Habit, bool) {
	row, n := habit.Of(habit.Gathering), 0
	for _, h := range t.Habits {
		if h.Name.Kind() != habit.Gathering {
			continue
		}
		if n++; kpt.Fold(h.Title) == kpt.Fold(s.Title) {
			return bot.Habit{}, false
		}
	}
	rule, err := schedule.ParseRule(s.Days + " " + cmp.Or(s.Clock, usualClock))
	h := bot.UsualHabit(bot.NameOf(habit.Gathering, ""))
	h.Title, h.Rule = s.Title, rule.String()
	return h, err == nil && n < row.Most
}

// settingText says what of a habit a Try sets: 'cameras on at 🔔 Standup', '☕ Tea time, weekdays 15:30'.
func settingText(t bot.Team, lang words.Lang, h bot.Habit, cameras bool) words.Text {
	if cameras {
		return words.Say(lang, "tries.setting.cameras", t.Title(h, lang))
	}
	return words.Say(lang, "tries.setting.time", t.Title(h, lang), words.Quote("rule", bot.RuleText(lang, h.Rule)))
}

// ofCameras tells whether a Try is about cameras.
func ofCameras(text string) bool {
	s, _ := meant.By(text)
	return s.Cameras
}

// Offer offers to put a Try that is a setting on the schedule: in one press by a keeper,
// and for others to propose it to one. Nothing, if it is none, or is set already.
func Offer(a *bot.Ask, t kpt.Try) (words.Text, []bot.Button) {
	h, ok := asked(a.Team, t.Text)
	if !ok {
		return nil, nil
	}
	what := words.Nest("what", settingText(a.Team, a.From.Lang, h, ofCameras(t.Text)))
	with := []string{string(t.ID), mark(t.Text, h)}
	if a.From.Keeper {
		return a.Say("tries.setting.offer", what), []bot.Button{{Label: a.Say("tries.setting.set"), Do: "tries set", With: with, Look: bot.Main}}
	}
	return a.Say("tries.setting.offer", what), []bot.Button{{Label: a.Say("tries.setting.propose"), Do: "tries propose", With: with}}
}

// mark names what a Try sets, as it was shown to whoever presses the button: its text or the
// habit may have changed since.
func mark(text string, h bot.Habit) string {
	sum := fnv.New32a()
	_, _ = fmt.Fprint(sum, text, "/", h.Name, h.Rule, h.Cameras) // a hash takes everything
	return fmt.Sprintf("%08x", sum.Sum32())
}

// place is a habit among those of a team: in the place of the one of its name, or in its
// own, before those of the team's own making.
func place(t *bot.Team, h bot.Habit) {
	if i := slices.IndexFunc(t.Habits, func(old bot.Habit) bool { return old.Name == h.Name }); i >= 0 {
		t.Habits[i] = h
		return
	}
	at := len(t.Habits)
	if !h.Name.Row().Several() {
		at = slices.IndexFunc(t.Habits, func(old bot.Habit) bool { return old.Name.Row().Several() })
		if at < 0 {
			at = len(t.Habits)
		}
	}
	t.Habits = slices.Insert(t.Habits, at, h)
}

// since is a habit that changes at an instant: nothing is due before it.
func since(h bot.Habit, now time.Time) bot.Habit {
	h.Options.Since = now.UTC()
	return h
}
