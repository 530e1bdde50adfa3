package meeting

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

func TestTheFacilitatorIsWhoLedLongestAgo(t *testing.T) {
	past := []Led{{date(6), "ana"}, {date(13), "bo"}, {date(20), "cy"}, {date(27), "ana"}}
	for available, want := range map[string]MemberID{
		"ana bo cy": "bo", "ana cy": "cy", "ana": "ana", "ana bo dee": "dee", "eve dee": "eve", "": "",
	} {
		var who []MemberID
		for _, id := range strings.Fields(available) {
			who = append(who, MemberID(id))
		}
		if got := Facilitator(past, who); got != want {
			t.Errorf("of %q: got %q, want %q", available, got, want)
		}
	}
}

func TestTheFacilitatorIsNamedAWorkingDayAhead(t *testing.T) {
	c := schedule.Calendar{Country: "jp"} // the 23rd is a holiday
	for meeting, want := range map[schedule.Date]schedule.Date{date(27): date(26), date(24): date(20), date(30): date(27)} {
		if got := NameOn(meeting, c.Works); got != want {
			t.Errorf("for %s: got %s, want %s", meeting, got, want)
		}
	}
	never := func(schedule.Date) bool { return false }
	if got := NameOn(date(27), never); got != date(26) {
		t.Errorf("without working days: got %s, want %s", got, date(26))
	}
}

func TestThePlanSaysEverythingThatIsWrongWithIt(t *testing.T) {
	if faults := DefaultSteps().Check(); len(faults) > 0 {
		t.Errorf("the default: got %v", faults)
	}
	for name, c := range map[string]struct {
		plan Steps
		want string
	}{
		"nothing":   {nil, "close_is_last"},
		"only end":  {Steps{{InClose, 0}}, ""},
		"any order": {Steps{{InTry, 5}, {InKeep, 5}, {InClose, 5}}, ""},
		"no end":    {Steps{{InKeep, 5}}, "close_is_last"},
		"end first": {Steps{{InClose, 5}, {InKeep, 5}}, "close_is_last"},
		"all wrong": {Steps{{"party", 5}, {InKeep, -1}, {InKeep, 5}, {InTry, 999}, {InClose, 5}}, "no_such_stage bad_minutes doubled bad_minutes"},
		"not parts": {Steps{{Waiting, 5}, {Ended, 5}, {InClose, 5}}, "no_such_stage no_such_stage"},
	} {
		var got []string
		for _, f := range c.plan.Check() {
			got = append(got, string(f.Fault))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %q, want %q", name, s, c.want)
		}
	}
}

func TestMembersHaveTheRootOfTheTopicsAsVotesAndThreeAtLeast(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	for n, want := range map[int]int{0: 3, 1: 3, 9: 3, 10: 4, 16: 4, 17: 5} {
		h.update(func(tx *store.Tx) error {
			for i := range n {
				p := Press{Retro: h.retro, By: by("ana"), At: h.now}
				if _, _, err := h.Act(tx, p, AddNote{ID: kpt.NoteID(fmt.Sprint(i)), Kind: kpt.Problem, Text: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			v, err := h.View(tx, h.retro, Look{})
			if err == nil && v.Vote.Budget != want {
				t.Errorf("%d topics: got %d votes, want %d", n, v.Vote.Budget, want)
			}
			return errors.Join(err, h.deleteAll(tx, n))
		})
	}
}

// deleteAll deletes ana's notes 0 to n-1.
func (h *hall) deleteAll(tx *store.Tx, n int) error {
	ana, err := h.book.Viewer(tx, "ana")
	for i := range n {
		err = errors.Join(err, h.book.Delete(tx, kpt.NoteID(fmt.Sprint(i)), ana, h.now))
	}
	return err
}

func TestProblemsThatSayMuchTheSameAreProposedAsAGroup(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	for id, text := range map[kpt.NoteID]string{
		"1": "the build is slow", "2": "The build is too slow!", "3": "ビルドが遅い", "4": "ビルドが遅すぎる", "5": "nobody comes to tea",
	} {
		h.do("ana", AddNote{ID: id, Kind: kpt.Problem, Text: text})
	}
	h.do("ana", Start{}, Goto{InGroup})
	similar := h.view(Look{}).Vote.Similar
	if len(similar) != 2 || len(similar[0]) != 2 || len(similar[1]) != 2 {
		t.Fatalf("got %v, want the two pairs", similar)
	}
	h.do("ana", Group{Notes: similar[0]})
	if got := h.view(Look{}); got.Page.Total != 4 || len(got.Vote.Similar) != 1 {
		t.Errorf("got %d topics and %v, want 4 and one proposal", got.Page.Total, got.Vote.Similar)
	}
}

func TestMeetingsAreHeldInTheOrderOfTheirRetros(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(27)})
	h.update(func(tx *store.Tx) error { return h.book.OpenRetro(tx, kpt.Retro{Date: date(34), Opened: h.now}) })
	h.retro = date(34)
	if _, _, err := h.try("ana", Start{}); whyOf(err) != NotNow {
		t.Errorf("got %v, want %s", err, NotNow)
	}
	h.retro = date(41)
	if _, _, err := h.try("ana", Start{}); whyOf(err) != NoRetro {
		t.Errorf("got %v, want %s", err, NoRetro)
	}
}

func TestWhoWasThereIsForgottenWhenTheNextMeetingStarts(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	h.do("ana", AddNote{ID: "a", Kind: kpt.Problem, Text: "a"}, Join{})
	h.do("bo", Join{}, Vote{"a", 1})
	h.do("ana", Start{}, Goto{InKeep}, Finish{true}, NextSpeaker{"ana"}, Goto{InClose}, Close{kpt.Retro{Date: date(34)}})
	h.retro = date(34)
	h.do("bo", Start{})
	h.retro = date(27)
	if _, _, err := h.try("ana", Reopen{}); whyOf(err) != NextHasBegun {
		t.Errorf("reopened: got %v, want %s", err, NextHasBegun)
	}
	h.update(func(tx *store.Tx) error {
		m, err := h.Meeting(tx, date(27))
		data, _ := json.Marshal(m)
		if s := string(data); err != nil || strings.Contains(s, `"bo"`) || strings.Count(s, `"ana"`) != 1 {
			t.Errorf("got %s and %v, want nobody but who led", s, err)
		}
		if m.Ballot.Votes[""]["a"] != 1 {
			t.Errorf("got %v, want the vote, as nobody's", m.Ballot.Votes)
		}
		past, err := h.Led(tx)
		if len(past) != 1 || past[0] != (Led{date(27), "ana"}) {
			t.Errorf("got %v, want that ana led", past)
		}
		if err := h.Forget(tx, "ana"); err != nil {
			return err
		}
		if past, _ = h.Led(tx); len(past) != 0 {
			t.Errorf("got %v, want nobody", past)
		}
		return err
	})
}

func TestAForgottenMemberIsInNoMeetingAndTheirVotesCount(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	h.update(func(tx *store.Tx) error {
		return h.book.PutTry(tx, oldTry("t"))
	})
	h.do("bo", AddNote{ID: "a", Kind: kpt.Problem, Text: "a"})
	h.do("ana", Join{}, Vote{"a", 2}, Start{}, Verdict{Try: "t", Outcome: kpt.Drop}, Next{}, Finish{true}, NextSpeaker{"ana"})
	h.update(func(tx *store.Tx) error {
		if err := h.Forget(tx, "ana"); err != nil {
			return err
		}
		m, err := h.Meeting(tx, h.retro)
		data, _ := json.Marshal(m)
		if strings.Contains(string(data), "ana") {
			t.Errorf("got %s, want no ana", data)
		}
		return err
	})
	h.do("bo", CloseVote{})
	if got := h.view(Look{Stage: InVote}).Page.Items[0].Votes; got != 2 {
		t.Errorf("got %d votes, want 2", got)
	}
}

func TestAFormSentTwiceMakesOneNoteWithTheLastText(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(27)})
	form := AddNote{ID: "n", Kind: kpt.Draft, Text: "cache"}
	h.do("ana", form)
	if out := h.do("ana", form); out.Changed || out.Note.Text != "cache" {
		t.Errorf("got %+v, want the note that is there", out)
	}
	form.Text = "cache it"
	h.do("ana", form, Start{}, Goto{InCommit})
	if items := h.view(Look{}).Page.Items; len(items) != 1 || items[0].Notes[0].Text != "cache it" {
		t.Errorf("got %+v, want one note", items)
	}
	form.Text = "mine"
	var refused *kpt.Refusal
	if _, _, err := h.try("bo", form); !errors.As(err, &refused) || refused.Why != kpt.NotYours {
		t.Errorf("another's id: got %v, want %s", err, kpt.NotYours)
	}
	h.do("bo", Commit{ID: "n", Decision: Decision{Text: "cache it", Owner: by("bo")}})
	if _, _, err := h.try("ana", form); whyOf(err) != Already {
		t.Errorf("a draft that is a Try: got %v, want %s", err, Already)
	}
	h.do("bo", Withdraw{"n"})
	if items := h.view(Look{}).Page.Items; len(items) != 1 || items[0].Notes[0].Author.Member != "ana" {
		t.Errorf("got %+v, want ana's draft back", items)
	}
}

func TestAMeetingThatWasCalledCanBePutOffAgain(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(27)})
	h.do("ana", Start{}, PutOff{})
	h.update(func(tx *store.Tx) error {
		r, _, err := h.book.Retro(tx, h.retro)
		later := schedule.Occurrence{Date: date(29), At: h.now.Add(48 * time.Hour)}
		if r = r.PlannedFor(later, time.Hour); !r.Starts.Equal(later.At) {
			t.Error("a meeting that went back before its start cannot be put off")
		}
		return err
	})
}

func TestWhoWasInAMeetingThatWasPutOffIsNotInTheNext(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(27), Starts: time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC), Reveal: kpt.RevealMeeting})
	h.do("ana", AddNote{ID: "a", Kind: kpt.Keep, Text: "pairing"})
	h.do("bo", Start{}, Join{}, PutOff{})
	h.do("cy", TakeOver{"bo"}, Start{}, Join{})
	if v := h.view(Look{}); v.Hidden.Keeps != 1 || len(v.People.Present) != 1 {
		t.Errorf("got %d hidden with %v there, want ana's note hidden from cy, who is alone", v.Hidden.Keeps, v.People.Present)
	}
	h.do("bo", Join{})
	if v := h.view(Look{}); v.Hidden.Keeps != 0 {
		t.Error("with two there, the note is hidden still")
	}
}
