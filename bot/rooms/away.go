package rooms

import (
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// away notes until when the asker is away; with nothing said, for today.
func away(a *bot.Ask) (bot.Reply, error) {
	text := strings.TrimSpace(a.Values["until"])
	if text == "" {
		text = "today"
	}
	last, err := schedule.ParseUntil(text, a.Today())
	if err != nil {
		return bot.Reply{}, bot.TimeSorry(err)
	}
	if err := keepAway(a, last); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Card: &bot.Card{
		Lines:   []words.Text{a.Say("away.kept", bot.Day("day", a.From.Lang, last))},
		Buttons: []bot.Button{{Label: a.Say("away.back"), Do: "back"}},
	}}, nil
}

// back ends being away.
func back(a *bot.Ask) (bot.Reply, error) {
	err := keepAway(a, schedule.Date{})
	return bot.Reply{Card: &bot.Card{Lines: []words.Text{a.Say("away.ended")}}, Update: true}, err
}

func keepAway(a *bot.Ask, last schedule.Date) error {
	return a.Update(func(tx *store.Tx) error {
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Name, m.Away = a.From.Name, last })
	})
}
