package setup

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// help says what Engawa does and where to begin.
func help(a *bot.Ask) (bot.Reply, error) {
	if a.Team.ID == "" {
		return helpBegin(a), nil
	}
	lines := append([]words.Text{a.Say("help.lead")}, helpHabits(a)...)
	traits := a.Traits(a.On)
	for _, c := range a.Helps() {
		if typed := traits.Gives(c); typed != "" {
			lines = append(lines, a.Say(c.Told.Help, words.Nest("command", words.Text{{Text: "`" + typed + "`"}})))
		}
	}
	if others := a.Platforms(); len(others) > 1 {
		lines = append(lines, a.Say("help.link", words.Nest("platforms", platforms(a))))
		for _, p := range others {
			if a.Traits(p).Statuses {
				lines = append(lines, a.Say("help.status", a.Traits(p).Arg()))
			}
		}
	}
	if a.From.Keeper {
		lines = append(lines, a.Say("help.keeper"), a.Say("help.gathering"))
	}
	return bot.Reply{Card: &bot.Card{Tone: bot.Calm, Title: a.Say("help.title"), Lines: lines}}, nil
}

// helpBegin says how to begin where there is no team yet.
func helpBegin(a *bot.Ask) bot.Reply {
	card := &bot.Card{Tone: bot.Calm, Title: a.Say("help.title"), Lines: []words.Text{a.Say("help.lead"), a.Say("help.lead.kpt")}}
	if !a.From.Keeper {
		card.Lines = append(card.Lines, a.Say("help.begin.other"))
		return bot.Reply{Card: card}
	}
	card.Lines = append(card.Lines, a.Say("help.begin"))
	card.Buttons = []bot.Button{{Label: a.Say("help.begin.go"), Do: "setup page", Look: bot.Main}}
	return bot.Reply{Card: card}
}

// helpHabits names the habits that the team has, as it calls them, to its people.
func helpHabits(a *bot.Ask) []words.Text {
	if !a.Ours {
		return nil
	}
	var titles []words.Text
	for _, h := range a.Team.InOrder() {
		if !h.Options.Off && !h.Past(a.Team, a.Now) {
			titles = append(titles, a.Team.Title(h, a.From.Lang).Text)
		}
	}
	if len(titles) == 0 {
		return nil
	}
	return []words.Text{a.Say("help.habits", words.Nest("habits", words.Join(titles, a.Say("list.and").String())))}
}

// platforms names those of the team, its server's first.
func platforms(a *bot.Ask) words.Text {
	all := a.Platforms()
	var names []words.Text
	for _, p := range append(all[len(all)-1:], all[:len(all)-1]...) {
		names = append(names, words.Text{{Kind: words.Quoted, Text: a.Traits(p).Name}})
	}
	return words.Join(names, a.Say("list.with").String())
}
