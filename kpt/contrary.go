package kpt

import (
	"slices"
	"strings"
)

// Contrary says whether a line of a section says itself that it is of another one: "Problem:
// loud" below Keep. It is not known then which is meant, unless a person is called so.
func (r Roster) Contrary(text string, section Section) bool {
	for line := range strings.SplitSeq(text, "\n") {
		label, said, ok := lineLabel(line)
		if !ok {
			for _, l := range labels(line, r.longest()) { // behind a name
				if label, said, ok = lineLabel(l.Rest); ok {
					break
				}
			}
		}
		if !ok || said == section || ofTries(said) && ofTries(section) {
			continue
		}
		if _, named := r.Find(label); !named {
			return true
		}
	}
	return false
}

// LeftAlone are the lines of a sheet that are not read though they stand in a section, and that
// are no notes yet: they say that they are of another section than theirs, or are below a line
// that is crossed out.
func (r Roster) LeftAlone(s Sheet) (texts []string) {
	crossed := -1 // the depth of a crossed out line above; -1: none
	for _, l := range s.Lines {
		if l.Suggested {
			continue
		}
		if l.Depth <= crossed || l.Section == "" {
			crossed = -1
		}
		text := Tidy(l.Text)
		switch {
		case l.ID != "" || l.Section == "" || l.Crossed && crossed >= 0:
		case l.Crossed:
			if _, named := r.Find(text); !named {
				crossed = l.Depth
			}
		case crossed >= 0 && !SaysNothing(text), r.Contrary(text, l.Section):
			texts = append(texts, strings.ReplaceAll(text, "\n", " "))
		}
	}
	return texts
}

// Strangers are what lines of a sheet stand below that may be a name, and is nobody's of the
// team: they are not read.
func (r Roster) Strangers(s Sheet) (names []string) {
	for _, l := range s.Lines {
		if _, known := r.Find(l.Below); l.Below != "" && l.Section != "" && !known && !slices.Contains(names, l.Below) {
			names = append(names, l.Below)
		}
	}
	return names
}
