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

// Contraries are the lines of a sheet that say that they are of another section than theirs,
// and that are no notes yet.
func (r Roster) Contraries(s Sheet) (texts []string) {
	for _, l := range s.Lines {
		if l.ID == "" && l.Section != "" && !l.Suggested && r.Contrary(Tidy(l.Text), l.Section) {
			texts = append(texts, strings.ReplaceAll(Tidy(l.Text), "\n", " "))
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
