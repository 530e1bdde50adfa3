package kpt_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestAnIDIsReadOnlyIfItCouldHaveBeenDrawn(t *testing.T) {
	for s, want := range map[string]bool{
		string(kpt.NewID()): true, string(kpt.IDFor("a deed")): true, "abcdefghijklmn27": true,
		"": false, "short": false, "abcdefghijklmn01": false, "ABCDEFGHIJKLMN27": false, "abcdefghijklmn2": false, "abcdefghijklmn277": false,
		"x --> <!-- y": false, "abcdefghijklmn2\n": false, "abcdefghijklmnあ": false,
	} {
		id, ok := kpt.ParseNoteID(s)
		if ok != want || ok && id != kpt.NoteID(s) || !ok && id != "" {
			t.Errorf("%q: got %q %v, want %v", s, id, ok, want)
		}
		if _, marks := kpt.ParseMark(kpt.NoteID(s).Mark()); marks != want {
			t.Errorf("the mark of %q: got %v, want %v", s, marks, want)
		}
	}
}

func TestTheBookTakesNoNoteWithAForgedIDOrKind(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		for _, id := range []kpt.NoteID{"x --> <!-- y", "", "a/b", "A", "engawa:a", "a\nb", kpt.NoteID(strings.Repeat("a", 100))} {
			n := kpt.Note{ID: id, Kind: kpt.Keep, Text: "x", Written: clock(20, 10, 0)}
			if _, err := b.Add(tx, n, false); why(err) != kpt.Unknown {
				t.Errorf("%q: got %v, want %s", id, err, kpt.Unknown)
			}
		}
		for _, kind := range []kpt.Kind{"evil", "", "tries", "KEEP"} {
			n := kpt.Note{ID: kpt.NewID(), Kind: kind, Text: "x", Written: clock(20, 10, 0)}
			var input *kpt.InputError
			if _, err := b.Add(tx, n, true); !errors.As(err, &input) || input.Fault != kpt.NoKind {
				t.Errorf("%q: got %v, want %s", kind, err, kpt.NoKind)
			}
			if _, err := kpt.NewNote(kind, "x", kpt.Author{}, clock(20, 10, 0)); !errors.As(err, &input) || input.Fault != kpt.NoKind {
				t.Errorf("a new %q: got %v, want %s", kind, err, kpt.NoKind)
			}
		}
		all, err := kpt.NotesOf(tx, b, day(27))
		if len(all) > 0 {
			t.Errorf("kept %+v", all)
		}
		return err
	})
}
