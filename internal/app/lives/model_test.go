package lives

import (
	"slices"
	"time"
)

// model is a team as its people understand it: what they did, and what follows of it by
// what the product promises, and nothing else.
type model struct {
	calendar
	hides  bool // what the setting says: notes are hidden until the meeting
	called bool // KPTs are held at all
	retros []*retro
	notes  []*note
	tries  []*try
	lines  []*line
	tally  map[string]int
	now    time.Time // of the last pass
	asleep bool      // no process runs: nothing waits for the next time
}

// retro is one of the team's KPTs. The last one collects.
type retro struct {
	planned, held string
	starts, ends  time.Time
	begun         time.Time // zero: not yet
	wait
	hides, noted bool
	shown        bool // a meeting of two, or at its time, has come to the sharing
	closed       bool
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
	hides  bool      // was given in a retro that hides, and not by hand
	hand   bool      // its line is a person's, or was changed by one
	at     time.Time // when it was given
	gone   bool
	shown  bool // may be seen by everybody from now on
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

// collecting is the retro that takes notes.
func (m *model) collecting() *retro { return m.retros[len(m.retros)-1] }

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
func (m *model) opens(now time.Time) {
	r := &retro{hides: m.hides}
	r.planned, r.starts = m.next(now, m.taken())
	r.ends = r.starts.Add(m.length)
	m.retros = append(m.retros, r)
}

// pass lets time come to an instant: a KPT that nobody began waits for the next one.
func (m *model) pass(now time.Time) {
	m.now = now
	for r := m.collecting(); m.over(now); {
		m.misses(r.ends.Add(overrun))
	}
	m.plan(now)
}

// over tells whether the time of the KPT has gone by.
func (m *model) over(now time.Time) bool {
	r := m.collecting()
	return r.begun.IsZero() && m.called && !m.asleep && !r.ends.Add(overrun).After(now)
}

// misses has a KPT that was missed wait for the first that comes after an instant.
func (m *model) misses(now time.Time) {
	r := m.collecting()
	if date, starts := m.next(now.Add(-m.length-overrun), m.taken()); date == r.planned && starts.After(r.starts) {
		r.starts, r.ends = starts, starts.Add(m.length) // it is later that day by another rule or zone
		return
	}
	r.missed, r.waits = r.planned, r.ends.Add(overrun)
	r.planned, r.starts = m.next(now.Add(-m.length-overrun), max(m.taken(), r.missed)) // it may be due already
	r.ends = r.starts.Add(m.length)
}

// wakes lets a process, or a retro whose meeting was put off, see what time it is.
func (m *model) wakes(now time.Time) {
	if m.asleep = false; m.over(now) {
		m.misses(now)
	}
	m.pass(now)
}

// plan has the retro follow the schedule.
func (m *model) plan(now time.Time) {
	r := m.collecting()
	if !r.begun.IsZero() || !r.starts.After(now) || !m.called || m.asleep {
		return
	}
	if !r.noted {
		r.hides = m.hides
	}
	r.planned, r.starts = m.next(now, m.taken())
	r.ends = r.starts.Add(m.length)
	if r.planned <= r.missed {
		r.missed = "" // by another zone or rule that day is still to come
	}
}

// begins has the meeting begin, for the occurrence that was chosen.
func (m *model) begins(now time.Time, planned string) {
	r := m.collecting()
	r.begun, r.held = now, m.day(now)
	if planned != "" {
		r.planned = planned
	}
}

// putsOff takes the beginning back.
func (m *model) putsOff(now time.Time) {
	r := m.collecting()
	r.begun, r.held, r.shown = time.Time{}, "", false
	if r.planned == r.missed { // it was begun late; what may still begin today is next
		r.planned, r.starts = m.next(now.Add(-m.length-overrun), max(m.taken(), r.missed))
		r.ends = r.starts.Add(m.length)
	}
	m.wakes(now)
}

// shares is told that the meeting is at its sharing, with so many in its room.
func (m *model) shares(now time.Time, here int) {
	r := m.collecting()
	if here < 2 && now.Before(r.starts) && r.planned != r.missed { // the time of one held late has come
		return
	}
	r.shown = true
	for _, n := range m.notes {
		n.shown = n.shown || n.of == r
	}
}

// closes ends the meeting. What was hidden and never shown goes on to the next; of one
// that was held elsewhere, also what was given since it waits for another day.
func (m *model) closes(now time.Time, without bool) {
	r := m.collecting()
	r.closed = true
	if without {
		r.planned, r.held = r.missed, r.missed
	}
	m.opens(now)
	next := m.collecting()
	for _, n := range m.notes {
		unseen, later := n.hides && !n.shown, without && n.at.After(r.waits)
		if n.of == r && !n.gone && !n.hand && (unseen || later) {
			n.of, next.hides, next.noted = next, r.hides, true
		}
	}
}

// writes takes in a note.
func (m *model) writes(n *note) {
	r := m.collecting()
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
