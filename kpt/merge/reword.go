package merge

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// matchReworded gives lines among the Tries that wait for an answer to the Tries whose
// lines are gone from there: first where only one goes with the other by the names; then
// in their order, if there are as many of the one as of the other, also under another name.
// Few people begin a Try there: who takes a line away and writes another in the same place
// has put it into other words, however few it has kept, and may have given it to another.
func (m *merge) matchReworded() {
	for date := range m.sheets.there {
		lost, lines := m.waiting(date)
		for _, e := range lost {
			may := slices.DeleteFunc(slices.Clone(lines), func(s *spot) bool { return !m.mayBe(e, s) })
			if len(may) != 1 {
				continue
			}
			rivals := slices.DeleteFunc(slices.Clone(lost), func(other *entry) bool { return !m.mayBe(other, may[0]) })
			if len(rivals) == 1 {
				e.spot, may[0].entry = may[0], e
			}
		}
		lost, lines = m.waiting(date)
		if len(lost) != len(lines) {
			continue
		}
		for i, e := range lost {
			e.spot, lines[i].entry = lines[i], e
		}
	}
}

// mayBe says whether a line names nobody but the owner of a Try.
func (m *merge) mayBe(e *entry, s *spot) bool {
	_, ok := m.unlabelled(e, s)
	return ok
}

// waiting are the Tries that should stand as waiting on a sheet and do not, and the
// lines there that are nobody's so far, and no Try's with a word on it.
func (m *merge) waiting(sheet schedule.Date) (lost []*entry, lines []*spot) {
	for _, e := range m.entries {
		if e.try != nil && !e.left && e.trace.Retro == sheet && e.trace.Section == kpt.Tries && e.lost() && e.trace.Seen != "" {
			lost = append(lost, e)
		}
	}
	if len(lost) == 0 {
		return nil, nil
	}
	for _, s := range m.spots {
		if m.waits(s, sheet) && !m.repeats(s) {
			lines = append(lines, s)
		}
	}
	return lost, lines
}

// waits says whether a line is among the Tries that wait on a sheet, and nobody's so far.
func (m *merge) waits(s *spot, sheet schedule.Date) bool {
	return s.retro == sheet && s.Section == kpt.Tries && s.Depth == 0 && m.free(s)
}
