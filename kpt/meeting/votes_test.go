package meeting

import (
	"fmt"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestVotesInAGroupCountTogetherAndThoseThatAreTooManyRest(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	for _, id := range []kpt.NoteID{"a", "b", "c"} {
		h.do("ana", AddNote{ID: id, Kind: kpt.Problem, Text: string(id)})
	}
	h.do("ana", SetBudget{6}, Vote{"a", 2}, Vote{"b", 3}, Start{}, Next{})
	mine := func(want string) {
		t.Helper()
		got := ""
		for _, i := range h.view(Look{Viewer: "ana", Stage: InVote}).Page.Items {
			got += fmt.Sprintf("%s %d ", i.ID, i.Mine)
		}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	group := h.do("bo", Group{Notes: []kpt.NoteID{"a", "b"}}).Group
	mine("a 3 c 0 ") // the two that were given last rest
	if v := h.view(Look{Viewer: "ana", Stage: InVote}).Vote; v.Resting != 2 || v.Left != 3 {
		t.Errorf("got %+v, want 2 votes that rest and 3 to give", v)
	}
	if v := h.view(Look{Viewer: "bo", Stage: InVote}).Vote; v.Resting != 0 || !v.Stale {
		t.Errorf("got %+v for bo, want that somebody's votes rest and none of bo's", v)
	}
	if _, _, err := h.try("ana", Vote{"a", 4}); whyOf(err) != TooManyDots {
		t.Errorf("one more on the group: got %v, want %s", err, TooManyDots)
	}
	h.do("bo", Undo{1})
	mine("a 2 b 3 c 0 ") // and count again
	h.do("bo", Group{Notes: []kpt.NoteID{"a", "b"}})
	h.do("ana", Vote{"a", 1}) // a's votes go first
	h.do("bo", Ungroup{[]kpt.NoteID{"a"}})
	mine("a 0 b 1 c 0 ")
	if _, _, err := h.try("bo", Group{Notes: []kpt.NoteID{"c"}, Into: group}); whyOf(err) != NoGroup {
		t.Errorf("into a group that was undone: got %v, want %s", err, NoGroup)
	}
}

// rewritten is a meeting that has just rewritten the Try "old" as "new".
func rewritten(t *testing.T) *hall {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	h.update(func(tx *store.Tx) error {
		try := oldTry("old")
		try.Verdicts = []kpt.Verdict{{Retro: date(13), Outcome: kpt.Continue}, {Retro: date(20), Outcome: kpt.Continue}}
		return h.book.PutTry(tx, try)
	})
	decision := Decision{Text: "new", Owner: by("bo")}
	h.do("bo", Start{}, Rewrite{Try: "old", ID: "new", Decision: decision})
	if out := h.do("bo", Rewrite{Try: "old", ID: "new", Decision: decision}); out.Changed {
		t.Error("sent again, it is rewritten twice")
	}
	if _, _, err := h.try("cy", Rewrite{Try: "old", Decision: Decision{Text: "other", Owner: by("cy")}}); whyOf(err) != Already {
		t.Errorf("two rewrite at once: got %v for the second, want %s", err, Already)
	}
	return h
}

func TestARewriteIsTakenBackFromEitherEnd(t *testing.T) {
	for name, c := range map[string]struct {
		deed Deed
		want kpt.Outcome
	}{
		"the new Try is withdrawn": {Withdraw{"new"}, ""},
		"the old one is dropped":   {Verdict{Try: "old", Outcome: kpt.Drop}, kpt.Drop},
		"the verdict is no more":   {Verdict{Try: "old"}, ""},
	} {
		h := rewritten(t)
		h.do("cy", c.deed)
		old := h.view(Look{Stage: InTries}).Page.Items
		if len(old) != 1 || old[0].Try.Verdict.Outcome != c.want {
			t.Errorf("%s: got %+v, want the old Try with %q", name, old, c.want)
		}
		if i := h.view(Look{Stage: InCommit}).Page.Items; len(i) != 1 || i[0].Kind != ItemNote || i[0].Notes[0].Text != "new" {
			t.Errorf("%s: got %+v, want the new Try as a draft", name, i)
		}
	}
}
