// Package notes is the writing of the KPT in chat, before, in and after a meeting:
// it takes notes from commands, forms and messages, and lets their authors read,
// change and delete them. It also exports a team's KPT, and has the page on which
// a keeper sets up the notebook.
//
// What a note is, who may see it and which retro takes it are rules of kpt. The
// package must not know what a meeting does with notes: it tells it, by a function
// that is handed in, that there are others.
//
// Its table in the store: 'forms' (team/note → the message that a form not yet sent
// is about), which is forgotten after a day.
package notes

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/recall"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/kpt"
)

type feature struct {
	notebooks *notebook.Scribe
	memory    *recall.Memory
	follow    Follow
}

// Follow is told that a team's notes have changed.
type Follow func(*bot.Scene) error

// Feature is the commands about notes, and what is kept of their authors.
func Feature(notebooks *notebook.Scribe, memory *recall.Memory, follow Follow) bot.Feature {
	f := feature{notebooks, memory, follow}
	return bot.Feature{Name: "notes", Commands: f.commands(), Of: bot.Of{Kept: kept, Forget: forget}, Home: home}
}

func (f feature) commands() []bot.Command {
	text := func(name string) []bot.Param {
		return []bot.Param{{Name: name, Kind: bot.ParamText, Required: true, Max: kpt.MaxText, Words: true}}
	}
	return []bot.Command{
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
		{Name: notebook.Answer, Way: bot.Press, Who: bot.Teammate, Run: f.gone},
		{Name: "kpt export", Way: bot.Slash, Who: bot.Teammate, Looks: true, Run: exported, Args: []bot.Param{
			{Name: "format", Kind: bot.ParamText, Max: 10},
		}},
		{Name: "engawa notebook", Way: bot.Slash, Who: bot.Keeper, Looks: true, Run: f.notebook, Args: []bot.Param{
			{Name: "address", Kind: bot.ParamText, Max: 300},
		}},
		{Name: "notebook set", Way: bot.Press, Who: bot.Keeper, Run: f.setNotebook},
	}
}

// formOf is the form for a note, with its kind.
func formOf(kind kpt.Kind) bot.Bare {
	return bot.Bare{Do: "kpt write", Values: map[string]string{"kind": string(kind)}}
}
