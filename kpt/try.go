package kpt

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/schedule"
)

// Try is something the team decided to try. It stays open until a meeting
// answers it.
type Try struct {
	ID       NoteID        `json:"id"`
	Text     string        `json:"text"`
	Owner    Author        `json:"owner,omitzero"`
	Born     schedule.Date `json:"born"` // the retro that decided it
	State    State         `json:"state"`
	Verdicts []Verdict     `json:"verdicts,omitempty"` // the oldest first
	Standing               // in the same JSON object
	Answers  []NoteID      `json:"answers,omitempty"` // the Problems it is for
	Terms    Terms         `json:"terms,omitzero"`    // as it was decided
	Trace    Trace         `json:"trace"`             // on the latest sheet that has it
}

// Standing is how a Try stands on the sheets.
type Standing struct {
	Nth      int    `json:"nth,omitzero"`      // among the Tries of its retro, in the order in which they came about
	Carried  int    `json:"carried,omitzero"`  // to how many later retros
	Nameless string `json:"nameless,omitzero"` // as that of a Note
	// Past is how it stands on the last sheets from which it was carried over, the oldest
	// first. That is history: a line is written there if it never was, or to bring it back.
	Past []Trace `json:"past,omitempty"`
	Whose
}

// Terms are what a meeting agreed on when it decided a Try.
type Terms struct {
	// When is the occasion on which to do what the Try says, the first half of
	// 'when … then …'; "" is at all times.
	When     string        `json:"when,omitzero"`
	Check    schedule.Date `json:"check,omitzero"`    // when to look at it; zero is the next retro
	Rewrites NoteID        `json:"rewrites,omitzero"` // the Try that it takes the place of
	Measure  Measure       `json:"measure,omitzero"`  // what of the rooms shows how it goes
}

// State says whether a Try still waits for its answer.
type State string

// The states of a Try.
const (
	Open      State = "open"
	Done      State = "done" // it worked
	Failing   State = "failed"
	Dropped   State = "dropped"
	Rewritten State = "rewritten" // another Try has taken its place
)

// Outcome is what a meeting says about a Try.
type Outcome string

// The outcomes.
const (
	Worked   Outcome = "worked"
	Failed   Outcome = "failed"
	Continue Outcome = "continue"
	Drop     Outcome = "drop"
	Rewrite  Outcome = "rewrite" // it goes on as another Try: see Terms
)

// Verdict is the answer that one retro gave to a Try.
type Verdict struct {
	Retro   schedule.Date `json:"retro"`
	Outcome Outcome       `json:"outcome"`
	Word    string        `json:"word,omitzero"` // what was said about it
	Note    NoteID        `json:"note,omitzero"` // the Keep or Problem that came of it
}

// section is where the Try stands on a sheet: among the new ones where it was
// decided, then among those to be answered.
func (t Try) section(on schedule.Date) Section {
	if on == t.Born {
		return NewTries
	}
	return Tries
}

// CarryOver gives the open Tries as they go to the sheet of a retro, the oldest
// first. Those that are there already are left out. A Try whose line a person
// deleted from an earlier sheet comes again: only a meeting answers a Try.
func CarryOver(tries []Try, to schedule.Date) []Try {
	var carried []Try
	for _, t := range tries {
		if t.State != Open || !t.Trace.Retro.Before(to) {
			continue
		}
		t.Carried++
		t.Past = t.left()
		t.Trace = Trace{Retro: to, Section: t.section(to), Want: t.line()}
		carried = append(carried, t)
	}
	slices.SortStableFunc(carried, Try.after)
	return carried
}

// after compares Tries by when they came about. Of those of an older version only the retro is
// known.
func (t Try) after(other Try) int {
	return cmp.Or(t.Born.Compare(other.Born), cmp.Compare(t.Nth, other.Nth), cmp.Compare(t.ID, other.ID))
}

// NextNth is the number of the Try that comes about next in a retro.
func NextNth(tries []Try, born schedule.Date) int {
	last := 0
	for _, t := range tries {
		if t.Born == born {
			last = max(last, t.Nth)
		}
	}
	return last + 1
}

// left is how a Try stands on the sheets that it has left, with that which it is about to
// leave.
func (t Try) left() []Trace {
	if t.Trace.Gone || t.Trace.Want == "" {
		return t.Past
	}
	past := append(slices.Clone(t.Past), t.Trace)
	return past[max(0, len(past)-scope):]
}
