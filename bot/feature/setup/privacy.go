package setup

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// privacy says what is kept of the asker, and lets them change or delete it.
func privacy(a *bot.Ask) (bot.Reply, error) { return kept(a, nil, false), nil }

// kept reads all that the features keep.
func kept(a *bot.Ask, news words.Text, update bool) bot.Reply {
	return a.Study(bot.Reply{Update: update}, func(a *bot.Ask) (bot.Reply, error) { return keptCard(a, news, update) })
}

func keptCard(a *bot.Ask, news words.Text, update bool) (bot.Reply, error) {
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
	card.Lines = append(card.Lines, copied(a)...)
	return bot.Reply{Card: card, Update: update}, nil
}

// copied says how long copies hold what is deleted.
func copied(a *bot.Ask) []words.Text {
	if a.Copies() == 0 {
		return nil
	}
	return []words.Text{a.Say("privacy.copies", words.Count("n", a.Copies()))}
}

// hide turns the asker into '1 person' on the board, or back.
func hide(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error {
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) {
			if m.Hidden = !m.Hidden; a.Ours {
				m.Name = a.From.Name
			}
		})
	})
	if err != nil {
		return bot.Reply{}, err
	}
	a.Refresh()
	return kept(a, a.Say("settings.saved"), true), nil
}

// confirmed is what the second press brings along, by which all is deleted.
const confirmed = "yes"

// forget asks whether all that is kept of the asker is to be deleted, and does so
// when they say it again.
func forget(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 || a.With[0] != confirmed {
		return sure(a)
	}
	var left []words.Text
	err := a.Update(func(tx *store.Tx) (err error) {
		if err := a.ForgetEverywhere(tx, a.From.ID); err != nil {
			return err
		}
		left, err = protected(a, tx)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	a.Refresh()
	key := "privacy.forgotten"
	if a.On != a.Team.Home && a.Ours {
		key = "privacy.forgotten.elsewhere"
	}
	lines := append(append([]words.Text{a.Say(key)}, left...), copied(a)...)
	more := bot.Button{Label: a.Say("privacy.left"), Do: "privacy keep"}
	return bot.Reply{Card: &bot.Card{Lines: lines, Buttons: []bot.Button{more}}, Update: true}, nil
}

func sure(a *bot.Ask) (bot.Reply, error) {
	return bot.Reply{Update: true, Card: &bot.Card{
		Tone: bot.Calm, Title: a.Say("privacy.title"), Lines: []words.Text{a.Say("privacy.ask")},
		Buttons: []bot.Button{
			{Label: a.Say("privacy.ask.yes"), Do: "privacy forget", With: []string{confirmed}, Look: bot.Danger},
			{Label: a.Say("privacy.ask.no"), Do: "privacy keep"},
		},
	}}, nil
}

// protected says what is still kept because it protects the asker.
func protected(a *bot.Ask, tx *store.Tx) (lines []words.Text, err error) {
	m, err := a.Member(tx, a.From.ID)
	if m.Hidden {
		lines = append(lines, a.Say("privacy.keeps.hidden"))
	}
	if !m.Away.Before(a.Today()) {
		lines = append(lines, a.Say("privacy.keeps.away", bot.Day("day", a.From.Lang, m.Away)))
	}
	return lines, err
}

// keep shows what is kept, and changes nothing.
func keep(a *bot.Ask) (bot.Reply, error) { return kept(a, nil, true), nil }
