package kpt_test

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// wentOn is a Try that went on to the retro of the 28th, for that of the 27th had ended; then
// that end was taken back.
type wentOn struct {
	name   string
	change func(*kpt.Try)
	begun  bool // the retro of the 27th
	goes   int  // lines that are taken away
	on     schedule.Date
}

func TestATryComesBackToTheSheetOfARetroThatIsToComeAgain(t *testing.T) {
	for _, c := range []wentOn{
		{name: "it is to come", goes: 1, on: day(27)},
		{name: "its line was never written", change: func(x *kpt.Try) { x.Trace.Seen = "" }, on: day(27)},
		{name: "it goes on", begun: true, on: day(28)},
		{name: "a person has changed the line", change: func(x *kpt.Try) { x.Trace.Touched = true }, on: day(28)},
		{name: "a person has deleted the line", change: func(x *kpt.Try) { x.Trace.Gone = true }, on: day(27)},
		{name: "it was answered", change: func(x *kpt.Try) { x.State = kpt.Dropped }, on: day(28)},
		{name: "it never stood on the other", change: func(x *kpt.Try) { x.Past = nil }, on: day(28)},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, b := openBook(t)
			trace := func(on schedule.Date) kpt.Trace {
				return kpt.Trace{Retro: on, Section: kpt.Tries, Want: "tea", Seen: "tea"}
			}
			x := kpt.Try{ID: "mmmmmmmmmmmmmmmm", Text: "tea", Born: day(20), State: kpt.Open, Trace: trace(day(28))}
			x.Carried, x.Past = 2, []kpt.Trace{trace(day(27))}
			if c.change != nil {
				c.change(&x)
			}
			update(t, db, func(tx *store.Tx) error { return c.keep(tx, b, x) })
			goes := follow(t, db, b, x)
			update(t, db, func(tx *store.Tx) error {
				got, _, err := b.Try(tx, x.ID)
				if got.Trace.Retro != c.on || goes != c.goes {
					t.Errorf("it is on the sheet of %s, and %d lines went, want %s and %d: %+v", got.Trace.Retro, goes, c.on, c.goes, got)
				}
				if back := c.on == day(27); back && (got.Carried != 1 || len(got.Past) != 0 || got.Trace.Want != "tea") {
					t.Errorf("got %+v, want it as it was", got)
				}
				return err
			})
		})
	}
}

// keep keeps the Try and its two retros.
func (c wentOn) keep(tx *store.Tx, b kpt.Book, x kpt.Try) error {
	first, _, err := b.Retro(tx, day(27))
	if err != nil {
		return err
	}
	if c.begun {
		first.Begun = clock(27, 8, 0)
	}
	if err := b.PutRetro(tx, first); err != nil {
		return err
	}
	if err := b.PutRetro(tx, kpt.Retro{Date: day(28), Opened: clock(27, 7, 0)}); err != nil {
		return err
	}
	return b.PutTry(tx, x)
}

// follow has the notebook follow the Book for a while, and counts the lines that are taken
// from the sheet of the 28th.
func follow(t *testing.T, db *store.Store, b kpt.Book, x kpt.Try) (goes int) {
	t.Helper()
	line := func(place string) kpt.Line {
		return kpt.Line{ID: x.ID, Place: place, Section: kpt.Tries, Text: x.Text}
	}
	old, later := kpt.Sheet{Retro: day(27), Lines: []kpt.Line{line("1")}}, kpt.Sheet{Retro: day(28)}
	if x.Trace.Expected() && !x.Trace.Gone {
		later.Lines = []kpt.Line{line("2")}
	}
	for range 3 {
		update(t, db, func(tx *store.Tx) error {
			reading := kpt.Reading{Revision: "1", Sheets: []kpt.Sheet{later, old}}
			changes, _, err := b.Merge(tx, merge.Patient(0), reading, nil, clock(27, 9, 0))
			if err != nil {
				return err
			}
			for _, c := range changes {
				if c.Kind == kpt.RemoveLine && c.Place == "2" {
					later.Lines, goes = nil, goes+1
				}
			}
			return b.Wrote(tx, changes, "1")
		})
	}
	return goes
}
