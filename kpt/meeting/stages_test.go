package meeting

import (
	"fmt"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestAStageWithNothingToDoIsPassedOverInBothDirections(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	problem := func(n int) AddNote {
		return AddNote{ID: kpt.NoteID(fmt.Sprint("p", n)), Kind: kpt.Problem, Text: fmt.Sprint("problem ", n)}
	}
	h.play([]row{
		{"ana", Start{}, "keep, 0 items"}, // there is no Try
		{"ana", Next{}, "problem, 0 items"},
		{"ana", problem(1), "problem, 1 items"},
		{"ana", Next{}, "try, 1 items"}, // one Problem is nothing to put together, nor to choose from
		{"ana", Back{}, "problem, 1 items"},
		{"ana", Skip{}, "try, 1 items"},
		{"bo", problem(2), "try, 2 items"},
		{"ana", Back{}, "vote, 2 items"}, // there is something to do now
		{"ana", Back{}, "group, 2 items"},
		{"bo", Group{Notes: []kpt.NoteID{"p1", "p2"}}, "group, 1 items"},
		{"ana", Next{}, "try, 1 items"}, // all is one topic: nothing to choose from
		{"ana", Back{}, "group, 1 items"},
		{"ana", Undo{1}, "group, 2 items"},
		{"ana", Next{}, "vote, 2 items"},
		{"ana", Goto{InTries}, "tries, 0 items"}, // who asks for it gets it
		{"ana", Back{}, "tries, 0 items"},        // it is the first
		{"ana", PutOff{}, ", 0 items"},
	})
	h.update(func(tx *store.Tx) error { return h.book.PutTry(tx, oldTry("t")) })
	h.play([]row{{"ana", Start{}, "tries, 1 items, on the table t"}})
}

func TestWhatIsHiddenKeepsAStageOpen(t *testing.T) {
	plan := Steps{{InKeep, 5}, {InGroup, 5}, {InVote, 5}, {InClose, 5}}
	first := kpt.Retro{Date: date(27), Reveal: kpt.RevealMeeting}
	h := openHall(t, plan, first)
	h.update(func(tx *store.Tx) error {
		r, _, err := h.book.Retro(tx, h.retro)
		r.Starts = h.now.AddDate(0, 0, 7) // long before its time, one alone sees nothing
		if err == nil {
			err = h.book.PutRetro(tx, r)
		}
		return err
	})
	for i := range 2 {
		h.do("bo", AddNote{ID: kpt.NoteID(fmt.Sprint(i)), Kind: kpt.Problem, Text: fmt.Sprint("secret ", i)})
	}
	h.do("ana", Join{}, Start{})
	if got := len(h.view(Look{}).Plan); got != 4 {
		t.Errorf("got a plan of %d stages, want all 4", got)
	}
	h.play([]row{{"ana", Next{}, "group, 0 items"}, {"bo", Join{}, "group, 2 items"}, {"ana", Next{}, "vote, 2 items"}})
}

func TestThePlanThatPeopleSeeHasNoStageThatIsPassedOver(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	h.do("ana", Start{})
	if got := fmt.Sprint(h.view(Look{}).Plan); got != "keep 5, problem 5, try 5, commit 5, close 5" {
		t.Errorf("got %s", got)
	}
	h.do("ana", Goto{InGroup})
	if got := len(h.view(Look{}).Plan); got != 6 {
		t.Errorf("where it is, is not in the plan: got %d stages, want 6", got)
	}
}

func TestIdeasStandBelowTheirProblemsAndResultsInTheirParts(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	h.update(func(tx *store.Tx) error {
		for _, id := range []kpt.NoteID{"asked", "open"} {
			if err := h.book.PutTry(tx, oldTry(id)); err != nil {
				return err
			}
		}
		return nil
	})
	h.do("ana", Start{}, Verdict{Try: "asked", Outcome: kpt.Worked})
	idea := func(id kpt.NoteID, problems ...kpt.NoteID) AddNote {
		return AddNote{ID: id, Kind: kpt.Draft, Text: string(id), Problems: problems}
	}
	for _, id := range []kpt.NoteID{"p", "q", "r"} {
		h.do("bo", AddNote{ID: id, Kind: kpt.Problem, Text: string(id)})
	}
	h.do("bo", Group{Notes: []kpt.NoteID{"p", "q"}}, idea("loose"), idea("forr", "r"), idea("forq", "q"), idea("forboth", "r", "q"))
	ids := func(stage Stage) (ids []kpt.NoteID) {
		for _, i := range h.view(Look{Stage: stage}).Page.Items {
			ids = append(ids, i.ID)
		}
		return ids
	}
	if got := fmt.Sprintf("%q", ids(InTry)); got != `["p" "forq" "forboth" "r" "forr" "loose"]` {
		t.Errorf("in Try: got %s", got)
	}
	h.do("ana", Commit{ID: "forr", Decision: Decision{Text: "forr", Owner: by("bo")}})
	if got := fmt.Sprintf("%q", ids(InClose)); got != `["asked" "forr" "open" "loose" "forq" "forboth"]` {
		t.Errorf("in Close: got %s", got)
	}
}

func TestAReopenedMeetingDoesNotAskAboutTheTriesThatItDecided(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	h.do("ana", Start{}, Goto{InCommit}, Commit{ID: "new", Decision: Decision{Text: "Two reviewers", Owner: ownerOf("bo")}})
	h.do("ana", Goto{InClose}, Close{kpt.Retro{Date: date(34)}}, Reopen{})
	if items := h.view(Look{Stage: InTries}).Page.Items; len(items) != 0 {
		t.Errorf("it asks about %+v", items)
	}
	if _, _, err := h.try("ana", Verdict{Try: "new", Outcome: kpt.Worked}); whyOf(err) != UnknownTry {
		t.Errorf("a verdict on it: got %v, want %s", err, UnknownTry)
	}
	h.do("ana", Close{kpt.Retro{Date: date(34)}})
	h.retro = date(34)
	if items := h.view(Look{Stage: InTries}).Page.Items; len(items) != 1 {
		t.Errorf("the next meeting asks about %+v, want the Try", items)
	}
}
