package setup

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// privacy says what is kept of the asker, and lets them change or delete it.
func privacy(a *bot.Ask) (bot.Reply, error) { return kept(a, nil, false) }

func kept(a *bot.Ask, news words.Text, update bool) (bot.Reply, error) {
	var m bot.Member
	var lines []words.Text
	err := a.View(func(tx *store.Tx) error {
		var err error
		if m, err = a.Member(tx, a.From.ID); err != nil {
			return err
		}
		lines, err = a.KeptOf(tx)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	hide := "privacy.hide"
	if m.Hidden {
		hide = "privacy.show"
	}
	card := &bot.Card{
		Tone: bot.Calm, Title: a.Say("privacy.title"),
		Buttons: []bot.Button{
			{Label: a.Say(hide), Do: "privacy hide"},
			{Label: a.Say("privacy.forget"), Do: "privacy forget", Look: bot.Danger},
		},
	}
	if !news.Empty() {
		card.Lines = append(card.Lines, news)
	}
	card.Lines = append(append(card.Lines, lines...), a.Say("privacy.never"))
	return bot.Reply{Card: card, Update: update}, nil
}

// hide turns the asker into '1 person' on the board, or back.
func hide(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error {
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Name, m.Hidden = a.From.Name, !m.Hidden })
	})
	if err != nil {
		return bot.Reply{}, err
	}
	a.Refresh()
	return kept(a, a.Say("settings.saved"), true)
}

// forget deletes what is kept of the asker.
func forget(a *bot.Ask) (bot.Reply, error) {
	if err := a.Update(func(tx *store.Tx) error { return a.ForgetEverywhere(tx, a.From.ID) }); err != nil {
		return bot.Reply{}, err
	}
	a.Refresh()
	return bot.Reply{Card: &bot.Card{Lines: []words.Text{a.Say("privacy.forgotten")}}, Update: true}, nil
}

// help says what Engawa does and where to begin.
func help(a *bot.Ask) (bot.Reply, error) {
	lines := []words.Text{a.Say("help.lead")}
	for _, key := range []string{"help.rooms", "help.where", "help.away", "help.decision", "help.topic", "help.kpt", "help.tries", "help.reminders", "help.privacy"} {
		if key != "help.where" || a.Face != bot.Slack { // which names people of Discord
			lines = append(lines, a.Say(key))
		}
	}
	if a.Team.Slack.Channel != "" {
		lines = append(lines, a.Say("help.link"), a.Say("help.status"))
	}
	if a.From.Keeper {
		lines = append(lines, a.Say("help.keeper"))
	}
	return bot.Reply{Card: &bot.Card{Tone: bot.Calm, Title: a.Say("help.title"), Lines: lines}}, nil
}
