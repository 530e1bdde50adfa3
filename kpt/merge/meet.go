package merge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/kpt"
)

// meet gives lines that persons wrote, and that named nobody whom Engawa had seen then,
// to those who are known now. The lines stay as they are. What was only such a name is
// no note any more: it says whose the lines below it are.
func (m *merge) meet() {
	for _, e := range m.entries {
		if e.spot == nil || e.trace.Gone || e.left {
			continue
		}
		if e.waits() && e.author().Name != "" {
			m.pass(e)
		}
		if !e.unknown() {
			continue
		}
		if e.note != nil && e.spot.name != (kpt.Author{}) {
			m.forget(e)
			m.lift(e.note.ID)
			continue
		}
		author, text := m.author(e.spot, nil)
		if author == (kpt.Author{}) {
			e.callAs(e.spot.Line)
			continue
		}
		e.give(author, text)
	}
}

// waits says whether an entry's line may name somebody who is not known yet.
func (e *entry) waits() bool {
	return e.note != nil && e.note.Unknown || e.try != nil && e.try.Unknown && e.try.State == kpt.Open
}

// callAs keeps the name that the row of a table says of a note, and that nobody is known by.
func (e *entry) callAs(line kpt.Line) {
	const most = 50 // longer, or without a letter, it is no name
	name := strings.Join(strings.Fields(line.Person), " ")
	if !line.Named || utf8.RuneCountInString(name) > most || !strings.ContainsFunc(name, unicode.IsLetter) {
		name = ""
	}
	if e.note != nil && e.note.Named != name {
		e.note.Named, e.met = name, true
	}
}

func (e *entry) give(author kpt.Author, text string) {
	e.met = true
	if e.note != nil {
		before := e.note.Author
		e.note.Author, e.note.Text, e.note.Unknown, e.note.Named = author, text, false, ""
		e.keepWriter(before)
	} else {
		e.try.Owner, e.try.Text, e.try.Unknown = author, text, false
	}
}

// lift takes what stands below a note that is none any more from below it.
func (m *merge) lift(id kpt.NoteID) {
	for _, e := range m.entries {
		if e.note != nil && e.note.Under == id {
			e.note.Under, e.met = "", true
		}
	}
}

// unknown says whether an entry waits for the one whom its line names to be known.
func (e *entry) unknown() bool {
	if e.author() != (kpt.Author{}) || e.nameless() != "" {
		return false
	}
	return e.waits()
}

// mayBeKnown says whether a person's line may be that of somebody who is not known yet:
// it does not say that it is nobody's, and was no part of what is.
func (m *merge) mayBeKnown(s *spot) bool {
	if _, _, nobodys := m.unnamed(s.text); nobodys {
		return false
	}
	_, part := m.partOf(s, func(string) bool { return true })
	return !part
}
