package retro

import (
	"strconv"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
)

func TestTheOwnPageHasOnesOwnNotesAndNobodyElses(t *testing.T) {
	for _, reveal := range []kpt.Reveal{kpt.RevealOpen, kpt.RevealMeeting} {
		o := begin(t, func(t *bot.Team) { t.KPT.Reveal = reveal })
		o.note("1", "keep", "tea")
		o.note("2", "problem", "noise")
		form := o.asks("1", bot.Press, "kpt write", bot.Input{}).Form
		o.submits("1", form, map[string]string{"kind": "problem", "text": "heat", "name": "anonymous"})
		got := o.Home(o.feature, "1")
		want := "Your notes for the KPT on Fri 27 Nov\nKeep tea\nProblem heat (anonymous)"
		if text := text(&bot.Card{Title: got.Title, Lines: got.Lines}); text != want {
			t.Errorf("%s: got %q, want %q", reveal, text, want)
		}
		for _, b := range got.Buttons {
			if r := o.asks("1", bot.Press, b.Do, bot.Input{With: b.With}); r.Card != nil && r.Card.Tone == bot.Amiss {
				t.Errorf("%s: the button %s is answered %q", reveal, b.Label, said(r))
			}
		}
		if len(got.Buttons) != 2 {
			t.Errorf("%s: got %d buttons, want to write and to change", reveal, len(got.Buttons))
		}
	}
}

func TestTheOwnPageShowsTheFirstOfManyNotesAndHowManyMore(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	for i := range mostAtHome + 3 {
		o.note("1", "keep", strings.Repeat("tea ", 100)+strconv.Itoa(i))
	}
	lines := o.Home(o.feature, "1").Lines
	if last := lines[len(lines)-1].String(); len(lines) != mostAtHome+1 || last != "and 3 more" {
		t.Errorf("got %d lines, the last %q, want %d and 'and 3 more'", len(lines), last, mostAtHome+1)
	}
	if got := len([]rune(lines[0].String())); got > longestLabel+len("Keep ") {
		t.Errorf("got a line of %d runes, want it brief", got)
	}
}

func TestTheOwnPageOfATeamWithoutAKPTHasNothingOfIt(t *testing.T) {
	o := begin(t, func(t *bot.Team) { t.Habits = nil })
	if got := o.Home(o.feature, "1"); got.Title != nil || got.Lines != nil || got.Buttons != nil {
		t.Errorf("got %+v, want nothing", got)
	}
}
