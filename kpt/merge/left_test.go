package merge

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// carried is a ledger with a Try that a retro has decided, which has ended, and that waits
// on the next one's sheet.
func carried(seen string) (kpt.Ledger, kpt.Sheet) {
	next := day(27).AddDays(7)
	l := kpt.Ledger{Retros: []kpt.Retro{
		{Date: day(27), Opened: clock(20, 9, 0), Closed: clock(27, 16, 0)}, {Date: next, Opened: clock(27, 16, 0)},
	}}
	t := kpt.Try{ID: "t", Text: "tea", Born: day(27), State: kpt.Open, Trace: kpt.Trace{Retro: day(27), Section: kpt.NewTries, Want: "tea", Seen: seen}}
	l.Tries = kpt.CarryOver([]kpt.Try{t}, next)
	l.Tries[0].Trace.Seen = "tea"
	return l, kpt.Sheet{Retro: next, Marked: true, Lines: []kpt.Line{{ID: "t", Place: "2", Section: kpt.Tries, Text: "tea"}}}
}

func (l *ledgerOf) read(t *testing.T, revision string, sheets ...kpt.Sheet) []kpt.Change {
	t.Helper()
	p := Patient(0)(l.Ledger, kpt.Reading{Revision: revision, Sheets: sheets}, kpt.NewID, clock(27, 17, 0))
	if len(p.Tries) > 0 {
		l.Tries = p.Tries
	}
	if l.Vanished = p.Vanished; len(l.Tries) != 1 || len(p.Notes) > 0 {
		t.Errorf("got %+v, want nothing but the Try", p)
	}
	return p.Changes
}

type ledgerOf struct{ kpt.Ledger }

// The notebook was down when the meeting ended.
func TestATryIsWrittenOntoTheSheetOfTheKPTThatDecidedIt(t *testing.T) {
	l, next := carried("")
	old := kpt.Sheet{Retro: day(27), Marked: true}
	led := &ledgerOf{l}
	changes := led.read(t, "1", next, old)
	if len(changes) != 1 || changes[0].Kind != kpt.AddLine || changes[0].Retro != day(27) || changes[0].Section != kpt.NewTries || !changes[0].Past {
		t.Fatalf("got %+v, want the line on the old sheet", changes)
	}
	old.Lines = []kpt.Line{{ID: "t", Place: "1", Section: kpt.NewTries, Text: "tea"}}
	if changes := led.read(t, "2", next, old); len(changes) > 0 || led.Tries[0].Past[0].Seen != "tea" {
		t.Errorf("got %+v and %+v, want the line known", changes, led.Tries[0].Past)
	}
	old.Lines = nil
	if changes := led.read(t, "3", next, old); len(changes) > 0 || !led.Tries[0].Past[0].Away || len(led.Vanished.Lines) > 0 {
		t.Errorf("got %+v and %+v, want a line that a person took away to be gone", changes, led.Tries[0].Past)
	}
	if changes := led.read(t, "4", next); len(changes) > 0 {
		t.Errorf("got %+v, want a sheet that is put away to be gone", changes)
	}
}

func TestALineThatATryHasLeftBehindIsHistory(t *testing.T) {
	for name, line := range map[string]kpt.Line{
		"reworded": {ID: "t", Place: "1", Section: kpt.NewTries, Text: "tea at four, with cake"},
		"unmarked": {Place: "1", Section: kpt.NewTries, Text: "tea"},
		"moved":    {ID: "t", Place: "1", Section: kpt.Keeps, Text: "tea"},
	} {
		l, next := carried("tea")
		led := &ledgerOf{l}
		old := kpt.Sheet{Retro: day(27), Marked: true, Lines: []kpt.Line{line}}
		for range 2 {
			if changes := led.read(t, "1", next, old); len(changes) > 0 || led.Tries[0].Text != "tea" || led.Tries[0].Trace.Want != "tea" {
				t.Errorf("%s: got %+v and %+v, want all left as it is", name, changes, led.Tries)
			}
		}
	}
}

// The two lines have one mark; only the one that is gone is asked about.
func TestEachLineOfATryIsAskedAboutByItself(t *testing.T) {
	l, _ := carried("tea")
	old := kpt.Sheet{Retro: day(27), Marked: true, Lines: []kpt.Line{{ID: "t", Place: "1", Section: kpt.NewTries, Text: "tea"}}}
	led := &ledgerOf{l}
	if changes := led.read(t, "1", old); len(changes) > 0 || len(led.Vanished.Lines) != 1 || led.Vanished.Lines[0] != "t" {
		t.Fatalf("got %+v and %+v, want a question about the line of the new sheet", changes, led.Vanished)
	}
	if changes := led.read(t, "2"); len(changes) > 0 || len(led.Vanished.Lines) != 1 {
		t.Errorf("got %+v and %+v, want the old sheet put away", changes, led.Vanished)
	}
}
