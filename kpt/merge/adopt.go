package merge

import (
	"strings"
	"time"
	"unicode"

	"github.com/engawa-bot/engawa/kpt"
)

// adopt takes the lines into the ledger that persons wrote into the sections of
// the sheets that are in scope. A line that is nothing but a name says who
// wrote the lines below it.
func (m *merge) adopt(newID func() kpt.NoteID) {
	for _, s := range m.spots {
		if s.entry == nil || s.entry.unknown() {
			s.name = m.nameOnly(s)
		}
	}
	m.placeBelowNames()
	m.tellTries()
	for _, s := range m.spots {
		if !m.adoptable(s) {
			continue
		}
		id := s.ID
		if id == "" || m.known[id] != nil {
			id = newID()
			m.change(kpt.Change{Kind: kpt.AdoptLine, ID: id, Place: s.Place, Was: s.Text})
		}
		m.enter(id, m.adoption(s, id))
	}
}

func (m *merge) adoptable(s *spot) bool {
	_, inScope := m.retros[s.retro]
	switch {
	case !inScope, s.Section == "", s.entry != nil, s.name != (kpt.Author{}), s.heads, m.past(s), s.ID == "" && s.putAway():
		return false
	case s.Section == kpt.Tries && (s.Depth > 0 || m.repeats(s)), s.Section == kpt.NewTries && m.onTry(s):
		return false // a word on a Try
	case s.ID == "" && m.saysNothing(s.text), s.Section == kpt.NewTries && s.Depth > 0 && kpt.OnTry(s.text):
		return false
	}
	return true
}

// putAway says whether a line is crossed out, or below a line of a person's that is and that is
// no note: rather it is not read than as a note of its own.
func (s *spot) putAway() bool {
	if s.Crossed {
		return true
	}
	for p := s.parent; p != nil; p = p.parent {
		if p.Crossed && p.ID == "" && p.entry == nil && p.name == (kpt.Author{}) {
			return true
		}
	}
	return false
}

// saysNothing says whether a line says that there is nothing, also of somebody: "田中: なし".
func (m *merge) saysNothing(line string) bool {
	if _, text, ok := m.roster.Split(line); ok {
		line = text
	}
	return kpt.SaysNothing(line)
}

// adoption is the entry of a person's line. Notes that are read at once keep the order of the
// sheet.
func (m *merge) adoption(s *spot, id kpt.NoteID) *entry {
	author, text := m.author(s, nil)
	line := kpt.Trace{
		Retro: s.retro, Section: s.Section, Want: s.text, Seen: s.text, Person: true, Unmarked: s.ID != id, Drawn: kpt.Drawn{Struck: s.Struck},
	}
	e := &entry{spot: s}
	s.entry = e
	kind, ok := s.Section.Kind()
	if !ok {
		e.try = &kpt.Try{ID: id, Text: text, Owner: author, Born: s.retro, State: kpt.Open, Trace: line}
		e.try.Nth = kpt.NextNth(m.tries(), s.retro)
		e.try.Unknown = author == (kpt.Author{}) && m.mayBeKnown(s)
		e.trace = (*trace)(&e.try.Trace)
		m.tick(e)
		return e
	}
	e.note = &kpt.Note{ID: id, Kind: kind, Text: text, Author: author, Written: m.at.Add(time.Duration(len(m.entries))), Trace: line}
	if author == (kpt.Author{}) {
		e.note.Nameless, e.note.Unknown = m.without(s), m.mayBeKnown(s)
	}
	for p := s.parent; p != nil && e.note.Under == ""; p = p.parent {
		if p.entry != nil && p.entry.note != nil {
			e.note.Under = p.entry.note.ID
		}
	}
	e.trace = (*trace)(&e.note.Trace)
	m.tick(e)
	return e
}

// nameOnly is whom a line names that says nothing else: "田中", "Ana:".
func (m *merge) nameOnly(s *spot) kpt.Author {
	name := strings.Trim(strings.TrimLeft(s.text, kpt.HeadSigns), ":：【】（）()[]@＠ ")
	says := func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.Zs, unicode.Pd) }
	if strings.ContainsFunc(name, says) {
		return kpt.Author{}
	}
	a, _ := m.roster.Find(name)
	return a
}
