package merge

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// enterTry enters a Try, with the lines that it has left behind on sheets that are read.
func (m *merge) enterTry(t kpt.Try) {
	e := &entry{try: &t, trace: (*trace)(&t.Trace), was: trace(t.Trace)}
	m.enter(t.ID, e)
	for i := range t.Past {
		if _, inScope := m.retros[t.Past[i].Retro]; inScope {
			e.past = append(e.past, &entry{try: &t, trace: (*trace)(&t.Past[i]), was: trace(t.Past[i]), left: true})
		}
	}
	m.entries = append(m.entries, e.past...)
}

// tries are all Tries that are known so far.
func (m *merge) tries() (all []kpt.Try) {
	for _, e := range m.entries {
		if e.try != nil && !e.left {
			all = append(all, *e.try)
		}
	}
	return all
}

// markedBy is the entry that a line's mark names; nil if there is none. A Try has a line on
// several sheets.
func (m *merge) markedBy(s *spot) *entry {
	e := m.known[s.ID]
	if e == nil || e.try == nil || s.retro == e.trace.Retro {
		return e
	}
	i := slices.IndexFunc(e.past, func(p *entry) bool { return p.trace.Retro == s.retro })
	if i < 0 {
		return nil
	}
	return e.past[i]
}

// recalls takes in how a line stands that a Try has left behind. It is history: nothing there
// is changed.
func (m *merge) recalls(e *entry) {
	t, s := e.trace, e.spot
	t.Person = t.Person || s.ID != e.id()
	t.Touched = t.Touched || !t.ours(s.text)
	t.saw(s.text)
	t.Want, t.Struck, t.Gone = s.text, s.Struck, false
	t.read(m.revision)
}

// changed says whether there is something to be kept of an entry.
func (e *entry) changed() bool {
	return e.met || !e.trace.equal(e.was) || slices.ContainsFunc(e.past, (*entry).changed)
}

// lineID names the line of an entry among those that are gone.
func (e *entry) lineID() kpt.NoteID {
	if e.left {
		return e.id() + "/" + kpt.NoteID(e.trace.Retro.String())
	}
	return e.id()
}
