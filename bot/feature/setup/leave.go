package setup

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// Archiver gives all of a team as one file.
type Archiver func(a *bot.Ask) ([]byte, error)

// leave shows what deleting the team means, with all of it as a file, and asks whether that
// is meant.
func (k keeper) leave(a *bot.Ask) (bot.Reply, error) {
	return a.Study(bot.Reply{}, k.leaving), nil
}

func (k keeper) leaving(a *bot.Ask) (bot.Reply, error) {
	data, err := k.archive(a)
	if err != nil {
		return bot.Reply{}, err
	}
	card := &bot.Card{
		Tone: bot.Calm, Title: a.Say("leave.title", words.Quote("team", a.Team.Name)),
		Lines: append([]words.Text{a.Say("leave.what"), a.Say("leave.stays")}, copied(a)...),
		Buttons: []bot.Button{
			{Label: a.Say("leave.go"), Do: "leave sure", Look: bot.Danger},
			{Label: a.Say("leave.keep"), Do: "leave keep"},
		},
	}
	if len(data) > bot.MostFile {
		card.Lines = append(card.Lines, a.Say("leave.large", words.Quote("command", "engawa export --team "+string(a.Team.ID)+" --format zip")))
		return bot.Reply{Card: card}, nil
	}
	card.Lines = append(card.Lines, a.Say("leave.file"))
	file := &bot.File{Name: "engawa-" + string(a.Team.ID) + "-" + a.Today().String() + ".zip", Data: data}
	return bot.Reply{Card: card, File: file}, nil
}

// leaveSure asks the second time.
func leaveSure(a *bot.Ask) (bot.Reply, error) {
	team := words.Quote("team", a.Team.Name)
	return bot.Reply{Update: true, Card: &bot.Card{
		Title: a.Say("leave.sure", team), Lines: []words.Text{a.Say("leave.ever")},
		Buttons: []bot.Button{
			{Label: a.Say("leave.yes", team), Do: "leave now", With: []string{confirmed}, Look: bot.Danger},
			{Label: a.Say("leave.keep"), Do: "leave keep"},
		},
	}}, nil
}

// leaveNow deletes the team, and tells it.
func leaveNow(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 || a.With[0] != confirmed {
		return leaveSure(a)
	}
	farewell := bot.Card{Tone: bot.Calm, Lines: []words.Text{a.Words("leave.farewell", words.Person("who", string(a.From.ID)))}}
	if err := a.Remove(farewell); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Update: true, Card: &bot.Card{Lines: []words.Text{a.Say("leave.done", words.Quote("team", a.Team.Name))}}}, nil
}

func leaveKeep(a *bot.Ask) (bot.Reply, error) {
	reply := bot.Tell(a.Say("leave.kept"))
	reply.Update = true
	return reply, nil
}
