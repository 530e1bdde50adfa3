package tries

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
)

// atHome is the Tries' part of somebody's own page, as a card.
func (w running) atHome(who bot.MemberID) *bot.Card {
	w.Helper()
	part := w.Home(Feature(nowhere{}), who)
	return &bot.Card{Title: part.Title, Lines: part.Lines, Buttons: part.Buttons}
}

func TestTheOwnPageHasTheAnswersOfOnesOnlyTry(t *testing.T) {
	play(t, func(w running) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		w.try(kpt.Try{ID: "b", Text: "rest", Owner: kpt.Author{Member: string(ana)}})
		w.try(kpt.Try{ID: "c", Text: "free"})
		w.try(kpt.Try{ID: "d", Text: "over", Owner: kpt.Author{Member: string(bo)}, State: kpt.Done})
		card := w.atHome(bo)
		if got := read(bot.Reply{Card: card}); !strings.HasPrefix(got, "Your open Tries\npair") || strings.Contains(got, "rest") ||
			strings.Contains(got, "free") || strings.Contains(got, "over") || !strings.Contains(got, "[Done]") {
			t.Errorf("got %q, want only Bo's own open Try and its answers", got)
		}
		if got := read(w.Press(bo, card.Buttons[0].Do, card.Buttons[0].With...)); !strings.Contains(got, "pair") {
			t.Errorf("the first answer gives %q, want it noted", got)
		}
		if got := w.atHome(dan); len(got.Lines)+len(got.Buttons)+len(got.Title) > 0 {
			t.Errorf("got %+v for who has none, want nothing", got)
		}
	})
}

func TestOfSeveralTriesTheOwnPageLeadsToEach(t *testing.T) {
	play(t, func(w running) {
		for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			w.try(kpt.Try{ID: kpt.NoteID(id), Text: "try " + id, Owner: kpt.Author{Member: string(bo)}})
		}
		card := w.atHome(bo)
		if got := len(card.Lines); got != mostAtHome+1 || card.Lines[mostAtHome].String() != "and 2 more" {
			t.Errorf("got %d lines: %q, want %d Tries and 'and 2 more'", got, card.Lines, mostAtHome)
		}
		for i, b := range card.Buttons {
			got := read(w.Press(bo, b.Do, b.With...))
			if want := "try " + string(rune('a'+i)); !strings.Contains(got, want) || !strings.Contains(got, "[Stuck]") {
				t.Errorf("%s: got %q, want %q and its answers", b.Label, got, want)
			}
		}
	})
}
