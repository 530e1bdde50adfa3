package merge

import (
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// row is one of a table.
type row struct {
	retro     schedule.Date
	table, at int
}

// column is where lines stand below each other: in a section, and in one column of a table.
type column struct {
	place
	table, at int
}

// placeBelowNames puts lines below the names that stand above them, where a section begins with
// a name and each name has lines: "Ana", "tea", "Bo", "cake". Text that goes on a line that is
// nothing but a name is a line of its own. A label that is no name of the team's ends the list
// of the name before it: "Emi:", "全員".
func (m *merge) placeBelowNames() {
	of := map[column][]*spot{}
	for _, s := range m.spots {
		if p := s.parent; s.Section == "" && p != nil && p.name != (kpt.Author{}) && s.entry == nil && !kpt.IsHint(s.text) {
			s.Section = p.Section
		}
		if s.parent == nil && s.Section != "" && s.Section != kpt.Tries {
			at := column{place{s.retro, s.Section}, s.Cell.Table, s.Cell.Column}
			of[at] = append(of[at], s)
		}
	}
	names := m.rowsOfNames()
	ended := map[*spot]string{}
	for _, all := range of {
		begun := begunByNames(all)
		for i, s := range all {
			label := s.name == (kpt.Author{}) && s.hasLines(all[i+1:]) && (names[s.onRow()] || kpt.ForAll(s.text) || begun && s.Labels())
			s.heads = label && s.entry == nil
		}
		if begun {
			placeBelow(all)
		}
		m.endNames(all, ended)
	}
	for _, s := range m.spots {
		if s.parent != nil && s.Person != "" && s.Person == ended[s.parent] {
			ended[s], s.Person = s.Person, ""
		}
	}
}

// hasLines says whether there are lines that a line may head: in it, or else right behind it.
func (s *spot) hasLines(behind []*spot) bool {
	return s.below || len(behind) > 0 && behind[0].name == (kpt.Author{})
}

func (s *spot) onRow() row { return row{s.retro, s.Cell.Table, s.Cell.Row} }

// rowsOfNames are the rows of tables in which nothing stands but what may be names, several of
// each section, and of whom one at least is of the team.
func (m *merge) rowsOfNames() map[row]bool {
	type part struct {
		row
		section kpt.Section
	}
	columns, known, others := map[part]int{}, map[row]bool{}, map[row]bool{}
	for _, s := range m.spots {
		if s.Cell.Table == 0 || s.Section == "" {
			continue
		}
		at := s.onRow()
		_, may := kpt.SoleName(s.text)
		columns[part{at, s.Section}]++
		known[at] = known[at] || s.name != (kpt.Author{})
		others[at] = others[at] || !may || s.entry != nil || s.below || s.parent != nil
	}
	for at, n := range columns {
		if n < 2 || others[at.row] {
			delete(known, at.row)
		}
	}
	return known
}

// placeBelow puts each of some lines below the name above it. Where a name has lines in it, or
// another label is between, a line is nobody's.
func placeBelow(all []*spot) {
	var above *spot
	for _, s := range all {
		switch {
		case s.name != (kpt.Author{}):
			above = s
		case above != nil && (above.below || s.Labels()):
			above = nil
		case s.entry == nil || s.entry.unknown():
			s.parent = above
		}
	}
}

// endNames takes from lines the name that stands above them all, from a label on that is not that
// name: they are of whom the label names, or nobody's. It adds whose lines they were.
func (m *merge) endNames(all []*spot, ended map[*spot]string) {
	ends := map[string]bool{} // names that stand above
	var above *spot
	for i, s := range all {
		of, known := m.roster.Called(s.Person)
		if !known {
			continue
		}
		named, label := s.name != (kpt.Author{}), s.Labels() && s.hasLines(all[i+1:])
		if named && s.name != of && (s.below || label) || !named && label {
			ends[s.Person], above = true, s
			s.heads = s.heads || !named && s.entry == nil
		} else if ends[s.Person] && s.parent == nil && above != nil && !above.below && (s.entry == nil || s.entry.unknown()) {
			s.parent = above
		}
		if ends[s.Person] {
			ended[s], s.Person = s.Person, ""
		}
	}
}

// begunByNames says whether the first of some lines is a name, and each name has lines after it.
func begunByNames(all []*spot) bool {
	before := false
	for i, s := range all {
		name := s.name != (kpt.Author{})
		label := name || kpt.ForAll(s.text)
		if i == 0 && !label || before && label && !all[i-1].below {
			return false
		}
		before = label
	}
	return len(all) > 0 && (!before || all[len(all)-1].below)
}
