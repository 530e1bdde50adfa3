package merge

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// A person who takes away the heading of a section says nothing of the lines below it, which
// then stand below the heading above. They stay what they are, as long as their heading is
// gone and they have their marks; the team is told (kpt.Book.Headless). Of what else stands
// there nobody can tell what it is: it is not read, and nothing is added to either section,
// until the heading is back above them.

// lack takes in which sections a sheet has not: of several sheets of a retro, one is enough.
func (m *merge) lack(s kpt.Sheet) {
	for _, section := range kpt.Sections() {
		at := place{s.Retro, section}
		before, known := m.sheets.lacks[at]
		m.sheets.lacks[at] = slices.Contains(s.Lacks, section) && (before || !known)
	}
}

// keepSections has lines stay in their sections whose headings are gone.
func (m *merge) keepSections() {
	fallen := map[schedule.Date]map[kpt.Section]bool{}
	for _, s := range m.spots {
		e := s.entry
		switch at := (place{s.retro, s.Section}); {
		case s.Section == "":
		case e == nil && s.ID == "" && fallen[s.retro][s.Section]:
			m.sheets.beneath = append(m.sheets.beneath, s)
		case e != nil && s.retro == e.trace.Retro && s.Section != e.trace.Section && m.sheets.lacks[place{s.retro, e.trace.Section}]:
			if fallen[s.retro] == nil {
				fallen[s.retro] = map[kpt.Section]bool{}
			}
			fallen[s.retro][s.Section] = true
			m.sheets.puzzles[at], m.sheets.puzzles[place{s.retro, e.trace.Section}] = true, true
			s.Section = e.trace.Section
		}
	}
}

// leaveBeneath leaves lines unread that stand below such lines, and are none that are known.
func (m *merge) leaveBeneath() {
	for _, s := range m.sheets.beneath {
		if s.entry == nil {
			s.Section = ""
		}
	}
}
