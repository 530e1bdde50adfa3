// Package retro is the KPT in chat: it takes notes from commands, forms and
// messages, lets their authors change them, and sees to it that a retro is open
// to take them. What a note is and who may see it is the rule of kpt.
//
// A retro opens when the one before it has closed, so there is always one that
// takes notes, as long as the team has a KPT. It closes two hours after its
// planned end.
//
// Its table in the store: 'drafts' (team/note → the message that a form not yet
// sent is about), which are forgotten after a day.
package retro

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// overrun is how long after its planned end a retro still takes notes.
const overrun = 2 * time.Hour

// Parts of its plans, and how late they may be dealt with.
const (
	start = "retro/start"
	end   = "retro/end"
	grace = 6 * time.Hour
)

type feature struct{ notebooks *notebook.Scribe }

// Feature is the KPT's commands and its retros.
func Feature(notebooks *notebook.Scribe) bot.Feature {
	f := feature{notebooks}
	return bot.Feature{
		Name: "retro", Commands: f.commands(),
		Plans: f.plans, Due: func(s *bot.Scene, _ schedule.Due) error { return f.opened(s) }, Opened: f.opened,
		Kept: kept, Forget: forget,
	}
}

func (f feature) commands() []bot.Command {
	text := func(name string) []bot.Param {
		return []bot.Param{{Name: name, Kind: bot.ParamText, Required: true, Max: kpt.MaxText, Words: true}}
	}
	return []bot.Command{
		{Name: "keep", Way: bot.Slash, Who: bot.Teammate, Run: f.note(kpt.Keep), Args: text("text")},
		{Name: "problem", Way: bot.Slash, Who: bot.Teammate, Run: f.note(kpt.Problem), Args: text("text")},
		{Name: "try", Way: bot.Slash, Who: bot.Teammate, Run: f.note(kpt.Draft), Args: text("text")},
		{Name: "kpt write", Way: bot.Slash, Who: bot.Teammate, Run: write},
		{Name: "kpt write", Way: bot.Submit, Who: bot.Teammate, Run: f.written},
		{Name: "kpt add", Way: bot.Menu, Who: bot.Teammate, Run: about},
		{Name: "kpt mine", Way: bot.Slash, Who: bot.Teammate, Run: f.mine},
		{Name: "kpt mine", Way: bot.Press, Who: bot.Teammate, Run: f.turnPage},
		{Name: "kpt note", Way: bot.Press, Who: bot.Teammate, Run: f.choose},
		{Name: "kpt edit", Way: bot.Press, Who: bot.Teammate, Run: edit},
		{Name: "kpt edit", Way: bot.Submit, Who: bot.Teammate, Run: f.edited},
		{Name: "kpt delete", Way: bot.Press, Who: bot.Teammate, Run: f.remove},
		{Name: "kpt seen", Way: bot.Press, Who: bot.Teammate, Run: f.seen},
		{Name: "kpt export", Way: bot.Slash, Who: bot.Teammate, Run: exported, Args: []bot.Param{
			{Name: "format", Kind: bot.ParamText, Max: 10},
		}},
		{Name: "engawa notebook", Way: bot.Slash, Who: bot.Keeper, Run: f.notebook, Args: []bot.Param{
			{Name: "address", Kind: bot.ParamText, Max: 300},
		}},
		{Name: "notebook set", Way: bot.Press, Who: bot.Keeper, Run: f.setNotebook},
	}
}

func (feature) plans(t bot.Team) []bot.Plan {
	h, ok := t.Habit(bot.KPT)
	if !ok || h.Options.Off {
		return nil
	}
	plan, err := h.Plan(t)
	if err != nil {
		return nil // Team.Check does not let it in
	}
	plan.Grace = grace
	last := plan
	last.Shift = length(h) + overrun
	return []bot.Plan{{ID: start, Plan: plan}, {ID: end, Plan: last}}
}

func length(h bot.Habit) time.Duration { return time.Duration(h.Minutes) * time.Minute }

// opened opens and closes retros as the time has come to.
func (f feature) opened(s *bot.Scene) error {
	turned := false
	err := s.Update(func(tx *store.Tx) (err error) {
		_, turned, err = turn(s, tx)
		return err
	})
	if turned {
		f.notebooks.Wake(s.Team.ID)
	}
	return err
}

func book(s *bot.Scene) kpt.Book { return kpt.Of(string(s.Team.ID)) }
