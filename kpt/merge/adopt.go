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
	case !inScope, s.Section == "", s.entry != nil, s.name != (kpt.Author{}), m.past(s):
		return false
	case s.Section == kpt.Tries && (s.Depth > 0 || m.repeats(s)), s.Section == kpt.NewTries && m.onTry(s):
		return false // a word on a Try
	case s.ID == "" && kpt.SaysNothing(s.text), s.Section == kpt.NewTries && s.Depth > 0 && kpt.OnTry(s.text):
		return false
	}
	return true
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

// placeBelowNames puts lines below the names that stand above them, where a section begins with
// a name and each name has lines: "Ana", "tea", "Bo", "cake". Text that goes on a line that is
// nothing but a name is a line of its own.
func (m *merge) placeBelowNames() {
	of := map[place][]*spot{}
	for _, s := range m.spots {
		if p := s.parent; s.Section == "" && p != nil && p.name != (kpt.Author{}) && s.entry == nil && !kpt.IsHint(s.text) {
			s.Section = p.Section
		}
		if s.parent == nil && s.Section != "" && s.Section != kpt.Tries {
			at := place{s.retro, s.Section}
			of[at] = append(of[at], s)
		}
	}
	for _, all := range of {
		if !begunByNames(all) {
			continue
		}
		var above *spot
		for _, s := range all {
			if s.name != (kpt.Author{}) {
				above = s
			} else if s.entry == nil || s.entry.unknown() {
				s.parent = above
			}
		}
	}
}

// begunByNames says whether the first of some lines is a name, and each name has lines after it.
func begunByNames(all []*spot) bool {
	before := false
	for i, s := range all {
		name := s.name != (kpt.Author{})
		if i == 0 && !name || before && name && !all[i-1].below {
			return false
		}
		before = name
	}
	return len(all) > 0 && (!before || all[len(all)-1].below)
}
