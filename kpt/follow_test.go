package kpt_test

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

func TestTheNotebookIsBehindUntilItHasWhatTheBookHas(t *testing.T) {
	db, b := openBook(t)
	behind := func(want bool, when string) {
		t.Helper()
		if err := db.View(func(tx *store.Tx) error {
			f, err := b.Follow(tx)
			if f.Behind() != want {
				t.Errorf("%s: behind is %v, want %v", when, f.Behind(), want)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	keep := func(text string) {
		t.Helper()
		n, err := kpt.NewNote(kpt.Keep, text, kpt.Author{Member: "1", Name: "Ana"}, clock(20, 10, 0))
		if err != nil {
			t.Fatal(err)
		}
		update(t, db, func(tx *store.Tx) error {
			_, err := b.Add(tx, n, false)
			return err
		})
	}
	merge := func(revision string) (changes []kpt.Change) {
		t.Helper()
		update(t, db, func(tx *store.Tx) (err error) {
			changes, _, err = b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: revision, Sheets: []kpt.Sheet{{Retro: day(27)}}}, nil, clock(20, 10, 1))
			return err
		})
		return changes
	}
	keep("tea")
	behind(true, "a note was added")
	changes := merge("1")
	behind(true, "merged and not yet written")
	keep("more tea")
	update(t, db, func(tx *store.Tx) error { return b.Wrote(tx, changes, "2") })
	behind(true, "a note came between merge and write")
	changes = merge("2")
	update(t, db, func(tx *store.Tx) error { return b.Wrote(tx, changes, "3") })
	behind(false, "all was written")
	update(t, db, func(tx *store.Tx) error { return b.MoveTo(tx, "another") })
	behind(true, "the Book went to another notebook")
}

func TestInAnotherNotebookAllIsWrittenAnewButWhatPeopleDeleted(t *testing.T) {
	db, b := openBook(t)
	var changes []kpt.Change
	update(t, db, func(tx *store.Tx) error {
		n, err := kpt.NewNote(kpt.Keep, "tea", kpt.Author{Member: "1", Name: "Ana"}, clock(20, 10, 0))
		if err != nil {
			return err
		}
		gone := n
		gone.ID, gone.Text = kpt.NewID(), "cake"
		for _, n := range []kpt.Note{n, gone} {
			if _, err := b.Add(tx, n, false); err != nil {
				return err
			}
		}
		sheet := []kpt.Sheet{{Retro: day(27)}}
		if changes, _, err = b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: "1", Sheets: sheet}, nil, clock(20, 10, 1)); err != nil {
			return err
		}
		if err := b.Wrote(tx, changes, "2"); err != nil {
			return err
		}
		// A person deletes the cake and types a line of their own.
		sheet[0].Lines = []kpt.Line{
			{ID: n.ID, Section: kpt.Keeps, Text: "Ana: tea", Place: "1"},
			{Section: kpt.Problems, Text: "too few chairs", Place: "2"},
		}
		if changes, _, err = b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: "3", Sheets: sheet}, nil, clock(20, 10, 2)); err != nil {
			return err
		}
		if err := b.Wrote(tx, changes, "4"); err != nil {
			return err
		}
		if err := b.MoveTo(tx, "another"); err != nil {
			return err
		}
		changes, _, err = b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: "other 1"}, nil, clock(20, 10, 3))
		return err
	})
	var got []string
	for _, c := range changes {
		if c.Kind == kpt.AddLine {
			got = append(got, c.Text)
		}
	}
	if len(got) != 2 || got[0] != "Ana: tea" || got[1] != "too few chairs" {
		t.Errorf("got %q written into the new notebook, want the two lines that stand in the old one", got)
	}
}
