package kpt

import (
	"slices"
	"testing"

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
				try := Try{ID: "t", Text: "t", Born: day(20), State: Open, Trace: Trace{Retro: day(27), Section: Tries}}
				if err := b.PutTry(tx, try); err != nil {
					return err
				}
				answer := func(o Outcome, note NoteID) {
					t.Helper()
					if _, err := b.Answer(tx, "t", Verdict{Retro: day(27), Outcome: o, Note: note}, clock(27, 15, 0)); err != nil {
						t.Fatal(err)
					}
				}
				merge := func(revision string, lines ...Line) []Change {
					t.Helper()
					sheet := Sheet{Retro: day(27), Lines: lines}
					changes, _, err := b.Merge(tx, Reading{Revision: revision, Sheets: []Sheet{sheet}}, nil, clock(27, 15, 1))
					if err != nil {
						t.Fatal(err)
					}
					return changes
				}
				keep := Line{ID: "keep", Place: "1", Section: Keeps, Text: "t"}
				answer(Worked, "keep")
				mergeSheet(t, tx, b, "1")
				answer(Failed, "problem")
				removal := merge("2", keep)
				if !slices.ContainsFunc(removal, func(c Change) bool { return c.Kind == RemoveLine && c.ID == "keep" }) {
					t.Fatalf("got %+v, want the Keep's line to go", removal)
				}
				answer(Worked, "keep")
				if c.answered {
					if err := b.Wrote(tx, removal, "3"); err != nil {
						return err
					}
				}
				var lines []Line
				if !c.landed {
					lines = []Line{keep}
				}
				got := merge("3", lines...)
				adds := slices.ContainsFunc(got, func(c Change) bool { return c.Kind == AddLine && c.ID == "keep" && c.Text == "t" })
				touches := slices.ContainsFunc(got, func(c Change) bool { return c.ID == "keep" })
				if c.landed && !adds || !c.landed && touches {
					t.Errorf("got %+v", got)
				}
				shown, err := b.Notes(tx, day(27), Viewer{})
				if err == nil && (len(shown.Notes) != 1 || shown.Notes[0].ID != "keep") {
					t.Errorf("got %+v, want the Keep alone", shown.Notes)
				}
				return err
			})
		})
	}
}
