package kpt_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// ticks is a reading in which a person has ticked or cleared the box of a Try.
func ticks(id kpt.NoteID, ticked bool) kpt.Reconciler {
	return func(kpt.Ledger, kpt.Reading, func() kpt.NoteID, time.Time) kpt.Plan {
		return kpt.Plan{Ticks: []kpt.Tick{{Try: id, Retro: day(27), Ticked: ticked}}}
	}
}

func TestATickInTheNotebookSaysThatATryIsDoneAndIsTakenBackWithIt(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		tick := func(id kpt.NoteID, ticked bool) {
			if _, _, err := b.Merge(tx, ticks(id, ticked), kpt.Reading{}, nil, clock(24, 12, 0)); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range []kpt.NoteID{"a", "b", "c"} {
			openTry(t, tx, b, id, kpt.Author{Member: "2", Name: "Bo"})
		}
		tick("a", true)
		got, ok := heard(t, tx, b, "a", "1")
		if !ok || got.What != kpt.SaysDone || got.By != (kpt.Author{}) || got.Retro != day(27) {
			t.Errorf("got %+v, want that somebody says that it is done", got)
		}
		if try, _, err := b.Try(tx, "a"); err != nil || try.State != kpt.Open {
			t.Errorf("got the Try %s, %v; want it open until a meeting answers it", try.State, err)
		}
		tick("a", false)
		if got, ok := heard(t, tx, b, "a", "1"); ok {
			t.Errorf("got %+v after the tick was cleared, want nothing said", got)
		}

		if _, err := b.Say(tx, "b", bo(kpt.SaysDone, "twice")); err != nil {
			return err
		}
		tick("b", true)
		tick("b", false)
		if got, ok := heard(t, tx, b, "b", "2"); !ok || got.Word != "twice" {
			t.Errorf("got %+v, want the owner's own word to stay", got)
		}

		if _, err := b.Say(tx, "c", bo(kpt.SaysStuck, "")); err != nil {
			return err
		}
		tick("c", true)
		if got, _ := heard(t, tx, b, "c", "1"); got.What != kpt.SaysDone {
			t.Errorf("got %+v, want the newer word that it is done", got)
		}
		return nil
	})
}
