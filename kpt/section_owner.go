package kpt

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// SectionOwner is what the heading of a section says besides its name that may be the name of
// somebody, whose section it is then: "Keep（田中）", "Keep — Bo", "Keep: Ana". Whether it is one,
// only the roster tells: else the section is everybody's. "" if it says nothing of the kind.
func SectionOwner(heading string) (name string) {
	if _, ok := FindSection(heading); !ok {
		return ""
	}
	for _, p := range partsOf(norm.NFKC.String(plain.Line(heading))) {
		if _, ok := sideOf(Fold(p.text)); ok {
			continue
		}
		if _, ok := glossed(p.text); ok && !p.aside {
			continue
		}
		said := strings.TrimLeft(strings.TrimSpace(p.text), "@")
		if _, ok := SoleName(said); !ok || name != "" || ForAll(said) {
			return ""
		}
		name = said
	}
	return name
}

// Called finds whom a heading or the label of a row names: by all that it says, or without what
// it says in brackets at its end: "田中（PM）".
func (r Roster) Called(heading string) (Author, bool) {
	if a, ok := r.Find(heading); ok {
		return a, true
	}
	if before, ok := beforeAside(heading); ok {
		return r.Find(before)
	}
	return Author{}, false
}

// beforeAside is what a heading says before the brackets at its end.
func beforeAside(heading string) (before string, ok bool) {
	for _, l := range byEnd(strings.TrimSpace(heading)) {
		if before = strings.TrimSpace(l.Rest); Fold(before) != "" {
			return before, true
		}
	}
	return "", false
}

// Others says whether a section is somebody else's than those who a line is labelled with: its
// heading says a name of the team's, by the names that are.
func (c Change) Others(owner string) bool {
	return owner != "" && slices.ContainsFunc(c.Owners(), func(o string) bool { return Fold(o) == Fold(owner) }) && !LabelledBy(c.Text, owner)
}

// Owners are the names in Owned.
func (c Change) Owners() []string { return strings.Split(c.Owned, "\n") }
