package meeting

import (
	"fmt"
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// The one story of a Try: it goes on twice, then must be written anew, and what
// came of that works and becomes a practice that knows where it came from.
func TestATryOverFiveRetrosBecomesAPracticeWithItsLineage(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(1)})
	answer := func(want []kpt.Outcome, deeds ...Deed) {
		t.Helper()
		h.do("ana", Start{})
		if items := h.view(Look{}).Page.Items; want != nil && !slices.Equal(items[0].Try.Choices, want) {
			t.Errorf("retro %s: got choices %v, want %v", h.retro, items[0].Try.Choices, want)
		}
		h.do("ana", deeds...)
		next := h.retro.AddDays(7)
		h.do("ana", Goto{InClose}, Close{kpt.Retro{Date: next}})
		h.retro = next
	}
	four := []kpt.Outcome{kpt.Worked, kpt.Failed, kpt.Continue, kpt.Drop}
	two := []kpt.Outcome{kpt.Rewrite, kpt.Drop}

	h.do("bo", AddNote{ID: "alone", Kind: kpt.Problem, Text: "interns sit alone"})
	answer(nil, Commit{ID: "talk", Decision: Decision{Text: "talk more", Owner: by("bo")}, Problems: []kpt.NoteID{"alone"}})
	answer(four, Verdict{Try: "talk", Outcome: kpt.Continue, Word: "a little"})
	answer(four, Verdict{Try: "talk", Outcome: kpt.Continue})
	h.do("ana", Start{})
	if _, _, err := h.try("bo", Verdict{Try: "talk", Outcome: kpt.Continue}); whyOf(err) != NotAChoice {
		t.Errorf("a third Continue: got %v, want %s", err, NotAChoice)
	}
	h.do("ana", PutOff{})
	answer(two, Rewrite{Try: "talk", ID: "snack", Decision: Decision{Text: "eat a snack together", When: "it is 16:00", Owner: by("cy")}})
	answer(four, Verdict{Try: "snack", Outcome: kpt.Worked, Word: "cameras are on, too"}, Promote{"snack"})

	h.update(func(tx *store.Tx) error {
		practices, err := h.book.Practices(tx)
		want := kpt.Practice{ID: "snack", Text: "eat a snack together", Since: date(29), Lineage: []kpt.NoteID{"talk", "snack"}}
		if err != nil || fmt.Sprint(practices) != fmt.Sprint([]kpt.Practice{want}) {
			t.Errorf("got %+v and %v, want %+v", practices, err, want)
		}
		lineage, err := h.book.Lineage(tx, "snack")
		if err != nil || len(lineage) != 2 {
			t.Fatalf("got %+v and %v, want both Tries", lineage, err)
		}
		for i, want := range []struct {
			state    kpt.State
			verdicts string
		}{
			{kpt.Rewritten, "[2026-11-08 continue a little, 2026-11-15 continue , 2026-11-22 rewrite ]"},
			{kpt.Done, "[2026-11-29 worked cameras are on, too]"},
		} {
			got := "["
			for n, v := range lineage[i].Verdicts {
				if n > 0 {
					got += ", "
				}
				got += fmt.Sprintf("%s %s %s", v.Retro, v.Outcome, v.Word)
			}
			if got += "]"; lineage[i].State != want.state || got != want.verdicts {
				t.Errorf("got %s %s, want %s %s", lineage[i].State, got, want.state, want.verdicts)
			}
			if !slices.Equal(lineage[i].Answers, []kpt.NoteID{"alone"}) {
				t.Errorf("%s is for %v, want the Problem that it began with", lineage[i].ID, lineage[i].Answers)
			}
		}
		open, err := h.book.OpenTries(tx)
		if len(open) > 0 {
			t.Errorf("got %+v, want no open Try", open)
		}
		keeps, _ := h.book.Notes(tx, date(29), kpt.Viewer{})
		if len(keeps.Notes) != 1 || keeps.Notes[0].Kind != kpt.Keep {
			t.Errorf("got %+v, want the Keep of what worked", keeps.Notes)
		}
		return err
	})
}
