package meeting

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func all() Steps {
	var plan Steps
	for _, s := range Stages() {
		plan = append(plan, Step{Stage: s, Minutes: 5})
	}
	return plan
}

// words is everything that the views of one look have in them.
func (h *hall) words(viewer MemberID) string {
	var b strings.Builder
	for _, stage := range append(Stages(), Waiting) {
		v := h.view(Look{Viewer: viewer, Stage: stage})
		v.People = PeopleView{} // who is there is for all to see
		data, err := json.Marshal(v)
		if err != nil {
			h.t.Fatal(err)
		}
		b.Write(data)
	}
	return b.String()
}

func TestTheMeetingSeesWhatWasSaidAboutATryUntilItIsOver(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27), Reveal: kpt.RevealMeeting})
	h.update(func(tx *store.Tx) error {
		if err := h.book.PutTry(tx, oldTry("t")); err != nil {
			return err
		}
		_, err := h.book.Say(tx, "t", kpt.Said{What: kpt.SaysStuck, Word: "no server", By: by("ana"), At: h.now})
		return err
	})
	said := func() kpt.Said { return h.view(Look{Stage: InTries}).Page.Items[0].Try.Said }
	if got := said(); got.What != kpt.SaysStuck || got.Word != "" {
		t.Errorf("before the meeting: got %+v, want that its owner is stuck and no word", got)
	}
	h.do("bo", Join{}, Start{})
	if got := said(); got.Word != "no server" {
		t.Errorf("in the meeting: got %+v, want the word", got)
	}
	h.do("bo", Verdict{Try: "t", Outcome: kpt.Continue})
	if got := said(); got.Word != "no server" {
		t.Errorf("after its answer: got %+v, want it beside the answer", got)
	}
}

func TestNoViewShowsWhatIsHiddenInAnyStage(t *testing.T) {
	need.Unraced(t)
	h := openHall(t, all(), kpt.Retro{Date: date(27), Reveal: kpt.RevealMeeting})
	h.update(func(tx *store.Tx) error {
		return h.book.PutTry(tx, oldTry("t"))
	})
	for _, kind := range []kpt.Kind{kpt.Keep, kpt.Problem, kpt.Draft} {
		h.do("ana-id", AddNote{ID: kpt.NoteID("ana" + kind), Kind: kind, Text: "by ana " + string(kind)})
		h.do("zoe-id", AddNote{ID: kpt.NoteID("zoe" + kind), Kind: kind, Text: "by nobody " + string(kind), Anonymous: true, Problems: []kpt.NoteID{"zoeproblem"}})
	}
	h.do("zoe-id", Vote{"zoeproblem", 2})
	h.do("bo", Join{}, Start{})

	check := func(revealed bool) {
		t.Helper()
		stage := h.view(Look{}).Step.Stage
		for _, c := range []struct {
			viewer    MemberID
			own, text string // what only they see until then
		}{{"", "", "by "}, {"bo", "", "by "}, {"ana-id", "by ana", "by nobody"}, {"zoe-id", "by nobody", "by ana"}} {
			got := h.words(c.viewer)
			if c.own != "" && !strings.Contains(got, c.own) {
				t.Errorf("%s: %s does not see their own notes", stage, c.viewer)
			}
			if strings.Contains(got, c.text) != revealed {
				t.Errorf("%s: %q sees %q: %v, want %v", stage, c.viewer, c.text, !revealed, revealed)
			}
			if strings.Contains(got, "zoe-id") || strings.Contains(got, `"secret"`) {
				t.Errorf("%s: %q sees who is anonymous", stage, c.viewer)
			}
			if !revealed && c.viewer != "ana-id" && strings.Contains(got, "ana-id") {
				t.Errorf("%s: %q sees who wrote", stage, c.viewer)
			}
			if n := strings.Count(got, `"Votes":2`); n > 0 {
				t.Errorf("%s: %q sees open votes", stage, c.viewer)
			}
			if mine := strings.Contains(got, `"Mine":2`); mine != (c.viewer == "zoe-id") {
				t.Errorf("%s: %q sees own votes of 2: %v", stage, c.viewer, mine)
			}
		}
	}
	check(false)
	h.do("bo", Verdict{Try: "t", Outcome: kpt.Failed, Word: "by bad luck"}, Verdict{Try: "t"})
	check(false)
	h.do("bo", PutOff{})
	check(false)
	h.do("bo", Start{})
	for _, s := range Stages()[1:] {
		h.do("bo", Skip{})
		if got := h.view(Look{}).Step.Stage; got != s {
			t.Fatalf("got %s, want %s", got, s)
		}
		check(true)
	}
	h.do("bo", Close{kpt.Retro{Date: date(34)}})
	check(true)
	h.do("bo", Reopen{}, Goto{InTries})
	check(true)
	h.do("bo", PutOff{})
	check(true)
}

func TestVotesAreShownOnceTheyAreClosed(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	h.do("ana", AddNote{ID: "a", Kind: kpt.Problem, Text: "a"}, AddNote{ID: "b", Kind: kpt.Problem, Text: "b"})
	h.do("ana", Vote{"b", 2})
	h.do("bo", Vote{"b", 1}, Vote{"a", 1})
	h.do("ana", Start{}, Goto{InVote})
	if v := h.view(Look{Viewer: "bo"}); v.Vote.Voters != 2 || v.Vote.Budget != 3 || v.Vote.Left != 1 || v.Page.Items[0].Votes+v.Page.Items[1].Votes != 0 {
		t.Errorf("got %+v and %+v, want 2 voters, 1 of 3 left, no votes", v.Vote, v.Page.Items)
	}
	h.do("ana", CloseVote{})
	items := h.view(Look{}).Page.Items
	if got := fmt.Sprintf("%s %d %s %d", items[0].ID, items[0].Votes, items[1].ID, items[1].Votes); got != "b 3 a 1" {
		t.Errorf("got %s, want b 3 a 1", got)
	}
}

// Votes on a Problem that was deleted are given back: who has no others has not voted.
func TestOnlyWhoseVotesCountHaveVoted(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	for id := range 3 {
		h.do("ana", AddNote{ID: kpt.NoteID(fmt.Sprint(id)), Kind: kpt.Problem, Text: fmt.Sprint("no ", id)})
	}
	h.do("ana", Vote{"0", 2}, Vote{"2", 1})
	h.do("bo", Vote{"1", 1})
	h.do("ana", Start{}, Goto{InVote})
	for n, want := range []int{2, 2, 1, 0} {
		if n > 0 {
			h.update(func(tx *store.Tx) error {
				ana, err := h.book.Viewer(tx, "ana")
				return errors.Join(err, h.book.Delete(tx, kpt.NoteID(fmt.Sprint(n-1)), ana, h.now))
			})
		}
		if got := h.view(Look{}).Vote.Voters; got != want {
			t.Errorf("%d Problems are deleted: got %d voters, want %d", n, got, want)
		}
	}
}

// A vote on one's own Problem that nobody else may see yet counts.
func TestWhoVotedOnAHiddenProblemHasVoted(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27), Reveal: kpt.RevealMeeting})
	h.do("ana", AddNote{ID: "a", Kind: kpt.Problem, Text: "a"}, Vote{"a", 1})
	if v := h.view(Look{}); v.Hidden.Problems != 1 || v.Vote.Voters != 1 {
		t.Errorf("got %d hidden and %d voters, want 1 and 1", v.Hidden.Problems, v.Vote.Voters)
	}
}

func TestAListIsCutIntoPages(t *testing.T) {
	need.Unraced(t)
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	for i := range 60 {
		h.do("ana", AddNote{ID: kpt.NoteID(fmt.Sprintf("k%02d", i)), Kind: kpt.Keep, Text: strings.Repeat("茶", 990) + fmt.Sprint(i)})
	}
	h.do("ana", Start{}, Goto{InKeep})
	for _, c := range []struct {
		page, size, want int
		first            kpt.NoteID
		items            int
	}{{0, 7, 0, "k00", 7}, {8, 7, 8, "k56", 4}, {99, 7, 8, "k56", 4}, {-1, 7, 0, "k00", 7}, {0, 0, 0, "k00", 60}} {
		p := h.view(Look{Page: c.page, Size: c.size}).Page
		if p.Page != c.want || p.Total != 60 || len(p.Items) != c.items || p.Items[0].ID != c.first {
			t.Errorf("page %d of %d: got page %d with %d of %d from %s, want page %d with %d of 60 from %s",
				c.page, c.size, p.Page, len(p.Items), p.Total, p.Items[0].ID, c.want, c.items, c.first)
		}
	}
	h.do("ana", Goto{InProblem})
	if p := h.view(Look{Size: 7}).Page; p.Pages != 1 || len(p.Items) != 0 {
		t.Errorf("got %+v, want one empty page", p)
	}
}
