package discord

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// named is a card with the members' accounts in the place of their ids in the team.
// Who has none here is called by name.
func (f *Face) named(card bot.Card, team bot.TeamID) bot.Card {
	if f.guide == nil {
		return card
	}
	card.Title = f.namedText(card.Title, team)
	card.Lines = slices.Clone(card.Lines)
	for i, line := range card.Lines {
		card.Lines[i] = f.namedText(line, team)
	}
	ping := card.Ping
	card.Ping = nil
	for _, id := range ping {
		if account, _ := f.guide.Called(team, id, Platform); account != "" {
			card.Ping = append(card.Ping, bot.MemberID(account))
		}
	}
	return card
}

func (f *Face) namedText(t words.Text, team bot.TeamID) words.Text {
	if !slices.ContainsFunc(t, func(r words.Run) bool { return r.Kind == words.Member }) {
		return t
	}
	t = slices.Clone(t)
	for i, r := range t {
		if r.Kind != words.Member {
			continue
		}
		account, name := f.guide.Called(team, bot.MemberID(r.Text), Platform)
		switch {
		case account != "":
			t[i].Text = account
		case name != "":
			t[i] = words.Run{Kind: words.Quoted, Text: name}
		default:
			known, _ := f.guide.Team(team)
			t[i] = words.Run{Kind: words.Quoted, Text: words.Say(known.Lang, "someone").String()}
		}
	}
	return t
}

func (f *Face) namedReply(r bot.Reply) bot.Reply {
	if r.Card != nil {
		card := f.named(*r.Card, r.Team)
		r.Card = &card
	}
	return r
}
