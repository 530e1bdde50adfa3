package merge

import "github.com/engawa-bot/engawa/kpt"

// onTry says whether a line below others is about a Try that was decided: below its line, or
// behind or below ours that tells what became of it.
func (m *merge) onTry(s *spot) bool {
	for p := s.parent; p != nil; p = p.parent {
		if p.entry != nil && p.entry.try != nil {
			return true
		}
	}
	return s.Depth > 0 && s.told
}

// tellTries marks the lines that stand behind or below ours that tells what became of a Try.
func (m *merge) tellTries() {
	depth := 0 // of our line
	var last *spot
	for _, s := range m.spots {
		switch {
		case s.entry != nil && s.entry.note != nil && s.entry.note.Kind == kpt.Account:
			depth = s.Depth
		case last == nil || last.retro != s.retro || last.Section != s.Section || s.Depth < depth:
			depth = 0
		}
		s.told, last = depth > 0, s
	}
}
