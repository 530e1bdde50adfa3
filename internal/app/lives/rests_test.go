package lives

import (
	"slices"
	"time"
)

// rest is how long nothing is done in a KPT that should be over, until people have gone
// home, and what is written is for the next one.
const rest = 2 * time.Hour

// open are the retros that are not closed: more than one where the first rests, was opened
// again, or was put off after it rested.
func (m *model) open() (list []*retro) {
	for _, r := range m.retros {
		if !r.closed {
			list = append(list, r)
		}
	}
	return list
}

// first is the one whose meeting is next, goes on, or was left open.
func (m *model) first() *retro { return m.open()[0] }

// last is the one whose sheet is the newest.
func (m *model) last() *retro { return m.retros[len(m.retros)-1] }

// after is the one that is open after another; nil if none is.
func (m *model) after(r *retro) *retro {
	for _, next := range m.open() {
		if slices.Index(m.retros, next) > slices.Index(m.retros, r) {
			return next
		}
	}
	return nil
}

// ahead is the last date for which those before one are planned that have not begun.
func (m *model) ahead(r *retro) (last string) {
	for _, old := range m.open() {
		if old == r {
			break
		}
		if old.begun.IsZero() {
			last = max(last, old.planned)
		}
	}
	return last
}

// rests tells whether people have gone home from a KPT that nobody has closed.
func (m *model) rests(r *retro, now time.Time) bool {
	if r.begun.IsZero() || r.closed {
		return false
	}
	ends := r.begun.Add(r.ends.Sub(r.starts))
	if r.held == r.planned && r.planned != r.missed && r.ends.After(ends) {
		ends = r.ends
	}
	if r.stirred.After(ends) {
		ends = r.stirred
	}
	return !now.Before(ends.Add(rest))
}

// collecting is the retro that takes notes. It may not be there yet: while all rest, it is
// opened with the first note.
func (m *model) collecting() *retro {
	for _, r := range m.open() {
		if !m.rests(r, m.now) {
			return r
		}
	}
	return m.following(m.now)
}

// following is a retro that comes after all that there are.
func (m *model) following(now time.Time) *retro {
	r := &retro{hides: m.hides, opened: now}
	r.planned, r.starts = m.next(now, m.taken())
	r.ends = r.starts.Add(m.length)
	return r
}

// takesBack gives one that is put off what was written for the one after it: but not what a
// person has changed by hand, nor what would be shown or hidden by it.
func (m *model) takesBack(r *retro) {
	next := m.after(r)
	if next == nil {
		return
	}
	for _, n := range m.notes {
		if n.of != next || n.gone || n.hand {
			continue
		}
		if hidden := n.hides && !n.shown; hidden == (r.hides && !n.at.Before(r.shownBy)) {
			n.of, r.noted = r, true
		}
	}
}

// stirs notes that something was done in the KPT that goes on.
func (m *model) stirs(now time.Time) {
	if r := m.first(); !r.begun.IsZero() {
		r.stirred = now
	}
}

// reopens takes the last closing of the newest card's KPT back.
func (l *life) reopens(now time.Time) {
	r := l.held
	r.closed = false
	if r.begun.IsZero() { // it was said to be held elsewhere
		l.putsOff(now, r)
		return
	}
	r.stirred = now
}
