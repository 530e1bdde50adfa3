package setup

import (
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// summary says how a team is set up, one line a thing.
func summary(a *bot.Ask, t bot.Team) []words.Text {
	zone := a.Say("summary.zone", words.Quote("zone", t.Zone), words.Nest("lang", a.Say("lang."+string(t.Lang))))
	lines := append(placeLines(a, t), zone)
	for _, h := range t.InOrder() {
		lines = append(lines, habitLine(a, t, h))
	}
	return lines
}

// placeLines say which rooms and channels a team has.
func placeLines(a *bot.Ask, t bot.Team) []words.Text {
	var rooms []words.Text
	for _, r := range t.Rooms {
		rooms = append(rooms, a.Say("summary.room", words.Room("room", string(r.ID)), words.Nest("kind", a.Say("kind."+string(r.Kind)))))
	}
	return []words.Text{
		a.Say("summary.rooms", words.Nest("rooms", words.Join(rooms, a.Say("list.and").String()))),
		a.Say("summary.text", words.Room("main", string(t.Text.Main)), words.Room("board", string(t.BoardChannel()))),
	}
}

// habitLine says in one line when a habit of the team t is held.
func habitLine(a *bot.Ask, t bot.Team, h bot.Habit) words.Text {
	title, minutes := t.Title(h, a.From.Lang), words.Count("minutes", h.Minutes)
	start, once := h.Once(t)
	switch {
	case h.Options.Off:
		return a.Say("summary.off", title)
	case h.Past(t, a.Now):
		return a.Say("summary.past", title, dated(a, start))
	case once:
		return a.Say("summary.once", title, dated(a, start), words.Clock("clock", start), minutes)
	}
	return a.Say("summary.habit", title, words.Quote("rule", bot.RuleText(a.From.Lang, h.Rule)), minutes)
}

// dated passes a day as {day}, with its year if that is not this one.
func dated(a *bot.Ask, at time.Time) words.Arg {
	day := bot.Day("day", a.From.Lang, schedule.DateOf(at))
	if at.Year() == a.Now.In(at.Location()).Year() {
		return day
	}
	return words.Nest("day", a.Say("settings.day", day, words.Quote("year", strconv.Itoa(at.Year()))))
}

// about says what else there is to know of a habit.
func about(a *bot.Ask, h bot.Habit, written bool) (lines []words.Text) {
	if h.For != "" {
		lines = append(lines, a.Say("settings.for", words.Role("role", string(h.For))))
	}
	if h.Place != "" {
		lines = append(lines, a.Say("settings.heldin", words.Room("room", string(h.Place))))
	}
	if h.Link != "" {
		lines = append(lines, a.Say("settings.link.is", words.URL("link", h.Link)))
	}
	return append(lines, coming(a, a.Team, h, written)...)
}

// shownDates is how many dates show how a rule was understood.
const shownDates = 3

// coming says when a gathering comes next, and a habit whose rule was just written: so who
// wrote it sees how it was read. Of any habit it says that it never does.
func coming(a *bot.Ask, t bot.Team, h bot.Habit, written bool) []words.Text {
	plan, err := h.Plan(t)
	if err != nil || h.Options.Off {
		return nil
	}
	_, once := h.Once(t)
	next := plan.Coming(a.Now, shownDates)
	switch {
	case h.Past(t, a.Now):
		return []words.Text{a.Say("settings.past")}
	case once:
		return nil
	case len(next) > 0 && !written && !h.Name.Row().Several():
		return nil
	case len(next) > 0:
		var dates []words.Text
		for _, o := range next {
			dates = append(dates, a.Say("settings.coming.date", dated(a, o.At), words.Clock("clock", o.At)))
		}
		return []words.Text{a.Say("settings.coming", words.Nest("dates", words.Join(dates, a.Say("list.and").String())))}
	}
	return []words.Text{a.Say("doctor.line", words.Nest("what", a.Say("doctor.never", t.Title(h, a.From.Lang))), words.Nest("fix", a.Say("doctor.never.fix")))}
}
