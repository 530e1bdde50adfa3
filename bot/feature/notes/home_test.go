package notes

import (
	"strconv"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
)

func TestTheOwnPageHasOnesOwnNotesAndNobodyElses(t *testing.T) {
	for _, reveal := range []kpt.Reveal{kpt.RevealOpen, kpt.RevealMeeting} {
		play(t, func(t *bot.Team) { t.KPT.Reveal = reveal }, func(w *running) {
			w.note(ana, "keep", "tea")
			w.note(bo, "problem", "noise")
			w.Submit(ana, w.Press(ana, "kpt write").Form, "kind", "problem", "text", "heat", "name", "anonymous")
			got := w.Home(w.feature, ana)
			want := "Your notes for the KPT on Fri 27 Nov\nKeep tea\nProblem heat (anonymous)"
			if text := said(bot.Reply{Card: &bot.Card{Title: got.Title, Lines: got.Lines}}); text != want {
				w.Errorf("%s: got %q, want %q", reveal, text, want)
			}
			for _, b := range got.Buttons {
				if r := w.Press(ana, b.Do, b.With...); r.Card != nil && r.Card.Tone == bot.Amiss {
					w.Errorf("%s: the button %s is answered %q", reveal, b.Label, said(r))
				}
			}
			if len(got.Buttons) != 2 {
				w.Errorf("%s: got %d buttons, want to write and to change", reveal, len(got.Buttons))
			}
		})
	}
}

func TestTheOwnPageShowsTheFirstOfManyNotesAndHowManyMore(t *testing.T) {
	play(t, usual, func(w *running) {
		for i := range mostAtHome + 3 {
			w.note(ana, "keep", strings.Repeat("tea ", 100)+strconv.Itoa(i))
		}
		lines := w.Home(w.feature, ana).Lines
		if last := lines[len(lines)-1].String(); len(lines) != mostAtHome+1 || last != "and 3 more" {
			w.Errorf("got %d lines, the last %q, want %d and 'and 3 more'", len(lines), last, mostAtHome+1)
		}
		if got := len([]rune(lines[0].String())); got > longestLabel+len("Keep ") {
			w.Errorf("got a line of %d runes, want it brief", got)
		}
	})
}

func TestTheOwnPageOfATeamWithoutAKPTHasNothingOfIt(t *testing.T) {
	play(t, func(t *bot.Team) { t.Habits = nil }, func(w *running) {
		if got := w.Home(w.feature, ana); got.Title != nil || got.Lines != nil || got.Buttons != nil {
			w.Errorf("got %+v, want nothing", got)
		}
	})
}
