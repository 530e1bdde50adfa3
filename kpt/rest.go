package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Rest is how long nothing is done in a meeting that has begun, and should be over, until
// it rests: people have gone home, and nobody has closed it. What is written from then on
// is for the next one, until the meeting goes on.
const Rest = 2 * time.Hour

// RestsAt says whether the meeting rests at an instant.
func (r Retro) RestsAt(at time.Time) bool {
	return !r.Begun.IsZero() && r.Closed.IsZero() && !at.Before(r.restsFrom())
}

// restsFrom is from when on a meeting that has begun rests, if nothing more is done in it.
// Its planned end counts on the day that it is planned for; of one that was held late the
// planned times are those of the next.
func (r Retro) restsFrom() time.Time {
	last := r.Begun.Add(r.Ends.Sub(r.Starts))
	if r.Held == r.For() && r.For() != r.Missed && last.Before(r.Ends) {
		last = r.Ends
	}
	if last.Before(r.Stirred) {
		last = r.Stirred
	}
	return last.Add(Rest)
}

// forsaken says whether one person began the meeting before its day, and went home, with
// nobody else in it: it is still to come, and the notes are for it.
func (r Retro) forsaken(at time.Time) bool {
	return r.Alone && r.RestsAt(at) && r.For() != r.Missed && r.restsFrom().Before(r.Starts)
}

// open are the retros that are open at an instant, the earliest first.
func open(retros []Retro, at time.Time) []Retro {
	found := slices.DeleteFunc(slices.Clone(retros), func(r Retro) bool { return !r.OpenAt(at) })
	slices.SortFunc(found, func(a, b Retro) int { return a.Date.Compare(b.Date) })
	return found
}

// Taking is the retro that a note written at an instant belongs to: the earliest that is
// open then, so that what is written in a meeting, early or late, is part of it; but not
// one whose meeting rests, as long as there is another. False if none is open.
func Taking(retros []Retro, at time.Time) (Retro, bool) {
	found := open(retros, at)
	for _, r := range found {
		if !r.RestsAt(at) {
			return r, true
		}
	}
	if len(found) == 0 {
		return Retro{}, false
	}
	return found[0], true
}

// Taking is the retro that a note written at an instant belongs to; false if none is open.
func (b Book) Taking(tx *store.Tx, at time.Time) (Retro, bool, error) {
	all, err := b.Retros(tx)
	if err != nil {
		return Retro{}, false, err
	}
	r, ok := Taking(all, at)
	return r, ok, nil
}

// takes is the retro that takes notes beside those that there are; anew: it is not there
// yet, for all that are open rest. A team that holds none for a while still gets one.
func (s Schedule) takes(all []Retro, now time.Time) (r Retro, anew bool) {
	r, ok := Taking(all, now)
	if !ok || !r.RestsAt(now) || s.Plan.Rule == (schedule.Rule{}) {
		return r, false
	}
	o, ok := s.next(taken(all), now.Add(time.Nanosecond-s.Length-Overrun)) // it may have been called already
	if !ok {
		return r, false
	}
	return s.NextFor(all, o, now), true
}

// Collect is Turn for who writes: it gives the retro that takes their note, and opens it if
// all that are open rest.
func (b Book) Collect(tx *store.Tx, s Schedule, now time.Time) (Retro, error) {
	t, err := b.Turning(tx, s, now)
	if err != nil {
		return Retro{}, err
	}
	if err := b.turn(tx, t); err != nil || t.Takes.Opened.IsZero() {
		return t.Takes, err
	}
	return t.Takes, b.OpenRetro(tx, t.Takes)
}

// Stir keeps that something was done in the meeting of a retro. The notebook does not show
// it.
func (b Book) Stir(tx *store.Tx, date schedule.Date, at time.Time) error {
	r, ok, err := b.Retro(tx, date)
	if err != nil || !ok || r.Begun.IsZero() || !r.Closed.IsZero() {
		return err
	}
	r.Stirred = at.UTC()
	return retros.Put(tx, b.key(date.String()), r)
}

// Joined keeps that a second person is in the meeting of a retro. The notebook does not
// show it.
func (b Book) Joined(tx *store.Tx, date schedule.Date) error {
	r, ok, err := b.Retro(tx, date)
	if err != nil || !ok || !r.Alone {
		return err
	}
	r.Alone = false
	return retros.Put(tx, b.key(date.String()), r)
}

// PutOff has the meeting of a retro be still to come. What was written since for the one
// after it, if that is open already, is for this one again: with it come its lines, but
// those in which a person had a hand. Nothing that is hidden is shown by it.
func (b Book) PutOff(tx *store.Tx, r Retro, at time.Time) (Retro, error) {
	next, there, err := b.openAfter(tx, r)
	if err != nil {
		return r, err
	}
	if there {
		at = next.Opened
		if err := b.keepShown(tx, r, func(n Note) bool { return !n.Written.Before(at) }); err != nil {
			return r, err
		}
	}
	r = r.PutOff(at)
	return b.takeBack(tx, r, next, func(n Note) bool { return alike(n, r, next) })
}

// Reopen has a retro that has ended be open again. The notes that its end moved on to the
// next one come back, hidden or shown as they were: but not those in whose lines a person
// had a hand since, what others have read and could not read here, or what its author
// wrote anew where it is hidden and is not here. What was written since is the next one's,
// or if nobody has begun this one, for this one.
func (b Book) Reopen(tx *store.Tx, r Retro) (Retro, error) {
	ended := r.Closed
	r.Closed = time.Time{}
	next, _, err := b.openAfter(tx, r)
	if err != nil {
		return r, err
	}
	return b.takeBack(tx, r, next, func(n Note) bool {
		moved := n.Came == r.Date
		return alike(n, r, next) && (moved || r.Begun.IsZero()) || moved && r.ShowsNote(n) && !n.Changed.After(ended)
	})
}

// alike says whether a note is as hidden or shown in one retro as in the next.
func alike(n Note, r, next Retro) bool { return r.ShowsNote(n) == next.ShowsNote(n) }

// openAfter is the first retro after one that is open.
func (b Book) openAfter(tx *store.Tx, r Retro) (next Retro, there bool, err error) {
	all, err := b.Retros(tx)
	i := slices.IndexFunc(all, func(next Retro) bool { return r.Date.Before(next.Date) && next.Closed.IsZero() })
	if err != nil || i < 0 {
		return Retro{}, false, err
	}
	return all[i], true, nil
}

// takeBack gives notes of the next retro, if there is one, to one that is open again.
func (b Book) takeBack(tx *store.Tx, r, next Retro, comes func(Note) bool) (Retro, error) {
	moved, err := b.move(tx, next, r.Date, func(n Note) bool { return n.untouched() && comes(n) })
	if err != nil {
		return r, err
	}
	r.Noted = r.Noted || len(moved) > 0
	return r, b.PutRetro(tx, r)
}
