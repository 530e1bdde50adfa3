package merge

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

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

// end takes a line out of its section that stands below the heading of something else, or
// behind such lines: a caption that is nobody's name. It returns the section that has ended so.
func (m *merge) end(ended kpt.Section, line *kpt.Line) kpt.Section {
	switch {
	case line.Section == "":
		return ended
	case line.Below == "":
		return ""
	}
	if _, named := m.roster.Find(line.Below); named && ended != line.Section {
		return ""
	}
	ended, line.Section = line.Section, ""
	return ended
}
