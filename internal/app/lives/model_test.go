package lives

import (
	"slices"
	"time"
)

// model is a team as its people understand it: what they did, and what follows of it by
// what the product promises, and nothing else.
type model struct {
	calendar
	hides   bool // what the setting says: notes are hidden until the meeting
	called  bool // KPTs are held at all
	retros  []*retro
	held    *retro // the last that has begun
	without *elsewhere
	notes   []*note
	tries   []*try
	lines   []*line
	tally   map[string]int
	now     time.Time // of the last pass
	asleep  bool      // no process runs: nothing waits for the next time
}

// retro is one of the team's KPTs.
type retro struct {
	planned, held string
	starts, ends  time.Time
	begun         time.Time // zero: not yet
	company
	opened time.Time
	wait
	hides, noted bool
	free         bool      // its notes are gone: the first that comes may be hidden or not
	shown        bool      // a meeting of two, or at its time, has come to the sharing
	shownBy      time.Time // what was given by then was shown in a meeting that was put off
	closed       bool
	ended        time.Time // when it was last closed
}

// company is what was done in its meeting, and by whom.
type company struct {
	stirred  time.Time       // when something was last done
	together bool            // more than one were in it
	judged   map[*try]string // who last answered each Try
}

// wait is the last day on which its meeting was missed, and since when it waits for the
// next.
type wait struct {
	missed string
	waits  time.Time
}

// day is by which people know it.
func (r *retro) day() string {
	if r.held != "" {
		return r.held
	}
	return r.planned
}

// note is one that was taken. Its word is in its text and in no other.
type note struct {
	word   string
	author string // "" by hand without a name
	of     *retro
	came   *retro    // whose end has moved it on to that
	edited time.Time // when its author last changed it
	hides  bool      // was given in a retro that hides, and not by hand
	hand   bool      // its line is a person's, or was changed by one
	at     time.Time // when it was given
	gone   bool
	shown  bool // may be seen by everybody from now on
	open   bool // was shown, and stays so whatever is promised of its retro
	held   bool // was hidden in an earlier retro, and stays so whatever is promised of this one
}

// try is something that the team tries.
type try struct {
	word   string
	born   *retro
	open   bool
	erased *retro // its line was taken away by hand on the sheet of this retro
}

// line is a line of the notebook as a person left it.
type line struct{ text string }

func newModel() *model {
	zone, err := time.LoadLocation(firstZone)
	if err != nil {
		panic(err)
	}
	return &model{
		calendar: calendar{zone: zone, days: []time.Weekday{time.Friday}, hour: 15, length: time.Hour},
		called:   true, tally: map[string]int{},
	}
}

// taken is the last date for which a KPT was held.
func (m *model) taken() (last string) {
	for _, r := range m.retros {
		if (r.closed || !r.begun.IsZero()) && r.planned > last {
			last = r.planned
		}
	}
	return last
}

// opens opens the next retro.
func (m *model) opens(now time.Time) { m.retros = append(m.retros, m.following(now)) }

// pass lets time come to an instant: a KPT that nobody began waits for the next one.
func (m *model) pass(now time.Time) {
	m.now = now
	for _, r := range m.open() {
		if m.forsaken(r, now) {
			m.forsakes(r)
		}
		for m.over(r, now) {
			m.misses(r, r.ends.Add(overrun))
		}
	}
	m.plan(now)
}

// over tells whether the time of a KPT has gone by.
func (m *model) over(r *retro, now time.Time) bool {
	return r.begun.IsZero() && m.called && !m.asleep && !r.ends.Add(overrun).After(now) && m.ahead(r) < r.planned
}

// misses has a KPT that was missed wait for the first that comes after an instant.
func (m *model) misses(r *retro, now time.Time) {
	from, after := now.Add(-m.length-overrun), max(m.taken(), m.ahead(r)) // it may be due already
	if date, starts := m.next(from, after); date == r.planned && starts.After(r.starts) {
		r.starts, r.ends = starts, starts.Add(m.length) // it is later that day by another rule or zone
		return
	}
	r.missed, r.waits = r.planned, r.ends.Add(overrun)
	r.planned, r.starts = m.next(from, max(after, r.missed))
	r.ends = r.starts.Add(m.length)
}

// promises has the notes of a KPT be hidden or not.
func (m *model) promises(r *retro, hides bool) {
	r.hides = hides
	for _, n := range m.notes {
		if n.of == r && !n.gone && !n.hand && !n.open {
			n.hides = hides || n.held
		}
	}
}

// justMissed tells whether a KPT began to wait for the next one within the last minute.
func (m *model) justMissed(now time.Time) bool {
	return slices.ContainsFunc(m.open(), func(r *retro) bool { return r.waits.After(now.Add(-time.Minute)) })
}

// wakes lets a process, or a retro whose meeting was put off, see what time it is.
func (m *model) wakes(now time.Time) {
	m.asleep = false
	for _, r := range m.open() {
		if m.over(r, now) {
			m.misses(r, now)
		}
	}
	m.pass(now)
}

// plan has the retros follow the schedule.
func (m *model) plan(now time.Time) {
	for _, r := range m.open() {
		displaced := m.ahead(r) >= r.planned
		if !r.begun.IsZero() || !r.starts.After(now) && !displaced || !m.called || m.asleep {
			continue
		}
		if !r.noted {
			r.hides = m.hides
		}
		r.planned, r.starts = m.next(now, max(m.taken(), m.ahead(r)))
		r.ends = r.starts.Add(m.length)
		if r.planned <= r.missed {
			r.missed = "" // by another zone or rule that day is still to come
		}
	}
}

// begins has the meeting begin, for the occurrence that was chosen.
func (m *model) begins(now time.Time, planned string) {
	r := m.first()
	r.begun, r.held, r.stirred, m.held = now, m.day(now), time.Time{}, r
	r.together = false
	r.meet(0)
	if planned != "" {
		r.planned = planned
	}
	m.plan(now) // the one after it may be held earlier than it had to wait
}

// putsOff takes the beginning back.
func (m *model) putsOff(now time.Time, r *retro) {
	by := now
	if next := m.after(r); next != nil {
		by = next.opened
	}
	if !r.begun.IsZero() { // what its meeting may have shown
		m.seen(r, func(n *note) bool { return !n.at.Before(by) })
	}
	if r.shown {
		r.shownBy = by
	}
	r.begun, r.held, r.shown = time.Time{}, "", false
	m.takesBack(r)
	if r.planned == r.missed && m.called { // it was begun late; what may still begin today is next
		r.planned, r.starts = m.next(m.calledFrom(now), max(m.taken(), r.missed))
		r.ends = r.starts.Add(m.length)
	}
	m.wakes(now)
}

// shares is told that the meeting is at its sharing, with so many in its room.
func (m *model) shares(now time.Time, here int) {
	r := m.first()
	if here < 2 && now.Before(r.starts) { // of one held late that is the next time
		return
	}
	r.shown = true
	for _, n := range m.notes {
		n.shown = n.shown || n.of == r
	}
}

// closes ends the meeting. What was hidden and never shown goes on to the next; of one
// that was held elsewhere, also what was given since it waits for another day.
func (m *model) closes(now time.Time, r *retro, without bool) {
	r.closed = true
	if without {
		r.planned, r.held = r.missed, r.missed
	}
	if m.after(r) == nil {
		m.opens(now)
	}
	next := m.after(r)
	r.ended = now
	for _, n := range m.notes {
		later := without && n.at.After(r.waits)
		if unseen := n.hides && !n.shown; n.of == r && !n.gone && !n.hand && (unseen || later) {
			n.held = r.conceals(n)
			n.open, n.of, n.came, next.noted = !n.held, next, r, true
		}
	}
}

// seen has notes of a retro that are shown stay so, whatever is promised of it.
func (m *model) seen(r *retro, is func(*note) bool) {
	for _, n := range m.notes {
		n.open = n.open || n.of == r && !r.conceals(n) && is(n)
	}
}

// conceals tells whether a note is hidden as long as it is one of a retro.
func (r *retro) conceals(n *note) bool {
	return (r.hides || n.held) && !r.shown && !n.open && !n.at.Before(r.shownBy)
}

// writes takes in a note.
func (m *model) writes(n *note) {
	r := m.collecting()
	if n.hand {
		r = n.of // it stands where it was written
	} else if !slices.Contains(m.retros, r) {
		m.retros = append(m.retros, r)
		m.tally["opened while one rests"]++
	}
	n.of, n.shown, n.at = r, r.shown, m.now
	n.hides = r.hides && !n.hand
	r.noted = true
	m.notes = append(m.notes, n)
}

// wrote tells whether somebody has a note for the next KPT.
func (m *model) wrote(who string) bool {
	return slices.ContainsFunc(m.notes, func(n *note) bool {
		return n.of == m.collecting() && n.author == who && !n.gone
	})
}

// own are somebody's notes for the next KPT.
func (m *model) own(who string) (list []*note) {
	for _, n := range m.notes {
		if n.of == m.collecting() && n.author == who && !n.gone {
			list = append(list, n)
		}
	}
	return list
}
