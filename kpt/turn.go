package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Overrun is how long after its planned end a retro that nobody has begun still
// takes notes.
const Overrun = 2 * time.Hour

// Schedule says when a team holds its KPTs, and from when it sees what was written
// for them.
type Schedule struct {
	Plan   schedule.Plan // when they begin
	Length time.Duration
	Reveal Reveal
	Off    bool // no retro is opened, moved or closed because of the time
}

// Turning is what the time has come to.
type Turning struct {
	Now     Retro   // takes notes then; the zero Retro if none does
	Opens   bool    // Now is new
	Changed []Retro // as they are to be kept
}

// Turn opens, moves, reveals and closes retros as the time has come to. A retro
// opens when the one before it has closed, so there is always one that takes notes.
func (s Schedule) Turn(all []Retro, now time.Time) (t Turning) {
	if s.Off {
		return Turning{}
	}
	all = slices.Clone(all)
	become := func(i int, r Retro) {
		if r != all[i] {
			all[i], t.Changed = r, append(t.Changed, r)
		}
	}
	for i, r := range all {
		become(i, r.PutBack(now))
	}
	for {
		r, open := At(all, now)
		if !open {
			break
		}
		t.Now = s.today(r, now)
		become(slices.Index(all, r), t.Now)
		if t.Now.Closed.IsZero() {
			return t
		}
	}
	t.Now, t.Opens = s.Next(all, now)
	return t
}

// today is an open retro as it should be now. One that nobody has begun follows
// the schedule, shows its notes at its planned end, and closes some time after.
func (s Schedule) today(r Retro, now time.Time) Retro {
	if !r.Begun.IsZero() {
		return r
	}
	r.Reveal = s.Reveal
	if now.Before(r.Starts) {
		if o, ok := s.Plan.Next(now); ok {
			r = r.Postponed(o.At, o.At.Add(s.Length))
		}
		return r
	}
	if r.Revealed.IsZero() && !now.Before(r.Ends) {
		r.Revealed = now.UTC()
	}
	if !now.Before(r.Ends.Add(Overrun)) {
		r.Closed = now.UTC()
	}
	return r
}

// Next is the retro that comes after all there were; false if none comes.
func (s Schedule) Next(all []Retro, now time.Time) (Retro, bool) {
	var last schedule.Date
	if len(all) > 0 {
		last = all[len(all)-1].Date
	}
	for o := range s.Plan.All(now.Add(-time.Nanosecond)) {
		if o.Date.Compare(last) > 0 {
			return Retro{
				Date: o.Date, Opened: now.UTC(), Starts: o.At.UTC(), Ends: o.At.Add(s.Length).UTC(),
				Reveal: s.Reveal,
			}, true
		}
	}
	return Retro{}, false
}

// Turn keeps what the time has come to, and gives the retro that takes notes now:
// the zero Retro if none does. It tells whether anything has changed.
func (b Book) Turn(tx *store.Tx, s Schedule, now time.Time) (r Retro, turned bool, err error) {
	all, err := b.Retros(tx)
	if err != nil {
		return Retro{}, false, err
	}
	t := s.Turn(all, now)
	for _, r := range t.Changed {
		if err := b.PutRetro(tx, r); err != nil {
			return Retro{}, true, err
		}
	}
	if t.Opens {
		err = b.OpenRetro(tx, t.Now)
	}
	return t.Now, len(t.Changed) > 0 || t.Opens, err
}
