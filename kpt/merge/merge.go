package merge

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// absent deals with an entry that has no line in the notebook.
func (m *merge) absent(e *entry) {
	t := e.trace
	retro, inScope := m.retros[t.Retro]
	if !inScope || t.Gone || e.held || m.sheets.waits[t.Retro] { // nobody knows yet what became of it
		return
	}
	underWay := len(t.Sent) > 0 && t.SentAt == m.revision
	if t.Want != "" && (slices.Contains(t.Sent, "") || t.From != (schedule.Date{})) {
		t.Seen = "" // it was we who took the line away, before it was wanted again
	}
	t.read(m.revision)
	switch {
	case t.Want == "":
		if t.Seen != "" || !underWay {
			m.forget(e)
		}
	case t.Seen == "":
		if at, ok := m.below(e); ok && m.shows(e) && !e.veiled() && !m.sheets.puzzles[place{t.Retro, t.Section}] {
			m.change(kpt.Change{Kind: kpt.AddLine, Retro: t.Retro, Section: t.Section, ID: e.id(), Text: t.Want, Place: at, Past: e.left, Owned: m.sheets.owned})
			t.send(t.Want, m.revision)
		}
	case t.Unmarked && e.note != nil:
		m.forget(e)
	case !retro.Closed.IsZero():
		t.Away = true // old sheets are put away; that deletes nothing
	default:
		m.deleted(e)
	}
}

// deleted takes in that a person deleted the line of an entry.
func (m *merge) deleted(e *entry) {
	switch n := e.note; {
	case e.trace.Want != e.trace.Seen:
		m.conflict(e, "")
	case n != nil && n.Author != (kpt.Author{}) && n.Kind != kpt.Account && !e.trace.Person:
		m.conflict(e, "")
		m.plan.Conflicts[len(m.plan.Conflicts)-1].Alone = true
	}
	e.trace.Gone = true
}

// below is the line that the one of an entry belongs below: of an account, that of its Try on
// the same sheet. False if that is not there.
func (m *merge) below(e *entry) (at string, ok bool) {
	if e.note == nil || e.note.Kind != kpt.Account {
		return "", true
	}
	i := slices.IndexFunc(m.spots, func(s *spot) bool {
		try := s.ID == e.note.Under || s.entry != nil && s.entry.try != nil && s.entry.id() == e.note.Under
		return try && s.retro == e.trace.Retro
	})
	if i < 0 {
		return "", false
	}
	return m.spots[i].Place, true
}

// present deals with an entry that has a line.
func (m *merge) present(e *entry) {
	t, s := e.trace, e.spot
	if t.Away = false; e.left {
		m.recalls(e)
		return
	}
	if m.leaves(e) {
		return
	}
	if s.ID == e.id() {
		t.Unmarked = false
	} else {
		t.Person = true // who cut, pasted or typed it anew made it theirs
	}
	ours := t.ours(s.text) && !t.Gone && !t.Person
	moved := m.follow(e)
	struck := s.Struck != t.Struck
	t.Struck = s.Struck
	m.tick(e)
	asLeft := ours && !moved && !struck && !t.Touched && !s.below
	switch {
	case t.Want == "" && asLeft:
		t.Seen = s.text
		t.send("", m.revision)
		m.change(kpt.Change{Kind: kpt.RemoveLine, ID: e.id(), Place: s.Place, Was: s.Text})
		return
	case t.Want == "":
		m.conflict(e, s.text)
		m.take(e)
	case ours || s.text == t.Want:
		t.saw(s.text)
		t.Gone = false
		t.read(m.revision)
	default:
		landed := t.Seen == "" && len(t.Sent) == 1 && t.Sent[0] == t.Want
		older := m.wentBack(e) && !t.Touched && !t.Person
		if (t.Want != t.Seen || older) && !landed && !t.Gone {
			m.conflict(e, s.text)
			m.saidBefore(older)
		}
		m.take(e)
	}
	t.Touched = t.Touched || moved || struck
	m.correct(e)
}

// tick takes in that a person has ticked or cleared the box of an open Try, on the sheet of a
// retro that has not ended.
func (m *merge) tick(e *entry) {
	t, s := e.trace, e.spot
	was := t.Ticked
	t.Ticked = s.Ticked
	retro, inScope := m.retros[s.retro]
	if e.try == nil || e.try.State != kpt.Open || s.Section != kpt.Tries || !inScope || !retro.Closed.IsZero() || was == s.Ticked {
		return
	}
	m.plan.Ticks = append(m.plan.Ticks, kpt.Tick{Try: e.id(), Retro: s.retro, Ticked: s.Ticked})
}

// leaves takes the line of an entry from the sheet that it is to leave, as long as it is as
// we wrote it. If a person had a hand in it, it stays where it is.
func (m *merge) leaves(e *entry) bool {
	t, s := e.trace, e.spot
	if t.From == (schedule.Date{}) || t.Want == "" {
		return false
	}
	stays := s.ID != e.id() || !t.ours(s.text) || t.Person || t.Touched || s.below || s.Section != t.Section || s.Struck != t.Struck
	if s.retro == t.From && !stays {
		t.saw(s.text)
		t.send("", m.revision)
		m.change(kpt.Change{Kind: kpt.RemoveLine, ID: e.id(), Place: s.Place, Was: s.Text})
		return true
	}
	if s.retro == t.From {
		t.Retro = t.From
	}
	t.From = schedule.Date{}
	return false
}

// correct plans what the line of an entry still lacks.
func (m *merge) correct(e *entry) {
	t, s := e.trace, e.spot
	switch {
	case t.Want != s.text && m.shows(e):
		m.change(kpt.Change{Kind: kpt.EditLine, ID: e.id(), Place: s.Place, Was: s.Text, Text: t.Want})
		t.send(t.Want, m.revision)
	case s.ID != e.id():
		m.change(kpt.Change{Kind: kpt.AdoptLine, ID: e.id(), Place: s.Place, Was: s.Text})
	}
}

// follow has the entry go where a person put its line: to another section,
// which may make it another kind of note, or to another sheet. A line whose own
// sheet is not there was not moved, it lost its heading.
func (m *merge) follow(e *entry) (moved bool) {
	t, s := e.trace, e.spot
	if _, ok := m.retros[s.retro]; ok && s.retro != t.Retro && m.sheets.there[t.Retro] {
		t.Retro, moved = s.retro, true
	}
	if s.Section == "" || s.Section == t.Section {
		return moved
	}
	if kind, ok := s.Section.Kind(); ok && e.note != nil && e.note.Kind != kpt.Account {
		e.note.Kind = kind
	}
	t.Section = s.Section
	return true
}

// take makes what stands in the notebook the text of the entry.
func (m *merge) take(e *entry) {
	t, s := e.trace, e.spot
	renamed := m.renamed(e)
	t.Want, t.Seen, t.Sent, t.SentAt, t.Gone, t.Touched = s.text, s.text, nil, "", false, true
	if e.note != nil {
		before := e.note.Author
		e.note.Author, e.note.Text = m.author(s, e)
		e.note.Changed, e.note.Unknown = m.at, renamed
		e.keepWriter(before)
	} else {
		e.try.Owner, e.try.Text = m.author(s, e)
		e.try.Unknown = renamed
	}
	m.takeName(e)
}

// conflict tells the author of a note that the notebook has kept something else.
func (m *merge) conflict(e *entry, kept string) {
	if e.note == nil {
		return
	}
	m.plan.Conflicts = append(m.plan.Conflicts, kpt.Conflict{
		Note: e.note.ID, On: e.trace.Retro, At: m.at, Author: e.note.Author, Lost: e.trace.Want, Kept: kept, Nameless: e.nameless(),
	})
}

// saidBefore says of the last conflict whether what the notebook has kept is of before.
func (m *merge) saidBefore(older bool) {
	if n := len(m.plan.Conflicts); n > 0 && older {
		m.plan.Conflicts[n-1].Before = true
	}
}

// forget takes a note out of the ledger that its author deleted.
func (m *merge) forget(e *entry) {
	if e.note != nil {
		n := *e.note
		n.Trace = kpt.Trace(e.was)
		m.plan.Forget = append(m.plan.Forget, n)
		e.gone = true
	}
}

// veiled says whether whoever led the meeting hid the note: it is not written anew.
func (e *entry) veiled() bool { return e.note != nil && e.note.Veiled }

func (e *entry) id() kpt.NoteID {
	if e.note != nil {
		return e.note.ID
	}
	return e.try.ID
}
