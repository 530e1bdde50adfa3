package kpt_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// unseen is what nobody sees of a text, mixed into it.
func unseen(text string) string {
	return "\u202e" + strings.Join(strings.Split(text, ""), "\u200b") + "\u2060\u3164"
}

func TestATextOfWhichNothingIsSeenIsNoNote(t *testing.T) {
	for _, text := range []string{"", " ", "\u3164", "\u200b\u200d", "\u2800", "\u115f\u1160", "\ufe0f", "\U000e0061\U000e007f", "\u202e\n\u00ad", "\x00\x1b"} {
		var input *kpt.InputError
		if _, err := kpt.NewNote(kpt.Keep, text, kpt.Author{}, clock(20, 9, 0)); !errors.As(err, &input) || input.Fault != kpt.Empty {
			t.Errorf("%+q: got %v, want %s", text, err, kpt.Empty)
		}
		if v, err := kpt.NewVerdict(day(27), kpt.Worked, text); err != nil || v.Word != "" {
			t.Errorf("a word of %+q: got %+v %v, want none", text, v, err)
		}
	}
}

// An older version kept what was typed, and wrote it so.
func TestWhatIsNotSeenInOldLinesIsNoPersonsChange(t *testing.T) {
	for _, inDoc := range []string{"Ana: tea at four", unseen("Ana: tea at four"), "Ana: tea\u200b at four"} {
		db, b := openBook(t)
		update(t, db, func(tx *store.Tx) error {
			line := unseen("Ana: tea at four")
			n := kpt.Note{ID: kpt.NewID(), Kind: kpt.Keep, Text: unseen("tea at four"), Author: kpt.Author{Member: "1", Name: unseen("Ana")}, Written: clock(20, 10, 0)}
			n.Trace = kpt.Trace{Retro: day(27), Section: kpt.Keeps, Want: line, Seen: line}
			if err := kpt.KeepNote(tx, b, n); err != nil {
				return err
			}
			r := kpt.Reading{Revision: "1", Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{{ID: n.ID, Place: "1", Section: kpt.Keeps, Text: inDoc}}}}}
			changes, conflicts, err := b.Merge(tx, merge.Reconcile, r, nil, clock(21, 9, 0))
			if len(changes)+len(conflicts) > 0 {
				t.Errorf("%+q: got %+v and %+v, want nothing to do", inDoc, changes, conflicts)
			}
			shown, wrong := b.Notes(tx, day(27), kpt.Viewer{})
			if wrong != nil || len(shown.Notes) != 1 || shown.Notes[0].Text != "tea at four" || shown.Notes[0].Author.Name != "Ana" || shown.Notes[0].Trace.Touched {
				t.Errorf("%+q: got %+v", inDoc, shown.Notes)
			}
			ana, wrong := b.Viewer(tx, "1")
			if _, wrong2 := b.Revise(tx, n.ID, shown.Notes[0].Version(), "tea at five", ana, clock(21, 9, 0)); wrong != nil || wrong2 != nil {
				t.Errorf("its author's change: %v %v", wrong, wrong2)
			}
			return err
		})
	}
}

func TestATextThatIsCutToFitIsANote(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		strings.Repeat("縁", kpt.MaxText):    strings.Repeat("縁", kpt.MaxText),
		strings.Repeat("縁", kpt.MaxText+1):  strings.Repeat("縁", kpt.MaxText-1) + "…",
		strings.Repeat("縁", 10*kpt.MaxText): strings.Repeat("縁", kpt.MaxText-1) + "…",
	} {
		got := kpt.Fitting(text)
		if got != want {
			t.Errorf("of %d characters: got %d", len([]rune(text)), len([]rune(got)))
		}
		if _, err := kpt.NewNote(kpt.Keep, got, kpt.Author{}, clock(20, 9, 0)); text != "" && err != nil {
			t.Errorf("of %d characters: %v", len([]rune(text)), err)
		}
	}
}
