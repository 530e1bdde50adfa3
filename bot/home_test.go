package bot_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// part is a feature with a part of the asker's own page: a line and some buttons.
func part(name string, buttons int) bot.Feature {
	return bot.Feature{Name: name, Home: func(a *bot.Ask, _ *store.Tx) (bot.HomePart, error) {
		p := bot.HomePart{
			Title: words.Text{{Text: name}},
			Lines: []words.Text{a.Say("habit.tea"), {{Kind: words.Member, Text: string(a.From.ID)}}},
		}
		for i := range buttons {
			p.Buttons = append(p.Buttons, bot.Button{Label: words.Text{{Text: fmt.Sprint(name, i)}}, Do: "x"})
		}
		return p, nil
	}}
}

// door is a feature by whose command people come to their own page.
func door() bot.Feature {
	return bot.Feature{Name: "door", Commands: []bot.Command{{Name: "home", Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
		card, err := a.HomeCard()
		return bot.Reply{Card: &card}, err
	}}}}
}

func homeOf(t *testing.T, b *bot.Bot) *bot.Card {
	t.Helper()
	if err := b.Found(team("sakura", lounge)); err != nil {
		t.Fatal(err)
	}
	return b.Ask(t.Context(), bot.Request{Way: bot.Press, Do: "home", Whose: "sakura", From: bot.Person{ID: ana, Lang: words.Japanese}}).Card
}

func TestTheOwnPageHasAllPartsInTheFeaturesOrderInTheAskersLanguage(t *testing.T) {
	nothing := bot.Feature{Name: "nothing", Home: func(*bot.Ask, *store.Tx) (bot.HomePart, error) { return bot.HomePart{}, nil }}
	live(t, func(t *testing.T, b *bot.Bot) {
		card := homeOf(t, b)
		var lines []string
		for _, line := range card.Lines {
			lines = append(lines, line.String())
		}
		if got, want := strings.Join(lines, "|"), "one|ティータイム|"+string(ana)+"|two|ティータイム|"+string(ana); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := len(card.Buttons); got != 20 || card.Buttons[0].Label.String() != "one0" || card.Buttons[19].Label.String() != "two9" {
			t.Errorf("got %d buttons from %s to %s, want the first 20", got, card.Buttons[0].Label, card.Buttons[got-1].Label)
		}
		if got := card.Title.String(); !strings.Contains(got, "Sakura") {
			t.Errorf("got the title %q, want the team in it", got)
		}
	}, door(), part("one", 10), nothing, part("two", 15))
}

func TestAPartThatFailsIsToldAsAFault(t *testing.T) {
	broken := bot.Feature{Name: "broken", Home: func(*bot.Ask, *store.Tx) (bot.HomePart, error) {
		return bot.HomePart{}, errors.New("disk full")
	}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if got := homeOf(t, b); got.Tone != bot.Amiss {
			t.Errorf("got %+v, want to be told that it went wrong", got)
		}
	}, door(), part("one", 1), broken)
}
