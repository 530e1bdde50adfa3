package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
)

// Where several teams share a server, a slash command may be given where it is
// not plain which of them it is about: in a channel that is no team's. Then the
// asker chooses. A keeper whose team has lost its channel and its rooms gets at
// its settings no other way.

// whichDo is what the select of the teams runs. It is no command of the table:
// the one that was given is run then, for the chosen team.
const whichDo = "which"

// unplain says that a request may be about any of some teams.
type unplain struct{ teams []Team }

func (u *unplain) Error() string { return Sorryf("ask.which").Error() }

// Unwrap is what the asker reads who cannot be asked.
func (u *unplain) Unwrap() error { return Sorryf("ask.which") }

// count keeps those teams of a server that a request can be about: what is for a
// team's members is not about a team that the asker does not belong to. That
// somebody belongs to a team counts also while it cannot be seen.
func (b *Bot) count(ctx context.Context, on []Team, r *Request, command Command) []Team {
	if command.Who != Teammate {
		return on
	}
	return slices.DeleteFunc(on, func(t Team) bool {
		in, err := b.asksFrom(ctx, t, r)
		return !in && err == nil
	})
}

// which asks for which team a slash command was given, if that is all that is
// not plain. What was typed with a command would be lost meanwhile, so that one
// has to be given again where it is plain.
func which(r *Request, err error) (Reply, error) {
	var several *unplain
	if !errors.As(err, &several) || r.Way != Slash || len(several.teams) == 0 || len(r.Values) > 0 {
		return Reply{}, err
	}
	choice := Select{Pick: PickOption, Hint: words.Say(r.From.Lang, "ask.which.hint"), Do: whichDo, With: []string{dotted(r.Do)}, Min: 1}
	for _, t := range several.teams[:min(len(several.teams), mostBrought)] {
		choice.Options = append(choice.Options, Option{Value: string(t.ID), Label: words.Text{{Kind: words.Quoted, Text: t.Name}}})
	}
	return Reply{Card: &Card{Tone: Calm, Lines: []words.Text{words.Say(r.From.Lang, "ask.which.choose")}, Selects: []Select{choice}}}, nil
}

// dotted is a command's name as a card brings it along.
func dotted(name string) string { return strings.ReplaceAll(name, " ", ".") }

// meant finds the command of a request. A choice among teams becomes the slash
// command that was given before it; who may give that is looked at as ever.
func (b *Bot) meant(r *Request) (Command, bool) {
	if r.Way != Press || r.Do != whichDo {
		command, ok := b.commands[commandKey{r.Way, r.Do}]
		return command, ok
	}
	if len(r.With) != 1 || len(r.Chosen) != 1 || r.Server.ID == "" {
		return Command{}, false
	}
	command, ok := b.commands[commandKey{Slash, strings.ReplaceAll(r.With[0], ".", " ")}]
	if !ok || slices.ContainsFunc(command.Args, func(p Param) bool { return p.Required }) {
		return Command{}, false
	}
	r.Way, r.Do, r.Whose, r.Input = Slash, command.Name, TeamID(r.Chosen[0]), Input{}
	return command, true
}
