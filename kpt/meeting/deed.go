package meeting

import (
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Press is who does a deed, when, and on which card. By.Name is how the lines
// they write begin in the notebook.
type Press struct {
	Retro schedule.Date // of the card
	By    kpt.Author
	At    time.Time
	Seen  int // View.Seen of the card
}

func (p Press) member() MemberID { return MemberID(p.By.Member) }

// Deed is one thing that a member does in a meeting.
type Deed interface {
	rule() rule
	do(*act) error
}

// rule says when a deed may be done, and by whom.
type rule struct {
	in   phase
	lead bool // by the facilitator; by anyone while there is none
	seen bool // only on a card that has not moved on
	idle bool // a meeting that rests does not go on because of it
}

// phase is a set of the parts of a meeting's life.
type phase int

const (
	before phase = 1 << iota
	running
	after
	always = before | running | after
)

func (m Meeting) phase() phase {
	switch m.Place.Stage {
	case Waiting:
		return before
	case Ended:
		return after
	default:
		return running
	}
}

// Outcome is what a deed did, for the answer to its presser. Note, Was and By
// are for the presser, not for the card.
type Outcome struct {
	Changed  bool     // false: things were so already
	Note     kpt.Note // that was added or changed, as its author sees it
	Try      kpt.Try  // that was answered or decided, as it is now
	Was      kpt.Verdict
	By       MemberID     // who had said Was, and is to be told; "" if nobody, or the presser
	Practice kpt.Practice // that the Try became
	Revealed bool         // the notes of a retro with kpt.RevealMeeting are shown from now on
	Group    GroupID      // that the notes are in
	Moved    []kpt.Note   // which the meeting never showed, and that go on to the next retro
}

// act is one deed being done.
type act struct {
	Press
	hall  Hall
	tx    *store.Tx
	m     *Meeting
	retro kpt.Retro
	out   Outcome
}

// stir notes that somebody does something in a running meeting: one that rested goes on.
func (a *act) stir(r rule) {
	if r.idle || a.m.phase() != running {
		return
	}
	if a.retro.RestsAt(a.At) {
		a.changed()
	}
	a.retro.Stirred = a.At // it is kept when something was done
}

// changed notes that the deed does something.
func (a *act) changed() { a.out.Changed = true }

// allow says whether the rule lets the deed be done now.
func (a *act) allow(r rule) error {
	switch phase := a.m.phase(); {
	case r.in&phase != 0:
	case phase == after:
		return refuse(HasEnded)
	case r.in == after:
		return refuse(NotEnded)
	case phase == running:
		return &Refusal{Why: HasBegun, Stage: a.m.Place.Stage}
	default:
		return refuse(NotBegun)
	}
	if r.seen && a.Seen != a.m.Place.Moves {
		return a.late()
	}
	if r.lead {
		return a.leads()
	}
	return nil
}

func (a *act) late() error {
	return &Refusal{Why: Late, Stage: a.m.Place.Stage, Who: a.m.Speaker()}
}

// leads says whether the presser may do what is the facilitator's.
func (a *act) leads() error {
	if lead := a.m.People.Lead; lead != "" && lead != a.member() {
		return &Refusal{Why: NotLead, Who: lead}
	}
	return nil
}

// seenByAll are the notes that everyone in the meeting may see.
func (a *act) seenByAll() (kpt.Shown, error) {
	return a.hall.book.Notes(a.tx, a.Retro, kpt.Viewer{})
}

// seenByPresser are the notes of a retro that the presser may see.
func (a *act) seenByPresser(date schedule.Date) (kpt.Shown, error) {
	viewer, err := a.hall.book.Viewer(a.tx, a.By.Member)
	if err != nil {
		return kpt.Shown{}, err
	}
	return a.hall.book.Notes(a.tx, date, viewer)
}
