package tries

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

const (
	mostAtHome   = 5  // Tries on the asker's own page
	longestPress = 40 // of a Try's text on a button, in runes
)

// home shows the asker's own open Tries, the oldest first. One has its answers
// below it; of several each has a button that leads to its answers.
func home(a *bot.Ask, tx *store.Tx) (bot.HomePart, error) {
	viewer, err := a.Book().Viewer(tx, string(a.From.ID))
	if err != nil {
		return bot.HomePart{}, err
	}
	open, err := a.Book().OpenTries(tx)
	if err != nil {
		return bot.HomePart{}, err
	}
	var own []kpt.Try
	for _, t := range open {
		if bot.MemberID(t.Owner.Member) == a.From.ID {
			own = append(own, t)
		}
	}
	if len(own) == 0 {
		return bot.HomePart{}, nil
	}
	called, err := a.Book().Called(tx)
	if err != nil {
		return bot.HomePart{}, err
	}
	r := &reader{a, tx, a.Book(), viewer, called}
	part := bot.HomePart{Title: a.Say("home.tries")}
	for _, t := range own[:min(len(own), mostAtHome)] {
		line, err := r.line(t)
		if err != nil {
			return bot.HomePart{}, err
		}
		part.Lines = append(part.Lines, line)
		label := a.Say("home.tries.show", words.Quote("text", brief(t.Text, longestPress)))
		part.Buttons = append(part.Buttons, bot.Button{Label: label, Do: "tries show", With: []string{string(t.ID)}})
	}
	if len(own) == 1 {
		part.Buttons = answers(a.From.Lang, own[0].ID)
	}
	if more := len(own) - mostAtHome; more > 0 {
		part.Lines = append(part.Lines, a.Say("home.more", words.Count("n", more)))
	}
	return part, nil
}
