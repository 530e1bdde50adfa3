package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Overrun is how long after its planned end a meeting may still begin as that one. Then
// its retro waits for the next occurrence.
const Overrun = 2 * time.Hour

// Schedule says when a team holds its KPTs, and from when it sees what was written
// for them.
type Schedule struct {
	Plan   schedule.Plan // when they begin
	Length time.Duration
	Reveal Reveal
	Off    bool // no retro is opened or moved because of the time; one that is open goes on
}

// Turning is what the time has come to.
type Turning struct {
	Now     Retro   // the earliest that is open then; the zero Retro if none is
	Opens   bool    // Now is new
	Changed []Retro // as they are to be kept
	Open    []Retro // that are open then and were there before, the earliest first
	Takes   Retro   // takes notes: Now, or while that rests the one after, which may not be there yet
	Before  []Retro // all that there were, as they were
}

// Turned says whether the time has come to anything that is to be kept.
func (t Turning) Turned() bool { return len(t.Changed) > 0 || t.Opens }

// Turn opens and moves retros as the time has come to. A retro opens when the one before
// it has closed, and only a meeting closes one, so there is always one that takes notes.
// Beside one whose meeting rests, or was reopened, there may be the next.
func (s Schedule) Turn(all []Retro, now time.Time) (t Turning) {
	all = slices.Clone(all)
	become := func(i int, r Retro) {
		if r != all[i] {
			all[i], t.Changed = r, append(t.Changed, r)
		}
	}
	for i, r := range all {
		if r = r.PutBack(now); r.forsaken(now) {
			r = r.PutOff(r.restsFrom())
		}
		become(i, r)
	}
	for _, r := range open(all, now) {
		is := slices.Index(all, r)
		if s.Off {
			become(is, s.promising(r))
		} else {
			become(is, s.today(r, all, now))
		}
	}
	if t.Open = open(all, now); len(t.Open) > 0 {
		t.Now = t.Open[0]
		t.Takes, _ = s.takes(all, now)
	} else if !s.Off {
		t.Now, t.Opens = s.Next(all, now)
		t.Takes = t.Now
	}
	return t
}

// promising is a retro that hides or shows its notes as the team says now, as long as
// nobody has written.
func (s Schedule) promising(r Retro) Retro {
	if r.Begun.IsZero() && !r.Noted {
		r.Reveal = s.Reveal
	}
	return r
}

// today is an open retro as it should be now. One that nobody has begun follows the
// schedule. If its time has gone by, it waits for the next one, and shows nothing.
func (s Schedule) today(r Retro, all []Retro, now time.Time) Retro {
	if !r.Begun.IsZero() {
		return r
	}
	r = s.promising(r)
	first := ahead(all, r)
	after, from := later(taken(all), first), now
	switch {
	case !first.Before(r.For()): // one before it was put off, and comes first
	case r.For() == r.Missed: // a late beginning of it was put off
		after, from = later(after, r.Missed), now.Add(-s.Length-Overrun)
	case now.Before(r.Starts):
	case now.Before(r.Ends.Add(Overrun)):
		return r
	default:
		from = now.Add(-s.Length - Overrun) // the next one may be due already
		if !s.comesAgain(r, after, from) && !s.Plan.Since.After(r.Ends.Add(Overrun)) {
			r.Missed, r.Waits = r.For(), r.Ends.Add(Overrun)
			after = later(after, r.Missed)
		} // else nobody has missed it: it is later that day by now, or no KPT was held then
	}
	if o, ok := s.next(after, from); ok {
		r = r.PlannedFor(o, s.Length)
	}
	if !r.Missed.Before(r.For()) { // the clock was ahead
		r.Missed, r.Waits = schedule.Date{}, time.Time{}
	}
	return r
}

// comesAgain tells whether the day that a retro is planned for has a later time by now:
// the rule or the zone is another.
func (s Schedule) comesAgain(r Retro, after schedule.Date, from time.Time) bool {
	o, ok := s.next(after, from)
	return ok && o.Date == r.For() && o.At.After(r.Starts)
}

// Next is the retro that comes after all there were; false if none comes.
func (s Schedule) Next(all []Retro, now time.Time) (Retro, bool) {
	o, ok := s.next(taken(all), now)
	if !ok {
		return Retro{}, false
	}
	return s.NextFor(all, o, now), true
}

// Undated is the retro that comes after all there were, where no occurrence comes any more:
// it takes notes, and people know it as the next KPT.
func (s Schedule) Undated(all []Retro, now time.Time) Retro {
	date := later(taken(all), schedule.DateOf(now)).AddDays(7)
	return s.NextFor(all, schedule.Occurrence{Date: date, At: now.AddDate(0, 0, 7)}, now)
}

// Standing is the schedule as it is at an instant: off, if no occurrence comes any more.
func (s Schedule) Standing(now time.Time) Schedule {
	if !s.Off {
		_, comes := s.next(schedule.Date{}, now.Add(-s.Length-Overrun))
		s.Off = !comes
	}
	return s
}

// NextFor is the retro that comes after all there were, for an occurrence.
func (s Schedule) NextFor(all []Retro, o schedule.Occurrence, now time.Time) Retro {
	r := Retro{Date: o.Date, Opened: now.UTC(), Reveal: s.Reveal}.PlannedFor(o, s.Length)
	if n := len(all); n > 0 && !all[n-1].Date.Before(r.Date) {
		r.Date = all[n-1].Date.AddDays(1)
	}
	return r
}

// Last is the last occurrence of a later day than one that falls between two instants.
func (s Schedule) Last(after schedule.Date, from, until time.Time) (last schedule.Occurrence, ok bool) {
	for o := range s.Plan.All(from) {
		if o.At.After(until) {
			break
		}
		if after.Before(o.Date) {
			last, ok = o, true
		}
	}
	return last, ok
}

// next is the first occurrence from an instant on that is later than a day.
func (s Schedule) next(after schedule.Date, from time.Time) (schedule.Occurrence, bool) {
	for o := range s.Plan.All(from.Add(-time.Nanosecond)) {
		if after.Before(o.Date) {
			return o, true
		}
	}
	return schedule.Occurrence{}, false
}

func later(a, b schedule.Date) schedule.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// taken is the last day for which a meeting was held, or a retro closed: whether it was
// then, the day before or on the Monday after, that occurrence is done.
func taken(all []Retro) (last schedule.Date) {
	for _, r := range all {
		if done := r.Happened() || !r.Closed.IsZero(); done && last.Before(r.For()) {
			last = r.For()
		}
	}
	return last
}

// ahead is the last day for which retros before one are planned that have not begun.
func ahead(all []Retro, r Retro) (last schedule.Date) {
	for _, old := range all {
		if old.Date.Before(r.Date) && old.Closed.IsZero() && !old.Happened() {
			last = later(last, old.For())
		}
	}
	return last
}

// Turn keeps what the time has come to, and gives the earliest retro that is open now:
// the zero Retro if none is. It tells whether anything has changed.
func (b Book) Turn(tx *store.Tx, s Schedule, now time.Time) (r Retro, turned bool, err error) {
	t, err := b.Turning(tx, s, now)
	if err != nil {
		return Retro{}, false, err
	}
	return t.Now, t.Turned(), b.turn(tx, t)
}

// CatchUp keeps what the time has come to for the retros that are open; it opens none.
func (b Book) CatchUp(tx *store.Tx, s Schedule, now time.Time) error {
	t, err := b.Turning(tx, s, now)
	if err != nil {
		return err
	}
	t.Opens = false
	return b.turn(tx, t)
}

func (b Book) turn(tx *store.Tx, t Turning) error {
	for _, r := range t.Changed {
		if err := b.PutRetro(tx, r); err != nil {
			return err
		}
	}
	if t.Opens {
		return b.OpenRetro(tx, t.Now)
	}
	return nil
}

// Turning is what the time has come to, for those who only look.
func (b Book) Turning(tx *store.Tx, s Schedule, now time.Time) (Turning, error) {
	all, err := b.Retros(tx)
	if err != nil {
		return Turning{}, err
	}
	if err := b.countNotes(tx, all); err != nil {
		return Turning{}, err
	}
	t := s.Turn(all, now)
	t.Before = all
	return t, nil
}

// countNotes notes of the open retros whether they have had a note.
func (b Book) countNotes(tx *store.Tx, all []Retro) error {
	for i, r := range all {
		if r.Noted || !r.Closed.IsZero() {
			continue
		}
		notes, err := b.notesOf(tx, r.Date)
		if err != nil {
			return err
		}
		all[i].Noted = len(notes) > 0
	}
	return nil
}
