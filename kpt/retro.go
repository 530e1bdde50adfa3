package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// Retro is one KPT: the notes that are gathered for the team's next meeting, and that
// meeting. Date is its name, for ever: it grows from one retro to the next, and is that
// of the day for which it was first planned, unless another has that. People read Day.
type Retro struct {
	Date     schedule.Date `json:"date"`
	Days                   // in the same JSON object
	Opened   time.Time     `json:"opened"`
	Starts   time.Time     `json:"starts"`            // planned
	Ends     time.Time     `json:"ends"`              // planned
	Begun    time.Time     `json:"begun,omitzero"`    // zero until the meeting begins
	Revealed time.Time     `json:"revealed,omitzero"` // zero until the sharing stage
	Closed   time.Time     `json:"closed,omitzero"`   // zero until the meeting ends
	Reveal   Reveal        `json:"reveal,omitzero"`
	Noted    bool          `json:"noted,omitzero"` // it has had a note: Reveal stays what it is
}

// Days are those that a retro is about; the zero date where there is none.
type Days struct {
	// Planned is the day of the occurrence that it is planned for, or was held for.
	Planned schedule.Date `json:"planned,omitzero"`
	Held    schedule.Date `json:"held,omitzero"`   // the day on which its meeting began, or was without Engawa
	Missed  schedule.Date `json:"missed,omitzero"` // the last occurrence that went by without a meeting
	Told    schedule.Date `json:"told,omitzero"`   // of those, the last that the team was told of
	Named   schedule.Date `json:"named,omitzero"`  // the last occurrence for which the team was told who leads
	// Waits is from when on it waits for the occurrence after Missed: who writes from
	// then on is told that it is for that one.
	Waits time.Time `json:"waits,omitzero"`
	// Shown is when a meeting that had shown its notes was put off: what was written by
	// then stays shown, and what comes later is for the meeting that comes.
	Shown time.Time `json:"shown,omitzero"`
	// Stirred is when something was last done in its meeting since that began, if anything
	// was: see Rest.
	Stirred time.Time `json:"stirred,omitzero"`
	// Alone is of a meeting that has begun, in which nobody but one has been yet.
	Alone bool `json:"alone,omitzero"`
}

// For is the occurrence that it is planned for, or was held for.
func (r Retro) For() schedule.Date {
	if r.Planned != (schedule.Date{}) {
		return r.Planned
	}
	return r.Date // of a store of before
}

// Day is the day by which people know the retro: on which it was held, or else for
// which it is planned.
func (r Retro) Day() schedule.Date {
	if r.Held != (schedule.Date{}) {
		return r.Held
	}
	return r.For()
}

// Called is by which day people know each retro, by its name.
type Called map[schedule.Date]schedule.Date

// CalledOf is that of some retros.
func CalledOf(retros []Retro) Called {
	c := Called{}
	for _, r := range retros {
		c[r.Date] = r.Day()
	}
	return c
}

// Day is the day by which people know the retro of a name: the name itself, if there is
// no such retro.
func (c Called) Day(name schedule.Date) schedule.Date {
	if day, ok := c[name]; ok {
		return day
	}
	return name
}

// Verdicts are verdicts with such days in the place of their retros' names.
func (c Called) Verdicts(all []Verdict) []Verdict {
	all = slices.Clone(all)
	for i, v := range all {
		all[i].Retro = c.Day(v.Retro)
	}
	return all
}

// Happened says whether there was a meeting, or is one now.
func (r Retro) Happened() bool { return !r.Begun.IsZero() || r.Held != (schedule.Date{}) }

// Reveal says from when the team sees what its members wrote.
type Reveal string

// The ways to reveal. The empty Reveal is RevealOpen.
const (
	RevealOpen    Reveal = "open"    // as it is written
	RevealMeeting Reveal = "meeting" // in the meeting's sharing stage, until then only totals
)

// OpenAt says whether the retro is open at an instant: from when it was opened until its
// meeting has ended, however late that is.
func (r Retro) OpenAt(at time.Time) bool {
	return !at.Before(r.Opened) && (r.Closed.IsZero() || at.Before(r.Closed))
}

// Shows says whether the notes are for everyone to see.
func (r Retro) Shows() bool {
	return r.Reveal != RevealMeeting || !r.Revealed.IsZero() || !r.Closed.IsZero()
}

// ShowsNote says whether a note of it is for everyone to see.
func (r Retro) ShowsNote(n Note) bool {
	met := !r.Revealed.IsZero() || !r.Closed.IsZero()
	return met || n.Shown || n.Written.Before(r.Shown) || r.Reveal != RevealMeeting && !n.Held
}

// PutOff is the retro after its meeting turned out to be still to come: no later note is
// shown because of it.
func (r Retro) PutOff(at time.Time) Retro {
	r.Begun, r.Stirred, r.Held, r.Alone = time.Time{}, time.Time{}, schedule.Date{}, false
	if !r.Revealed.IsZero() {
		r.Shown, r.Revealed = at.UTC(), time.Time{}
	}
	return r
}

// PlannedFor is the retro with another time for its meeting: the rule was changed, the
// day is off, or the meeting was not held. Its notes stay what they are. A meeting that
// has begun stays.
func (r Retro) PlannedFor(o schedule.Occurrence, length time.Duration) Retro {
	if r.Begun.IsZero() {
		r.Planned, r.Starts, r.Ends = o.Date, o.At.UTC(), o.At.Add(length).UTC()
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
	for _, t := range []*time.Time{&r.Begun, &r.Stirred} {
		if t.After(to) {
			*t = to
		}
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

// At is the earliest retro that is open at an instant: its meeting comes next, goes on, or
// was left open. False if none is open.
func At(retros []Retro, at time.Time) (Retro, bool) {
	found := open(retros, at)
	if len(found) == 0 {
		return Retro{}, false
	}
	return found[0], true
}
