// Package tries is what happens to a team's Tries between two KPTs: everyone of
// the team may list, find and read them, with their whole history; owners say
// how theirs go, when they like or when asked halfway to the next KPT.
//
// What an owner says is no answer: the meeting gives that. Of a need for help
// the team's channel reads only the sentence that the owner has seen and agreed
// to. Notes are shown by kpt.Show and in no other way.
//
// A Try that is a setting, as meant reads it, can be put on the schedule; what came of
// Tries so is kept in the table 'grown' (team/Try → the habit and what of it was set). What
// is said of Tries is kept by kpt.
package tries

import (
	"errors"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Notebooks are told that a team's Book has changed.
type Notebooks interface{ Wake(team bot.TeamID) }

type feature struct{ notebooks Notebooks }

// Feature is the commands about Tries, and the question halfway.
func Feature(notebooks Notebooks) bot.Feature {
	f := feature{notebooks}
	return bot.Feature{Name: "tries", Commands: f.commands(), Plans: plans, Moved: moved, Fallbacks: bot.Fallbacks{Refused: refused}, Home: home}
}

func (f feature) commands() []bot.Command {
	return []bot.Command{
		{Name: "tries list", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Help: "help.tries", Typed: []string{"/tries", "/tries list"}}, Run: list},
		{Name: "tries list", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: turnList},
		{Name: "tries show", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/tries show"}}, Run: showFound, Args: []bot.Param{
			{Name: "text", Kind: bot.ParamText},
		}},
		{Name: "tries show", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: showChosen},
		{Name: "tries find", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/tries find"}}, Run: find, Args: []bot.Param{
			{Name: "text", Kind: bot.ParamText, Required: true},
		}},
		{Name: "tries done", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/tries done"}}, Run: mine},
		{Name: "tries rest", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: rest},
		{Name: "tries ask", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: askOne},
		{Name: "tries mine", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: turnMine},
		{Name: "tries done", Way: bot.Press, Who: bot.Teammate, Run: says(kpt.SaysDone)},
		{Name: "tries drop", Way: bot.Press, Who: bot.Teammate, Run: says(kpt.SaysDrop)},
		{Name: "tries word", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: wordForm},
		{Name: "tries word", Way: bot.Submit, Who: bot.Teammate, Run: word},
		{Name: "tries stuck", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: stuckForm},
		{Name: "tries stuck", Way: bot.Submit, Who: bot.Teammate, Run: f.stuck},
		{Name: "tries help", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: help},
		{Name: "tries post", Way: bot.Press, Who: bot.Teammate, Run: post},
		{Name: "tries keep", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: keep},
		{Name: "tries take", Way: bot.Press, Who: bot.Teammate, Run: f.take},
		{Name: "tries set", Way: bot.Press, Who: bot.Keeper, Run: set},
		{Name: "tries propose", Way: bot.Press, Who: bot.Teammate, Run: propose},
		{Name: "practices", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/practices"}}, Run: practices},
		{Name: "practices", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: turnPractices},
	}
}

// which is the Try that a press is about.
func which(a *bot.Ask) (kpt.NoteID, error) {
	switch {
	case len(a.Chosen) == 1:
		return kpt.NoteID(a.Chosen[0]), nil
	case len(a.With) > 0:
		return kpt.NoteID(a.With[0]), nil
	}
	return "", bot.Sorryf("ask.unknown")
}

// owned is the Try that a press is about, if the asker may say how it goes.
func owned(a *bot.Ask, tx *store.Tx) (kpt.Try, error) {
	id, err := which(a)
	if err != nil {
		return kpt.Try{}, err
	}
	t, ok, err := a.Book().Try(tx, id)
	if err == nil && !ok {
		err = kpt.ErrNoTry
	}
	if err != nil {
		return kpt.Try{}, err
	}
	return t, kpt.MaySay(t, string(a.From.ID))
}

// sorry puts what kpt refuses into a sentence for the asker.
func sorry(err error) error {
	var input *kpt.InputError
	var refused *kpt.Refusal
	switch {
	case errors.As(err, &input):
		return bot.Sorryf("kpt."+string(input.Fault), words.Count("n", input.Length), words.Count("most", kpt.MaxText))
	case errors.As(err, &refused):
		return bot.Sorryf("tries.refused." + string(refused.Why))
	case errors.Is(err, kpt.ErrNoTry):
		return bot.Sorryf("tries.refused.unknown")
	case errors.Is(err, kpt.ErrNoRetro):
		return bot.Sorryf("kpt.none")
	}
	return err
}
