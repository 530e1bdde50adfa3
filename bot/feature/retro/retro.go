// Package retro is the KPT in chat: it takes notes from commands, forms and
// messages, lets their authors change them, and sees to it that a retro is open
// to take them. What a note is and who may see it is the rule of kpt.
//
// A retro opens when the one before it has closed, so there is always one that
// takes notes, as long as the team has a KPT. A meeting closes it, or the clock,
// two hours after its planned end, if nobody has begun a meeting.
//
// The meeting is one card in the chat of the room where it is held. What its
// buttons do is the rule of kpt/meeting; the card is compared with it, like a
// board, so everyone sees the same and a restart loses nothing.
//
// Its tables in the store: 'forms' (team/note → the message that a form not yet
// sent is about), which are forgotten after a day; 'stands' (team/retro → where
// the meeting's card stands and which page it shows).
package retro

import (
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/recall"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// overrun is how long after its planned end a retro still takes notes.
const overrun = 2 * time.Hour

// Parts of its plans, and how late they may be dealt with.
const (
	ends   = "retro/ends"
	closes = "retro/closes"
	grace  = 6 * time.Hour
)

type feature struct {
	notebooks *notebook.Scribe
	memory    *recall.Memory
	gauge     Gauge
}

// Gauge says the figure of a measure since a day, in the team's language.
type Gauge func(*bot.Scene, *store.Tx, kpt.Measure, schedule.Date) (words.Text, error)

// Feature is the KPT's commands and its retros.
func Feature(notebooks *notebook.Scribe, memory *recall.Memory, gauge Gauge) bot.Feature {
	f := feature{notebooks, memory, gauge}
	return bot.Feature{
		Name: "retro", Commands: f.commands(),
		Plans: f.plans, Opened: f.opened, Moved: f.moved,
		Of: bot.Of{Kept: kept, Forget: forget}, Home: home,
	}
}

func (f feature) commands() []bot.Command {
	text := func(name string) []bot.Param {
		return []bot.Param{{Name: name, Kind: bot.ParamText, Required: true, Max: kpt.MaxText, Words: true}}
	}
	return append([]bot.Command{
		{Name: "keep", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Help: "help.kpt", Typed: []string{"/keep"}, Bare: formOf(kpt.Keep)}, Run: f.note(kpt.Keep), Args: text("text")},
		{Name: "problem", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Typed: []string{"/problem"}, Bare: formOf(kpt.Problem)}, Run: f.note(kpt.Problem), Args: text("text")},
		{Name: "try", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Typed: []string{"/try"}, Bare: formOf(kpt.Draft)}, Run: f.note(kpt.Draft), Args: text("text")},
		{Name: "kpt write", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/kpt write", "/kpt"}}, Run: write},
		{Name: "kpt write", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: write},
		{Name: "kpt write", Way: bot.Submit, Who: bot.Teammate, Run: f.written},
		{Name: "kpt add", Way: bot.Menu, Who: bot.Teammate, Run: about},
		{Name: "kpt mine", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/kpt mine"}}, Run: f.mine},
		{Name: "kpt mine", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.turnPage},
		{Name: "kpt note", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.choose},
		{Name: "kpt edit", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: edit},
		{Name: "kpt edit", Way: bot.Submit, Who: bot.Teammate, Run: f.edited},
		{Name: "kpt delete", Way: bot.Press, Who: bot.Teammate, Run: f.remove},
		{Name: "kpt seen", Way: bot.Press, Who: bot.Teammate, Run: f.seen},
		{Name: "kpt export", Way: bot.Slash, Who: bot.Teammate, Looks: true, Run: exported, Args: []bot.Param{
			{Name: "format", Kind: bot.ParamText, Max: 10},
		}},
		{Name: "engawa notebook", Way: bot.Slash, Who: bot.Keeper, Looks: true, Run: f.notebook, Args: []bot.Param{
			{Name: "address", Kind: bot.ParamText, Max: 300},
		}},
		{Name: "notebook stages", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: stagesForm},
		{Name: "notebook stages", Way: bot.Submit, Who: bot.Keeper, Run: f.saveStages},
		{Name: "notebook set", Way: bot.Press, Who: bot.Keeper, Run: f.setNotebook},
	}, f.meetingCommands()...)
}

// formOf is the form for a note, with its kind.
func formOf(kind kpt.Kind) bot.Bare {
	return bot.Bare{Do: "kpt write", Values: map[string]string{"kind": string(kind)}}
}

func (f feature) plans(t bot.Team) []bot.Plan {
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
	plan.Shift, last.Shift = length(h), length(h)+overrun
	plans := []bot.Plan{{ID: ends, Plan: plan, Due: f.turned}, {ID: closes, Plan: last, Due: f.turned}}
	if morning, ok := f.namePlan(t); ok {
		plans = append(plans, morning)
	}
	return plans
}

func length(h bot.Habit) time.Duration { return time.Duration(h.Minutes) * time.Minute }

func (f feature) turned(s *bot.Scene, _ schedule.Due) error { return f.opened(s) }

// opened opens and closes retros as the time has come to.
func (f feature) opened(s *bot.Scene) error {
	turned := false
	err := s.Update(func(tx *store.Tx) (err error) {
		_, turned, err = turn(s, tx)
		return err
	})
	if err != nil {
		return err
	}
	if turned {
		f.notebooks.Wake(s.Team.ID)
	}
	return errors.Join(f.resume(s), f.leftBehind(s))
}

func book(s *bot.Scene) kpt.Book {
	return kpt.Of(string(s.Team.ID)).Nameless(bot.Nameless(s.Team.Lang))
}
