package kpt

import "strings"

// author reads who wrote a line, and its text without the label. Who is known
// stays, unless a person named somebody else; nobody is ever named as the
// author of an anonymous note. What was in front of the text before it was
// edited, and named nobody then, names nobody now. e is nil for a line that is
// new.
func (m *merge) author(s *spot, e *entry) (Author, string) {
	known, was := Author{}, ""
	if e != nil {
		known, was = e.author(), e.text()
	}
	if text, ok := m.bare(s.text, e); ok {
		return known, text
	}
	if known.Secret != "" {
		return known, s.text
	}
	if a, text, ok := m.roster.Split(s.text); ok && text != "" && (!e.namesNobody() || !m.begins(was, a)) {
		return a, text
	}
	if a, ok := m.roster.Find(s.Person); ok {
		return a, s.text
	}
	if known != (Author{}) {
		return known, s.text
	}
	for p := s.parent; p != nil; p = p.parent {
		if p.name != (Author{}) {
			return p.name, s.text
		}
	}
	return Author{}, s.text
}

// namesNobody says whether an entry is one of ours without a name, whose text may
// begin like a label.
func (e *entry) namesNobody() bool {
	return e != nil && e.author().Name == "" && (e.nameless() != "" || !e.was.Person)
}

// begins says whether a text as its author typed it can be read as that of a.
func (m *merge) begins(text string, a Author) bool {
	read, _, ok := m.roster.Split(text)
	return ok && read.sameAs(a)
}

// bare is a line without what we put in front of it: the label of its author,
// or a word that stands for a name. That word says that nobody is named, also
// on a copy of the line.
func (m *merge) bare(line string, e *entry) (text string, ok bool) {
	if e != nil {
		if text, ok = unsigned(line, e.author(), e.nameless()); ok {
			return text, true
		}
		if e.author().Name != "" && e.author().Secret == "" {
			return line, false
		}
	}
	for word := range m.words {
		if text, ok = strings.CutPrefix(line, word+": "); ok && labelLike(text) {
			return text, true
		}
	}
	return line, false
}

func (e *entry) author() Author {
	if e.note != nil {
		return e.note.Author
	}
	return e.try.Owner
}

func (e *entry) text() string {
	if e.note != nil {
		return e.note.Text
	}
	return e.try.Text
}

func (e *entry) nameless() string {
	if e.note != nil {
		return e.note.Nameless
	}
	return e.try.Nameless
}
