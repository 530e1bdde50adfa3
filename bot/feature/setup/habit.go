package setup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// switches are what can be switched on and off about a habit: one row each.
var switches = []struct {
	name string
	on   func(bot.Habit) bool
	flip func(*bot.Habit)
}{
	{"called", func(h bot.Habit) bool { return !h.Options.Off }, func(h *bot.Habit) { h.Options.Off = !h.Options.Off }},
	{"chime", func(h bot.Habit) bool { return !h.Options.Quiet }, func(h *bot.Habit) { h.Options.Quiet = !h.Options.Quiet }},
	{"event", func(h bot.Habit) bool { return !h.Options.NoCalendarEvent }, func(h *bot.Habit) { h.Options.NoCalendarEvent = !h.Options.NoCalendarEvent }},
	{"cameras", func(h bot.Habit) bool { return h.Cameras }, func(h *bot.Habit) { h.Cameras = !h.Cameras }},
	{"focus", func(h bot.Habit) bool { return h.Focus }, func(h *bot.Habit) { h.Focus = !h.Focus }},
}

// habitPage shows a habit with its switches.
func habitPage(a *bot.Ask, name bot.HabitName, news words.Text) (bot.Reply, error) {
	return habitCard(a, name, news, false)
}

// writtenPage shows a habit whose form was just sent in.
func writtenPage(a *bot.Ask, name bot.HabitName) (bot.Reply, error) {
	return habitCard(a, name, a.Say("settings.saved"), true)
}

func habitCard(a *bot.Ask, name bot.HabitName, news words.Text, written bool) (bot.Reply, error) {
	h, err := habitOf(a.Team, name)
	if err != nil {
		return bot.Reply{}, err
	}
	own := name.Row().Several()
	card := &bot.Card{Tone: bot.Calm, Title: nameOf(a, h), Lines: append([]words.Text{habitLine(a, a.Team, h)}, about(a, h, written)...)}
	if !news.Empty() {
		card.Lines = append([]words.Text{news}, card.Lines...)
	}
	with := []string{string(name)}
	card.Selects = []bot.Select{{Pick: bot.PickRoom, Hint: a.Say("settings.place.hint"), Do: "settings place", With: with, Chosen: chosen(string(h.Place))}}
	card.Buttons = []bot.Button{{Label: a.Say("settings.change"), Do: "settings edit", With: with, Look: bot.Main}}
	for _, sw := range switches {
		state := "off"
		if sw.on(h) {
			state = "on"
		}
		card.Buttons = append(card.Buttons, bot.Button{
			Label: a.Say("settings.switch." + sw.name + "." + state), Do: "settings flip", With: []string{string(name), sw.name},
		})
	}
	if own {
		card.Selects = append(card.Selects, bot.Select{Pick: bot.PickRole, Hint: a.Say("settings.for.hint"), Do: "settings for", With: with, Chosen: chosen(string(h.For))})
		card.Buttons = append(card.Buttons, bot.Button{Label: a.Say("settings.delete"), Do: "settings delete", With: with, Look: bot.Danger})
	}
	return bot.Reply{Card: card, Update: true}, nil
}

// habitOf is a habit of the team. One of which a team has one at the most, and that
// it lacks, is not held.
func habitOf(t bot.Team, name bot.HabitName) (bot.Habit, error) {
	h, ok := t.Habit(name)
	switch {
	case ok:
		return h, nil
	case name.Row().Several():
		return h, bot.Sorryf("settings.gone")
	case !name.Valid():
		return h, bot.Sorryf("ask.unknown")
	}
	h = bot.UsualHabit(name)
	h.Options.Off = true
	return h, nil
}

// withHabit changes one habit of a team; one that the team lacks is added as its page
// shows it, not held, before those of its own making.
func withHabit(t *bot.Team, name bot.HabitName, fn func(*bot.Habit) error) error {
	lacked, err := habitOf(*t, name)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(t.Habits, func(h bot.Habit) bool { return h.Name == name })
	if i < 0 {
		i = len(t.Habits) - len(gatherings(*t))
		t.Habits = slices.Insert(t.Habits, i, lacked)
	}
	return fn(&t.Habits[i])
}

// nameOf is what a habit is called in lists and on its page.
func nameOf(a *bot.Ask, h bot.Habit) words.Text {
	if h.Name.Row().Several() {
		return words.Text{{Kind: words.Quoted, Text: h.Title}}
	}
	return a.Say("habit." + string(h.Name.Kind()))
}

// flip turns a switch of a habit.
func flip(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	name := bot.HabitName(a.With[0])
	err := a.Change(func(t *bot.Team) error {
		return withHabit(t, name, func(h *bot.Habit) error {
			for _, sw := range switches {
				if sw.name == a.With[1] {
					sw.flip(h)
				}
			}
			h.Options.Since = a.Now.UTC()
			return nil
		})
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return habitPage(a, name, a.Say("settings.saved"))
}

// edit asks for a habit's time, length, name and link.
func edit(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	h, err := habitOf(a.Team, bot.HabitName(a.With[0]))
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Form: habitForm(a, h, nameOf(a, h), "settings habit", a.With...)}, nil
}

func habitForm(a *bot.Ask, h bot.Habit, title words.Text, do string, with ...string) *bot.Form {
	own := h.Name.Row().Several()
	line := func(key, value string, max int, optional bool) bot.Field {
		hint := "settings." + key + ".hint"
		if own && (key == "rule" || key == "title") {
			hint = "settings.gathering." + key + ".hint"
		}
		return bot.Field{Key: key, Label: a.Say("settings." + key), Hint: a.Say(hint), Kind: bot.FieldLine, Value: value, Max: max, Optional: optional}
	}
	when := []bot.Field{line("rule", bot.RuleText(a.From.Lang, h.Rule), 100, false), line("minutes", strconv.Itoa(h.Minutes), 3, false)}
	name := []bot.Field{line("title", h.Title, 40, !own), line("emoji", h.Emoji, 16, true)}
	if own { // what it is comes first
		when, name = name, when
	}
	fields := append(slices.Concat(when, name), line("link", h.Link, 200, true))
	return &bot.Form{Title: title, Do: do, With: with, Fields: fields}
}

// saveHabit keeps what the form said.
func saveHabit(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	name := bot.HabitName(a.With[0])
	err := a.Change(func(t *bot.Team) error {
		return withHabit(t, name, func(h *bot.Habit) error { return fill(a, h) })
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return writtenPage(a, name)
}

// fill puts what a form said into a habit.
func fill(a *bot.Ask, h *bot.Habit) error {
	minutes, err := strconv.Atoi(strings.TrimSpace(a.Values["minutes"]))
	if err != nil {
		return bot.Sorryf("fault.minutes")
	}
	rule, err := ruleOf(a, *h)
	if err != nil {
		return bot.TimeSorry(err)
	}
	if rule != h.Rule {
		h.Options.Since = a.Now.UTC()
	}
	h.Rule, h.Minutes = rule, minutes
	h.Title, h.Emoji = words.Clean(a.Values["title"]), words.Clean(a.Values["emoji"])
	h.Link = strings.TrimSpace(a.Values["link"])
	return nil
}

// ruleOf reads when a habit is to be held. What stands there already may have passed.
func ruleOf(a *bot.Ask, h bot.Habit) (string, error) {
	typed := strings.TrimSpace(a.Values["rule"])
	if h.Rule != "" && typed == bot.RuleText(a.From.Lang, h.Rule) {
		return h.Rule, nil
	}
	usual, _ := schedule.ParseRule(h.Rule) // a gathering that is new has none
	rule, err := schedule.ParseWhenOr(typed, a.Now, usual)
	return rule.String(), err
}
