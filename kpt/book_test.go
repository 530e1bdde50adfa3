package kpt_test

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

func openBook(t *testing.T) (*store.Store, kpt.Book) {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	b := kpt.Of("sakura")
	update(t, db, func(tx *store.Tx) error {
		return b.OpenRetro(tx, kpt.Retro{Date: day(27), Opened: clock(20, 9, 0)})
	})
	return db, b
}

func update(t *testing.T, db *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(fn); err != nil {
		t.Fatal(err)
	}
}

func TestAnAnonymousAuthorIsInNoViewAndMayStillEdit(t *testing.T) {
	db, b := openBook(t)
	n, err := kpt.NewNote(kpt.Problem, "the build is slow", kpt.Author{Member: "member-1", Name: "Ana"}, clock(20, 10, 0))
	if err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *store.Tx) error {
		if _, err := b.Add(tx, n, true); err != nil {
			return err
		}
		ana, err := b.Viewer(tx, "member-1")
		if err != nil {
			return err
		}
		bo, err := b.Viewer(tx, "member-2")
		if err != nil {
			return err
		}
		if _, err := b.Edit(tx, n.ID, "mine now", bo, clock(20, 11, 0)); why(err) != kpt.NotYours {
			t.Errorf("another's edit: got %v, want %s", err, kpt.NotYours)
		}
		if _, err := b.Edit(tx, n.ID, "the build is very slow", ana, clock(20, 11, 0)); err != nil {
			t.Errorf("the author's edit: %v", err)
		}
		kept, err := kpt.NotesOf(tx, b, day(27))
		if err != nil {
			return err
		}
		shown, err := b.Notes(tx, day(27), ana)
		data, _ := json.Marshal([]any{kept, shown})
		if s := string(data); strings.Contains(s, "Ana") || strings.Contains(s, "member-1") || !strings.Contains(s, "very slow") {
			t.Errorf("got %s, want the text and no author", s)
		}
		if len(shown.Notes) != 1 || shown.Notes[0].Author != (kpt.Author{}) {
			t.Errorf("got %+v, want one note of nobody", shown.Notes)
		}
		return err
	})
}

func TestAConflictIsKeptUntilItsAuthorSawIt(t *testing.T) {
	db, b := openBook(t)
	n, err := kpt.NewNote(kpt.Keep, "tea", kpt.Author{Member: "1", Name: "Ana"}, clock(20, 10, 0))
	if err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *store.Tx) error {
		if _, err := b.Add(tx, n, true); err != nil {
			return err
		}
		changes, _, err := b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: "1", Sheets: []kpt.Sheet{{Retro: day(27)}}}, nil, clock(20, 10, 1))
		if err != nil || len(changes) != 1 {
			t.Fatalf("got %+v and %v, want one line added", changes, err)
		}
		if err := b.Wrote(tx, changes, "2"); err != nil {
			return err
		}
		ana, err := b.Viewer(tx, "1")
		if err != nil {
			return err
		}
		if _, err := b.Edit(tx, n.ID, "more tea", ana, clock(20, 10, 2)); err != nil {
			return err
		}
		line := kpt.Line{ID: n.ID, Section: kpt.Keeps, Text: "coffee", Place: "1"}
		_, told, err := b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: "3", Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{line}}}}, nil, clock(20, 10, 3))
		if err != nil || len(told) != 1 || told[0].Lost != "more tea" || told[0].Kept != "coffee" {
			t.Errorf("got %+v and %v, want the author's text kept", told, err)
		}
		own, err := b.Conflicts(tx, ana)
		if err != nil || len(own) != 1 {
			t.Fatalf("got %+v and %v, want the conflict", own, err)
		}
		another, err := b.Viewer(tx, "2")
		if err != nil {
			t.Fatal(err)
		}
		if all, _ := b.Conflicts(tx, another); len(all) > 0 {
			t.Errorf("another member is told: %+v", all)
		}
		if err := b.SettleConflict(tx, own[0]); err != nil {
			return err
		}
		if own, _ = b.Conflicts(tx, ana); len(own) > 0 {
			t.Errorf("got %+v, want none after it was seen", own)
		}
		return nil
	})
}

func TestAForgottenMemberLeavesTheirNotesToNobody(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		for _, anonymous := range []bool{false, true} {
			n, err := kpt.NewNote(kpt.Keep, "tea", kpt.Author{Member: "1", Name: "Ana"}, clock(20, 10, 0))
			if err != nil {
				return err
			}
			if _, err := b.Add(tx, n, anonymous); err != nil {
				return err
			}
		}
		if err := b.Forget(tx, "1"); err != nil {
			return err
		}
		kept, err := kpt.NotesOf(tx, b, day(27))
		for _, n := range kept {
			if n.Author != (kpt.Author{}) {
				t.Errorf("got %+v, want nobody", n.Author)
			}
		}
		if len(kept) != 2 {
			t.Errorf("got %d notes, want 2", len(kept))
		}
		return err
	})
}

func TestWithoutAnOpenRetroNoNoteIsTaken(t *testing.T) {
	db, b := openBook(t)
	n, err := kpt.NewNote(kpt.Keep, "tea", kpt.Author{}, clock(1, 10, 0))
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *store.Tx) error {
		_, err := b.Add(tx, n, false)
		return err
	})
	if !errors.Is(err, kpt.ErrNoRetro) {
		t.Errorf("got %v, want ErrNoRetro", err)
	}
}

func TestAnAuthorDoesNotOverwriteWhatTheyHaveNotSeen(t *testing.T) {
	db, b := openBook(t)
	n, err := kpt.NewNote(kpt.Keep, "tea", kpt.Author{Member: "1", Name: "Ana"}, clock(20, 10, 0))
	if err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *store.Tx) error {
		first, err := b.Add(tx, n, false)
		if err != nil {
			return err
		}
		ana, err := b.Viewer(tx, "1")
		if err != nil {
			return err
		}
		revise := func(seen, text string) error {
			_, err := b.Revise(tx, n.ID, seen, text, ana, clock(20, 11, 0))
			return err
		}
		if err := revise(first.Version(), "green tea"); err != nil {
			t.Errorf("as it was seen: %v", err)
		}
		if err := revise(first.Version(), "black tea"); why(err) != kpt.Changed {
			t.Errorf("from a form that was opened before: got %v, want %s", err, kpt.Changed)
		}
		if err := revise(first.Version(), "green tea\n"); err != nil {
			t.Errorf("sent twice: %v", err)
		}
		all, err := kpt.NotesOf(tx, b, day(27))
		if err != nil {
			return err
		}
		touched := all[0]
		touched.Text, touched.Trace.Touched = "green tea, iced", true
		if err := kpt.KeepNote(tx, b, touched); err != nil {
			return err
		}
		if _, err := b.Add(tx, n, false); why(err) != kpt.Changed {
			t.Errorf("given again after a person changed it: got %v, want %s", err, kpt.Changed)
		}
		all, err = kpt.NotesOf(tx, b, day(27))
		if len(all) != 1 || all[0].Text != "green tea, iced" {
			t.Errorf("got %+v, want what the person wrote", all)
		}
		return err
	})
}
