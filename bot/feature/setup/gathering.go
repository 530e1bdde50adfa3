package setup

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// add asks for a new gathering.
func add(a *bot.Ask) (bot.Reply, error) {
	h := bot.UsualHabit(bot.NameOf(habit.Gathering, ""))
	if n := len(gatherings(a.Team)); n >= h.Name.Row().Most {
		return bot.Reply{}, bot.Sorryf("fault.several", words.Count("most", n))
	}
	return bot.Reply{Form: habitForm(a, h, a.Say("settings.gathering.new"), "settings added")}, nil
}

// gatherings lists what the team has made itself.
func gatherings(t bot.Team) []bot.Habit {
	return slices.DeleteFunc(slices.Clone(t.Habits), func(h bot.Habit) bool { return !h.Name.Row().Several() })
}

// added keeps a new gathering.
func added(a *bot.Ask) (bot.Reply, error) {
	var name bot.HabitName
	err := a.Change(func(t *bot.Team) error {
		h := bot.UsualHabit("")
		if err := fill(a, &h); err != nil {
			return err
		}
		var err error
		name, err = a.FreeName(*t, habit.Gathering, h.Title)
		h.Name = name
		t.Habits = append(t.Habits, h)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	reply, err := writtenPage(a, name)
	reply.Update = false // it was asked for on a card about something else
	return reply, err
}

// whom changes for which role a gathering is. The role of everybody has the server's
// own id.
func whom(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	name := bot.HabitName(a.With[0])
	err := a.Change(func(t *bot.Team) error {
		return withHabit(t, name, func(h *bot.Habit) error {
			h.For = bot.RoleID(strings.Join(a.Chosen, ""))
			if string(h.For) == string(t.Server) {
				h.For = ""
			}
			return nil
		})
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return habitPage(a, name, a.Say("settings.saved"))
}

// remove asks whether a gathering is to be deleted, and does so when it is said
// again.
func remove(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) == 0 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	name := bot.HabitName(a.With[0])
	h, ok := a.Team.Habit(name)
	if !ok || !name.Row().Several() {
		return bot.Reply{}, bot.Sorryf("settings.gone")
	}
	if len(a.With) != 2 || a.With[1] != confirmed {
		return askRemoval(a, h)
	}
	err := a.Change(func(t *bot.Team) error {
		t.Habits = slices.DeleteFunc(t.Habits, func(h bot.Habit) bool { return h.Name == name })
		return nil
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return overview(a, a.Say("settings.deleted", a.Team.Title(h, a.From.Lang)), true), nil
}

func askRemoval(a *bot.Ask, h bot.Habit) (bot.Reply, error) {
	lines := []words.Text{a.Say("settings.delete.ask", a.Team.Title(h, a.From.Lang))}
	err := a.View(func(tx *store.Tx) error {
		_, on, err := a.Running(tx, h.Name)
		if on {
			lines = append(lines, a.Say("settings.delete.running"))
		}
		return err
	})
	return bot.Reply{Update: true, Card: &bot.Card{Tone: bot.Calm, Lines: lines, Buttons: []bot.Button{
		{Label: a.Say("settings.delete.yes"), Do: "settings delete", With: []string{string(h.Name), confirmed}, Look: bot.Danger},
		{Label: a.Say("settings.delete.no"), Do: "settings show", With: []string{string(h.Name)}},
	}}}, err
}

// show shows the page of a habit.
func show(a *bot.Ask) (bot.Reply, error) {
	return habitPage(a, bot.HabitName(strings.Join(a.With, "")), nil)
}
