package kpt_test

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// A verdict that is changed and changed back takes its Keep's line away and
// wants it again. That we took it away is never taken for a person's deed,
// whatever is known of the write.
func TestALineThatWeTookAwayComesBackWithItsNote(t *testing.T) {
	for name, c := range map[string]struct {
		answered bool // the write was, before the note came back
		landed   bool
	}{
		"answered late":  {true, true},
		"not answered":   {false, true},
		"did not happen": {false, false},
	} {
		t.Run(name, func(t *testing.T) {
			db, b := openBook(t)
			update(t, db, func(tx *store.Tx) error {
				try := kpt.Try{ID: "t", Text: "t", Born: day(20), State: kpt.Open, Trace: kpt.Trace{Retro: day(27), Section: kpt.Tries}}
				if err := b.PutTry(tx, try); err != nil {
					return err
				}
				answer := func(o kpt.Outcome, note kpt.NoteID) {
					t.Helper()
					if _, err := b.Answer(tx, "t", kpt.Verdict{Retro: day(27), Outcome: o, Note: note}, clock(27, 15, 0)); err != nil {
						t.Fatal(err)
					}
				}
				merge := func(revision string, lines ...kpt.Line) []kpt.Change {
					t.Helper()
					sheet := kpt.Sheet{Retro: day(27), Lines: lines}
					changes, _, err := b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: revision, Sheets: []kpt.Sheet{sheet}}, nil, clock(27, 15, 1))
					if err != nil {
						t.Fatal(err)
					}
					return changes
				}
				keep := kpt.Line{ID: "keep", Place: "1", Section: kpt.Keeps, Text: "t"}
				answer(kpt.Worked, "keep")
				mergeSheet(t, tx, b, "1")
				answer(kpt.Failed, "problem")
				removal := merge("2", keep)
				if !slices.ContainsFunc(removal, func(c kpt.Change) bool { return c.Kind == kpt.RemoveLine && c.ID == "keep" }) {
					t.Fatalf("got %+v, want the Keep's line to go", removal)
				}
				answer(kpt.Worked, "keep")
				if c.answered {
					if err := b.Wrote(tx, removal, "3"); err != nil {
						return err
					}
				}
				var lines []kpt.Line
				if !c.landed {
					lines = []kpt.Line{keep}
				}
				got := merge("3", lines...)
				adds := slices.ContainsFunc(got, func(c kpt.Change) bool { return c.Kind == kpt.AddLine && c.ID == "keep" && c.Text == "t" })
				touches := slices.ContainsFunc(got, func(c kpt.Change) bool { return c.ID == "keep" })
				if c.landed && !adds || !c.landed && touches {
					t.Errorf("got %+v", got)
				}
				shown, err := b.Notes(tx, day(27), kpt.Viewer{})
				if err == nil && (len(shown.Notes) != 1 || shown.Notes[0].ID != "keep") {
					t.Errorf("got %+v, want the Keep alone", shown.Notes)
				}
				return err
			})
		})
	}
}
