package kpt

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

func TestAnIDIsReadOnlyIfItCouldHaveBeenDrawn(t *testing.T) {
	for s, want := range map[string]bool{
		string(NewID()): true, string(IDFor("a deed")): true, "abcdefghijklmn27": true,
		"": false, "short": false, "abcdefghijklmn01": false, "ABCDEFGHIJKLMN27": false, "abcdefghijklmn2": false, "abcdefghijklmn277": false,
		"x --> <!-- y": false, "abcdefghijklmn2\n": false, "abcdefghijklmnあ": false,
	} {
		id, ok := ParseNoteID(s)
		if ok != want || ok && id != NoteID(s) || !ok && id != "" {
			t.Errorf("%q: got %q %v, want %v", s, id, ok, want)
		}
		if _, marks := ParseMark(NoteID(s).Mark()); marks != want {
			t.Errorf("the mark of %q: got %v, want %v", s, marks, want)
		}
	}
}

func TestTheBookTakesNoNoteWithAForgedIDOrKind(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		for _, id := range []NoteID{"x --> <!-- y", "", "a/b", "A", "engawa:a", "a\nb", NoteID(strings.Repeat("a", 100))} {
			n := Note{ID: id, Kind: Keep, Text: "x", Written: clock(20, 10, 0)}
			if _, err := b.Add(tx, n, false); why(err) != Unknown {
				t.Errorf("%q: got %v, want %s", id, err, Unknown)
			}
		}
		for _, kind := range []Kind{"evil", "", "tries", "KEEP"} {
			n := Note{ID: NewID(), Kind: kind, Text: "x", Written: clock(20, 10, 0)}
			var input *InputError
			if _, err := b.Add(tx, n, true); !errors.As(err, &input) || input.Fault != NoKind {
				t.Errorf("%q: got %v, want %s", kind, err, NoKind)
			}
			if _, err := NewNote(kind, "x", Author{}, clock(20, 10, 0)); !errors.As(err, &input) || input.Fault != NoKind {
				t.Errorf("a new %q: got %v, want %s", kind, err, NoKind)
			}
		}
		all, err := b.notesOf(tx, day(27))
		if len(all) > 0 {
			t.Errorf("kept %+v", all)
		}
		return err
	})
}
