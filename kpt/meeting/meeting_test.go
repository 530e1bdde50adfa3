package meeting

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// hall is a team that meets. Its clock goes on by a minute with each deed.
type hall struct {
	t    *testing.T
	db   *store.Store
	book kpt.Book
	Hall
	retro schedule.Date
	now   time.Time
}

func openHall(t *testing.T, plan Steps, first kpt.Retro) *hall {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	h := &hall{t: t, db: db, book: kpt.Of("sakura"), Hall: Of("sakura", plan), retro: first.Date}
	h.now = time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)
	first.Opened = h.now
	h.update(func(tx *store.Tx) error { return h.book.OpenRetro(tx, first) })
	return h
}

func (h *hall) update(fn func(*store.Tx) error) {
	h.t.Helper()
	if err := h.db.Update(fn); err != nil {
		h.t.Fatal(err)
	}
}

// try does a deed on the newest card.
func (h *hall) try(who string, d Deed) (m Meeting, out Outcome, err error) {
	seen := 0
	h.update(func(tx *store.Tx) error {
		m, err := h.Meeting(tx, h.retro)
		seen = m.Place.Moves
		return err
	})
	return h.on(seen, who, d)
}

// on does a deed on a card.
func (h *hall) on(seen int, who string, d Deed) (m Meeting, out Outcome, err error) {
	h.now = h.now.Add(time.Minute)
	err = h.db.Update(func(tx *store.Tx) error {
		p := Press{Retro: h.retro, By: kpt.Author{Member: who, Name: who}, At: h.now, Seen: seen}
		m, out, err = h.Act(tx, p, d)
		return err
	})
	return m, out, err
}

// do does a deed that is not refused.
func (h *hall) do(who string, deeds ...Deed) (out Outcome) {
	h.t.Helper()
	for _, d := range deeds {
		var err error
		if _, out, err = h.try(who, d); err != nil {
			h.t.Fatalf("%s: %T%+v: %v", who, d, d, err)
		}
	}
	return out
}

func (h *hall) view(by Look) (v View) {
	h.t.Helper()
	h.update(func(tx *store.Tx) (err error) {
		v, err = h.View(tx, h.retro, by)
		return err
	})
	return v
}

// row is a deed in a table, and how the card stands after it.
type row struct {
	who  string
	deed Deed
	want string
}

// play does the deeds of a table in order.
func (h *hall) play(rows []row) {
	h.t.Helper()
	for i, r := range rows {
		_, _, err := h.try(r.who, r.deed)
		v := h.view(Look{})
		got := fmt.Sprintf("%s, %d items", v.Step.Stage, v.Page.Total)
		if v.People.Speaker != "" {
			got += ", " + string(v.People.Speaker) + " speaks"
		}
		if v.People.Finished > 0 {
			got += fmt.Sprintf(", %d finished", v.People.Finished)
		}
		if v.Page.Table != "" {
			got += ", on the table " + string(v.Page.Table)
		}
		if why := whyOf(err); why != "" {
			got = string(why)
		}
		if got != r.want {
			h.t.Fatalf("row %d: %s %T%+v: got %q, want %q (%v)", i+1, r.who, r.deed, r.deed, got, r.want, err)
		}
	}
}

// oldTry is a Try that an earlier retro left.
func oldTry(id kpt.NoteID) kpt.Try {
	return kpt.Try{
		ID: id, Text: string(id), Owner: by("ana"), Born: date(20), State: kpt.Open, Standing: kpt.Standing{Carried: 1},
		Trace: kpt.Trace{Retro: date(27), Section: kpt.Tries},
	}
}

func by(owner string) kpt.Author { return kpt.Author{Member: owner, Name: owner} }

func TestAWholeMeeting(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(27)})
	h.update(func(tx *store.Tx) error {
		for i, id := range []kpt.NoteID{"cameras", "pairing"} {
			try := oldTry(id)
			try.Born = date(20 - 7*i)
			if err := h.book.PutTry(tx, try); err != nil {
				return err
			}
		}
		return nil
	})
	h.play([]row{
		{"", Call{"ana"}, ", 2 items"},
		{"bo", AddNote{ID: "tea", Kind: kpt.Keep, Text: "tea at four"}, ", 2 items"},
		{"bo", AddNote{ID: "build", Kind: kpt.Problem, Text: "the build is slow"}, ", 2 items"},
		{"ana", Join{}, ", 2 items"},
		{"bo", Join{}, ", 2 items"},
		{"bo", Start{}, "not_lead"},
		{"ana", Start{}, "tries, 2 items, on the table pairing"},

		{"bo", Verdict{Try: "pairing", Outcome: kpt.Worked}, "tries, 2 items, on the table cameras"},
		{"bo", Promote{"pairing"}, "tries, 2 items, on the table cameras"},
		{"ana", Verdict{Try: "cameras", Outcome: kpt.Rewrite}, "not_a_choice"},
		{"ana", Verdict{Try: "cameras", Outcome: kpt.Failed, Word: "no time"}, "tries, 2 items"},
		{"bo", Next{}, "not_lead"},

		{"ana", Next{}, "keep, 2 items, ana speaks"},
		{"bo", NextSpeaker{"ana"}, "not_lead"},
		{"ana", NextSpeaker{"ana"}, "keep, 2 items, bo speaks"},
		{"bo", Finish{true}, "keep, 2 items, bo speaks, 1 finished"},
		{"cy", Join{}, "keep, 2 items, bo speaks, 1 finished"},
		{"bo", NextSpeaker{"bo"}, "keep, 2 items, cy speaks, 1 finished"},
		{"cy", AddNote{Kind: kpt.Keep, Text: "lunch together"}, "keep, 3 items, cy speaks, 1 finished"},
		{"ana", NextSpeaker{"cy"}, "keep, 3 items, 1 finished"},
		{"ana", PrevSpeaker{""}, "keep, 3 items, cy speaks, 1 finished"},

		{"ana", Next{}, "problem, 2 items, ana speaks"},
		{"ana", Table{"build"}, "problem, 2 items, ana speaks, on the table build"},
		{"ana", Leave{}, "problem, 2 items, bo speaks, on the table build"},
		{"ana", Join{}, "problem, 2 items, ana speaks, on the table build"},

		{"ana", Next{}, "try, 2 items"},
		{"cy", AddNote{ID: "cache", Kind: kpt.Draft, Text: "cache it", Problems: []kpt.NoteID{"build"}}, "try, 3 items"},
		{"ana", Back{}, "problem, 2 items, ana speaks, on the table build"},
		{"ana", Next{}, "try, 3 items"},

		{"ana", Next{}, "commit, 1 items"},
		{"bo", Commit{ID: "cache", Decision: Decision{Text: "cache the modules"}}, "no_owner"},
		{"bo", Commit{ID: "cache", Decision: Decision{Text: "cache the modules", Owner: by("cy")}}, "commit, 1 items"},
		{"bo", Commit{ID: "cache", Decision: Decision{Text: "buy a machine", Owner: by("bo")}}, "already"},
		{"ana", Close{kpt.Retro{Date: date(34)}}, "wrong_stage"},

		{"ana", Next{}, "close, 3 items"},
		{"ana", Next{}, "last_stage"},
		{"ana", Close{kpt.Retro{Date: date(34)}}, "ended, 3 items"},
		{"bo", Verdict{Try: "pairing", Outcome: kpt.Drop}, "has_ended"},
		{"bo", AddNote{Kind: kpt.Keep, Text: "that was short"}, "ended, 3 items"},
	})
	h.update(func(tx *store.Tx) error {
		r, _, err := h.book.Retro(tx, date(27))
		if err != nil || r.Begun.IsZero() || r.Revealed.IsZero() || r.Closed.IsZero() {
			t.Errorf("got %+v and %v, want one that was begun, shown and closed", r, err)
		}
		open, err := h.book.OpenTries(tx)
		if err != nil || len(open) != 1 || open[0].ID != "cache" || open[0].Trace.Retro != date(34) || len(open[0].Answers) != 1 {
			t.Errorf("got %+v and %v, want the new Try, for its Problem, on the next sheet", open, err)
		}
		next, err := h.book.Notes(tx, date(34), kpt.Viewer{})
		if err != nil || len(next.Notes) != 1 {
			t.Errorf("got %+v and %v, want the note that was written after the end", next, err)
		}
		return err
	})
}

func TestAMeetingWithTroubleGoesOn(t *testing.T) {
	plan := Steps{{InProblem, 5}, {InGroup, 5}, {InVote, 5}, {InCommit, 5}, {InClose, 5}}
	h := openHall(t, plan, kpt.Retro{Date: date(27), Reveal: kpt.RevealMeeting})
	for _, id := range []kpt.NoteID{"a", "b", "c"} {
		h.do("ana", AddNote{ID: id, Kind: kpt.Problem, Text: "problem " + string(id)})
	}
	h.play([]row{
		{"bo", Vote{"a", 1}, "unknown_note"}, // nobody else sees it yet
		{"ana", Vote{"a", 2}, ", 0 items"},
		{"ana", Join{}, ", 0 items"},
		{"ana", Start{}, "problem, 3 items, ana speaks"},
		{"bo", Vote{"b", 2}, "problem, 3 items, ana speaks"},
		{"ana", Next{}, "group, 3 items"},
		{"cy", Group{Notes: []kpt.NoteID{"a", "b"}, Name: "one thing"}, "group, 2 items"},
		{"cy", Group{Notes: []kpt.NoteID{"c"}}, "too_few"},
		{"cy", Group{Notes: []kpt.NoteID{"c"}, Into: 1}, "group, 1 items"},
		{"bo", Undo{2}, "group, 2 items"},
		{"bo", Undo{2}, "late"},
		{"ana", Leave{}, "group, 2 items"},
		{"bo", TakeOver{"ana"}, "group, 2 items"},
		{"cy", TakeOver{"ana"}, "taken_over"},
		{"ana", Next{}, "not_lead"},
		{"bo", Next{}, "vote, 2 items"},
		{"bo", Vote{"a", 4}, "too_many_dots"},
		{"bo", Vote{"a", 3}, "vote, 2 items"},
		{"bo", Vote{"c", 1}, "too_many"},
		{"bo", SetBudget{5}, "vote, 2 items"},
		{"bo", Vote{"c", 1}, "vote, 2 items"},
		{"bo", Next{}, "commit, 0 items"},
		{"cy", Vote{"c", 1}, "vote_closed"},
		{"bo", Back{}, "vote, 2 items"},
		{"bo", OpenVote{}, "vote, 2 items"},
		{"cy", Vote{"c", 3}, "vote, 2 items"},
		{"bo", Goto{InClose}, "close, 0 items"},
		{"bo", Close{kpt.Retro{Date: date(34)}}, "ended, 0 items"},
		{"cy", Reopen{}, "not_lead"},
		{"bo", Reopen{}, "close, 0 items"},
		{"bo", Goto{InVote}, "vote, 2 items"},
		{"bo", CloseVote{}, "vote, 2 items"},
	})
	var votes []int
	for _, i := range h.view(Look{}).Page.Items {
		votes = append(votes, i.Votes)
	}
	if want := "[5 4]"; fmt.Sprint(votes) != want {
		t.Errorf("got votes %v, want %s: ana's 2 and bo's 3 on the group, bo's 1 and cy's 3 on the other", votes, want)
	}
}

func TestOfTwoPressesAtOnceOneAdvances(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(27)})
	h.do("ana", Start{})
	seen := h.view(Look{}).Seen
	m, _, err := h.on(seen, "ana", Next{})
	if err != nil || m.Place.Stage != InProblem {
		t.Fatalf("got %s and %v, want %s", m.Place.Stage, err, InProblem)
	}
	if _, _, err := h.on(seen, "ana", Next{}); whyOf(err) != Late {
		t.Errorf("got %v, want %s", err, Late)
	}
	if got := h.view(Look{}).Step.Stage; got != InProblem {
		t.Errorf("got %s, want %s", got, InProblem)
	}
}

func TestOfTwoVerdictsTheLastCountsAndTheFirstIsTold(t *testing.T) {
	h := openHall(t, nil, kpt.Retro{Date: date(27)})
	h.update(func(tx *store.Tx) error {
		return h.book.PutTry(tx, oldTry("t"))
	})
	h.do("ana", Start{}, Verdict{Try: "t", Outcome: kpt.Worked}, Promote{"t"})
	out := h.do("bo", Verdict{Try: "t", Outcome: kpt.Failed, Word: "no time"})
	if out.By != "ana" || out.Was.Outcome != kpt.Worked || out.Try.State != kpt.Failing {
		t.Errorf("got %+v, want ana to be told that it failed", out)
	}
	h.do("ana", Goto{InKeep})
	if keeps := h.view(Look{}).Page.Total; keeps != 0 {
		t.Errorf("got %d Keeps, want none of what failed", keeps)
	}
	if i := h.view(Look{Stage: InProblem}).Page.Items; len(i) != 1 || i[0].Notes[0].Text != "t\nno time" {
		t.Errorf("got %+v, want the Problem", i)
	}
	if i := h.view(Look{Stage: InTries}).Page.Items; i[0].Try.Practice {
		t.Error("what failed is a practice")
	}
}
