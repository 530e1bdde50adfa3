package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// Retro is one KPT: the notes that are gathered for a meeting, and the meeting.
// It is known by the date that the meeting was first called for, which is also
// the date of its sheet, whenever the meeting takes place.
type Retro struct {
	Date     schedule.Date `json:"date"`
	Opened   time.Time     `json:"opened"`
	Starts   time.Time     `json:"starts"`            // planned
	Ends     time.Time     `json:"ends"`              // planned
	Begun    time.Time     `json:"begun,omitzero"`    // zero until the meeting begins
	Revealed time.Time     `json:"revealed,omitzero"` // zero until the sharing stage
	Closed   time.Time     `json:"closed,omitzero"`   // zero until the meeting ends
	Reveal   Reveal        `json:"reveal,omitzero"`
}

// Reveal says from when the team sees what its members wrote.
type Reveal string

// The ways to reveal. The empty Reveal is RevealOpen.
const (
	RevealOpen    Reveal = "open"    // as it is written
	RevealMeeting Reveal = "meeting" // in the meeting's sharing stage, until then only totals
)

// OpenAt says whether the retro takes notes at an instant: from when it was
// opened until its meeting has ended, however late that is.
func (r Retro) OpenAt(at time.Time) bool {
	return !at.Before(r.Opened) && (r.Closed.IsZero() || at.Before(r.Closed))
}

// Shows says whether the notes are for everyone to see.
func (r Retro) Shows() bool {
	return r.Reveal != RevealMeeting || !r.Revealed.IsZero() || !r.Closed.IsZero()
}

// Postponed is the retro with another time for its meeting: one that is late,
// moved for a holiday, or cancelled, which is to be moved to the next time. Its
// notes and its sheet stay what they are. A meeting that has begun stays.
func (r Retro) Postponed(starts, ends time.Time) Retro {
	if r.Begun.IsZero() {
		r.Starts, r.Ends = starts.UTC(), ends.UTC()
	}
	return r
}

// PutBack is the retro after the clock was put back to an instant. It holds nothing
// of the time that is still to come: it is open already, and is not over if nobody
// has begun it.
func (r Retro) PutBack(to time.Time) Retro {
	to = to.UTC()
	if r.Opened.After(to) {
		r.Opened = to
	}
	if r.Begun.After(to) {
		r.Begun = to
	}
	begun := !r.Begun.IsZero()
	for _, t := range []*time.Time{&r.Revealed, &r.Closed} {
		switch {
		case !t.After(to):
		case begun:
			*t = to
		default:
			*t = time.Time{}
		}
	}
	return r
}

// At is the retro that a note written at an instant belongs to: the earliest
// that is open then, so that what is written in a meeting, early or late, is
// part of it, and what is written after its end is for the next one. False if
// none is open.
func At(retros []Retro, at time.Time) (Retro, bool) {
	var found []Retro
	for _, r := range retros {
		if r.OpenAt(at) {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return Retro{}, false
	}
	return slices.MinFunc(found, func(a, b Retro) int { return a.Date.Compare(b.Date) }), true
}
