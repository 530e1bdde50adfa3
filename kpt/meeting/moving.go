package meeting

import (
	"fmt"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Start begins the meeting on a day, by the facilitator if one is named; otherwise the
// presser becomes it. Meetings are held in the order of their retros: while an
// earlier one is open, this is NotNow. For is the occurrence that it is held for, if
// that is the one that was missed.
type Start struct{ On, For schedule.Date }

// PutOff takes a Start back: the meeting was not held, and its retro waits.
type PutOff struct{}

// Next goes on to the next stage that is not idle. Going on from InVote closes the vote.
type Next struct{}

// Skip goes on like Next, and leaves a vote open.
type Skip struct{}

// Back goes to the stage before that is not idle. From the first there is no way back:
// see PutOff.
type Back struct{}

// Goto goes to any stage of the plan.
type Goto struct{ Stage Stage }

// Close ends the meeting, from InClose, and opens the retro Next, of a later
// date, with the open Tries; its Opened is set. What is written from then on is
// for that one.
type Close struct{ Next kpt.Retro }

// LeftOpen ends a meeting that was left open, in whatever stage and whoever leads it, on
// a card that has not moved on: like Close if it was Held, else like PutOff.
type LeftOpen struct {
	Held bool
	Next kpt.Retro // as of Close
}

// GoOn has a meeting go on that rests: see kpt.Rest.
type GoOn struct{}

// Reopen takes a Close back, until the next meeting begins. The notes that went on because
// of it come back; those written meanwhile stay in the next retro. Where it is said that a meeting was held without
// Engawa, that is taken back: the retro waits as before, with the notes that went on.
type Reopen struct{}

func (Start) rule() rule    { return rule{in: before} }
func (Next) rule() rule     { return rule{in: running, lead: true, seen: true} }
func (Skip) rule() rule     { return rule{in: running, lead: true, seen: true} }
func (Back) rule() rule     { return rule{in: running, lead: true, seen: true} }
func (Goto) rule() rule     { return rule{in: running, lead: true, seen: true} }
func (Close) rule() rule    { return rule{in: running, lead: true, seen: true} }
func (LeftOpen) rule() rule { return rule{in: running, seen: true} }
func (GoOn) rule() rule     { return rule{in: running} }
func (PutOff) rule() rule   { return rule{in: running, lead: true, seen: true} }
func (Reopen) rule() rule   { return rule{in: after, lead: true, seen: true} }

func (d Start) do(a *act) error {
	if err := a.leads(); err != nil {
		return err
	}
	now, ok, err := a.hall.book.Now(a.tx, a.At)
	if err != nil {
		return err
	}
	if !ok || now.Date != a.Retro {
		return refuse(NotNow)
	}
	if err := a.hall.putAway(a.tx, a.Retro); err != nil {
		return err
	}
	a.m.People.Lead, a.m.People.Most = a.member(), 0
	if err := a.counted(); err != nil {
		return err
	}
	a.m.Plan = slices.Clone(a.hall.plan)
	a.retro.Begun, a.retro.Held, a.retro.Planned, a.retro.Alone = a.At, d.On, a.retro.For(), true
	if d.For != (schedule.Date{}) {
		a.retro.Planned = d.For
	}
	if err := a.hall.book.PutRetro(a.tx, a.retro); err != nil {
		return err
	}
	return a.on()
}

func (Next) do(a *act) error {
	if a.m.Place.Stage == InVote {
		a.m.Ballot.Closed = true
	}
	return a.on()
}

func (Skip) do(a *act) error { return a.on() }

func (Back) do(a *act) error {
	i, err := a.step(-1)
	if i < 0 || err != nil {
		return err
	}
	return a.enter(a.m.Plan[i].Stage)
}

func (GoOn) do(*act) error { return nil } // as any deed does

func (PutOff) do(a *act) error { return a.putOff() }

// putOff has the meeting be still to come. Who was in it need not be in the one that
// comes: nothing more that is hidden is shown because of them.
func (a *act) putOff() error {
	a.wait()
	var err error
	a.retro, err = a.hall.book.PutOff(a.tx, a.retro, a.At)
	return err
}

// wait has the meeting be the one that comes, with who leads it and nobody else.
func (a *act) wait() {
	a.move(Waiting)
	a.m.People = People{Lead: a.m.People.Lead}
}

func (d Goto) do(a *act) error {
	switch {
	case a.m.Plan.index(d.Stage) < 0:
		return refuse(NoStage)
	case d.Stage == a.m.Place.Stage:
		return nil
	}
	return a.enter(d.Stage)
}

func (d Close) do(a *act) error {
	if a.m.Place.Stage != InClose {
		return &Refusal{Why: WrongStage, Stage: a.m.Place.Stage}
	}
	return a.close(d.Next)
}

func (d LeftOpen) do(a *act) error {
	if !d.Held {
		a.m.People = People{} // nobody leads what was no meeting
		return a.putOff()
	}
	return a.close(d.Next)
}

func (a *act) close(next kpt.Retro) error {
	if !a.Retro.Before(next.Date) {
		return fmt.Errorf("meeting: the retro after %s is that of %s", a.Retro, next.Date)
	}
	a.move(Ended)
	var err error
	a.out.Moved, err = a.hall.book.End(a.tx, a.retro, next, a.At)
	return err
}

// Over ends a meeting that was held without Engawa, and gives it.
func (h Hall) Over(tx *store.Tx, retro schedule.Date, at time.Time) (Meeting, error) {
	m, err := h.Meeting(tx, retro)
	if err != nil {
		return m, err
	}
	m.Version++
	m.People.Lead = "" // nobody saw who led: it is nobody's turn that was used
	m.Place = Place{Stage: Ended, Since: at.UTC(), Moves: m.Place.Moves + 1}
	return m, h.put(tx, m)
}

func (Reopen) do(a *act) error {
	all, err := a.hall.book.Retros(a.tx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if a.Retro.Before(r.Date) && r.Happened() {
			return refuse(NextHasBegun)
		}
	}
	a.retro.Stirred = a.At
	if a.retro.Begun.IsZero() {
		a.retro = a.retro.PutOff(a.At)
		a.wait()
	}
	if a.retro, err = a.hall.book.Reopen(a.tx, a.retro); err != nil || a.retro.Begun.IsZero() {
		return err
	}
	return a.enter(InClose)
}

// on goes to the next stage.
func (a *act) on() error {
	i, err := a.step(1)
	if err != nil {
		return err
	}
	if i == len(a.m.Plan) {
		return &Refusal{Why: LastStage, Stage: a.m.Place.Stage}
	}
	return a.enter(a.m.Plan[i].Stage)
}

// step is where the next stage that is not idle stands in the plan, or with -1 the one
// before; beyond the plan if there is none.
func (a *act) step(by int) (int, error) {
	shown, err := a.seenByAll()
	if err != nil {
		return 0, err
	}
	tries, err := a.hall.book.Tries(a.tx)
	i := a.m.Plan.index(a.m.Place.Stage) + by
	for i >= 0 && i < len(a.m.Plan) && a.m.idle(a.m.Plan[i].Stage, shown, tries) {
		i += by
	}
	return i, err
}

// move makes a stage the present one.
func (a *act) move(to Stage) {
	if to == Ended || to == Waiting {
		a.m.People.Hands = nil
	}
	a.m.Place = Place{Stage: to, Since: a.At, Moves: a.m.Place.Moves + 1}
	a.changed()
}

// enter begins a stage of the plan.
func (a *act) enter(to Stage) error {
	a.move(to)
	return a.reveal()
}

// reveal shows what the members wrote, from the first stage on that is for sharing, once
// two are in the room, or the planned time has come: nobody alone reads it ahead. The time
// of one that was missed is the next, for which its notes wait.
func (a *act) reveal() error {
	stage := a.m.Place.Stage
	here, err := a.hall.persons(a.tx, a.m.People.Present)
	if err != nil {
		return err
	}
	early := here < 2 && a.At.Before(a.retro.Starts)
	if stage == Waiting || stage == Ended || stage == InTries || early || !a.retro.Revealed.IsZero() {
		return nil
	}
	a.out.Revealed = !a.retro.Shows()
	a.retro.Revealed = a.At
	return a.hall.book.PutRetro(a.tx, a.retro)
}
