package merge

import "slices"

// part takes a line out of its section that says that it is of another one, with what is below
// it. What is a note already stays.
func (m *merge) part(s *spot) {
	known := func(e *entry) bool { return e.trace.Want == s.text || e.trace.Seen == s.text }
	if s.Section == "" || m.known[s.ID] != nil || slices.ContainsFunc(m.entries, known) {
		return
	}
	if s.contrary = s.parent != nil && s.parent.contrary || m.roster.Contrary(s.text, s.Section); s.contrary {
		s.Section = ""
	}
}
