package merge

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/kpt"
)

// author reads who wrote a line, and its text without the label. Who is known
// stays, unless a person named somebody else; nobody is ever named as the
// author of an anonymous note. What was in front of the text before it was
// edited, and named nobody then, names nobody now. e is nil for a line that is
// new.
func (m *merge) author(s *spot, e *entry) (kpt.Author, string) {
	known, was := kpt.Author{}, ""
	if e != nil {
		known, was = e.author(), e.text()
	}
	if text, ok := m.bare(s.text, e); ok {
		return known, text
	}
	if known.Secret != "" {
		return known, s.text
	}
	if _, text, ok := m.unnamed(s.text); ok && known.Name != "" {
		return kpt.Author{}, text // a person has put the word in the place of the name
	}
	if text, ok := e.forgotten(s.text); ok {
		return kpt.Author{}, text
	}
	if e == nil {
		if _, part := m.partOfNobodys(s); part {
			return kpt.Author{}, s.text
		}
	}
	if a, text, ok := m.roster.Split(s.text); ok && text != "" && (!e.namesNobody() || !m.roster.Reads(was, a)) {
		return a, text
	}
	forgotten := e.namesNobody() && e.nameless() != "" && e.was.Person
	if a, ok := m.roster.Called(s.Person); ok && !forgotten {
		return a, s.text
	}
	if known != (kpt.Author{}) {
		return known, s.text
	}
	for p := s.parent; p != nil; p = p.parent {
		if p.name != (kpt.Author{}) {
			return p.name, s.text
		}
		if _, rest, ok := m.unnamed(p.text); ok && rest == p.text || kpt.ForAll(p.text) {
			break // what is below the word alone is nobody's
		}
	}
	return kpt.Author{}, s.text
}

// owned are what headings of sections say that is somebody's name.
func owned(team kpt.Roster, r kpt.Reading) string {
	var names []string
	for _, s := range r.Sheets {
		for _, name := range s.Owners {
			if _, ok := team.Find(name); ok && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, "\n")
}

// forgotten is a line without the name in front of it that stood there already when the
// name was taken off its entry: it does not give the entry back to whom it names.
func (e *entry) forgotten(line string) (text string, ok bool) {
	if !e.namesNobody() || e.nameless() == "" || e.author() != (kpt.Author{}) {
		return "", false
	}
	for _, was := range append(slices.Clone(e.was.Sent), e.was.Seen) {
		for _, old := range kpt.Labels(was) {
			if strings.TrimSpace(old.Rest) != e.text() {
				continue
			}
			for _, l := range kpt.Labels(line) {
				if text = strings.TrimSpace(l.Rest); l.Name == old.Name && text != "" {
					return text, true
				}
			}
		}
	}
	return "", false
}

// namesNobody says whether an entry is one of ours without a name, whose text may
// begin like a label.
func (e *entry) namesNobody() bool {
	return e != nil && e.author().Name == "" && (e.nameless() != "" || !e.was.Person)
}

// bare is a line without what we put in front of it: the label of its author,
// or a word that stands for a name. That word says that nobody is named, also
// on a copy of the line.
func (m *merge) bare(line string, e *entry) (text string, ok bool) {
	if e != nil {
		if text, ok = kpt.Unsigned(line, e.author(), e.nameless()); ok {
			return text, true
		}
		if e.author().Name != "" && e.author().Secret == "" {
			return line, false
		}
	}
	_, text, ok = m.unnamed(line)
	return text, ok
}

// unnamed is a line without the word that stands for a name, however a person has
// written it: '匿名：', '(anonymous)'. If the line says nothing else, it stays.
func (m *merge) unnamed(line string) (word, text string, ok bool) {
	all := kpt.Labels(line)
	first, _, _ := strings.Cut(line, "\n")
	if i := strings.IndexAny(first, kpt.Colons); i > 0 {
		_, n := utf8.DecodeRuneInString(first[i:])
		all = append(all, kpt.Label{Name: line[:i], Rest: line[i+n:]})
	}
	all = append(all, kpt.Label{Name: line})
	for _, l := range all {
		name, found := kpt.Fold(l.Name), ""
		for word := range m.words {
			if name == kpt.Fold(word) && (found == "" || word < found) {
				found = word
			}
		}
		if found == "" {
			continue
		}
		if text = strings.TrimSpace(l.Rest); text == "" {
			text = line
		}
		return found, text, true
	}
	return "", line, false
}

func (e *entry) author() kpt.Author {
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

// without is the word that stands for a name on a person's line that names
// nobody; "" if it has none.
func (m *merge) without(s *spot) string {
	word, _, ok := m.unnamed(s.text)
	if !ok {
		word, _ = m.partOfNobodys(s)
	}
	return word
}

// partOfNobodys finds a note or a Try without a name, on the sheet of a line that
// a person wrote, of which that line was a later one before it was split. It gives
// the word that stands for the name.
func (m *merge) partOfNobodys(s *spot) (word string, ok bool) {
	read, _, ok := m.roster.Split(s.text)
	if !ok {
		return "", false
	}
	return m.partOf(s, func(line string) bool { return m.roster.Reads(line, read) })
}

// partOf is partOfNobodys by lines of some kind.
func (m *merge) partOf(s *spot, is func(line string) bool) (word string, ok bool) {
	for _, e := range m.entries {
		if !e.namesNobody() || e.was.Retro != s.retro {
			continue
		}
		for _, whole := range append([]string{e.was.Seen, e.was.Want}, e.was.Sent...) {
			for _, rest, more := strings.Cut(whole, "\n"); more; _, rest, more = strings.Cut(rest, "\n") {
				if line, _, _ := strings.Cut(rest, "\n"); is(line) && e.lostPart(line, rest, s.text) {
					return e.nameless(), true
				}
			}
		}
	}
	return "", false
}

// lostPart says whether a line has become a text: as it was, or changed since, if
// it stands no more where it was.
func (e *entry) lostPart(line, rest, text string) bool {
	if kpt.Fold(text) == kpt.Fold(line) || kpt.Fold(text) == kpt.Fold(rest) {
		return true
	}
	stands := e.spot != nil && strings.Contains(e.spot.text, line)
	was, is := []rune(kpt.Fold(line)), []rune(kpt.Fold(text))
	same := 0
	for same < min(len(was), len(is)) && was[same] == is[same] {
		same++
	}
	return !stands && same*2 >= max(len(was), len(is))
}

func (e *entry) nameless() string {
	if e.note != nil {
		return e.note.Nameless
	}
	return e.try.Nameless
}
