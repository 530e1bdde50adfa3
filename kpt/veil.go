package kpt

import (
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Beside is what is kept of a note beside its text.
type Beside struct {
	Link string `json:"link,omitzero"` // of the message it was made from
	// Veiled says that whoever led the meeting hid the note, for it hurts: its author
	// reads it, and nobody else. What stands in the notebook already stays there.
	Veiled bool `json:"veiled,omitzero"`
	// Came is the retro whose end had the note go on to this one: see Reopen.
	Came schedule.Date `json:"came,omitzero"`
	// Shown says that the team has seen the note, so that it is not hidden anew where its
	// retro hides what comes now.
	Shown bool `json:"shown,omitzero"`
	// Held says that the note was promised to be hidden until a meeting, in a retro before this
	// one: it is, also where this one shows what comes now.
	Held bool `json:"held,omitzero"`
	Whose
	// Named is the name that the row of a table says of a note that is Unknown. It is shown
	// as it stands there.
	Named string `json:"named,omitzero"`
	// Writer is the member who gave the note to us, where a person has put another name in
	// front of its line since: it is shown as that one's, and its writer has written.
	Writer string `json:"writer,omitzero"`
}

// keepShown notes of some notes of a retro that the team has seen them.
func (b Book) keepShown(tx *store.Tx, r Retro, is func(Note) bool) error {
	all, err := b.notesOf(tx, r.Date)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Shown || !r.ShowsNote(n) || !is(n) {
			continue
		}
		n.Shown = true
		if err := notes.Put(tx, b.noteKey(n), n); err != nil {
			return err
		}
	}
	return nil
}

// Veil hides a note of a retro from everyone but its author, or shows it again. It is
// given as its author sees it, with whether that changed anything. A note that is not
// there is refused with Unknown.
func (b Book) Veil(tx *store.Tx, date schedule.Date, id NoteID, on bool) (n Note, changed bool, err error) {
	n, ok, err := notes.Get(tx, b.key(date.String(), string(id)))
	switch {
	case err != nil:
		return Note{}, false, err
	case !ok || n.Gone():
		return Note{}, false, &Refusal{Unknown}
	case n.Veiled == on:
		return n.shown(), false, nil
	}
	n.Veiled = on
	return n.shown(), true, b.keep(tx, n)
}

// Veiled reads the notes of a retro that are hidden so, in the order in which they were
// written. It is for who may show them again.
func (b Book) Veiled(tx *store.Tx, date schedule.Date) ([]Note, error) {
	all, err := b.notesOf(tx, date)
	var veiled []Note
	for _, n := range all {
		if n.Veiled && !n.Gone() {
			veiled = append(veiled, n.shown())
		}
	}
	return veiled, err
}

// Stands says whether a note of a retro stands in the notebook, or may.
func (b Book) Stands(tx *store.Tx, date schedule.Date, id NoteID) (bool, error) {
	n, ok, err := notes.Get(tx, b.key(date.String(), string(id)))
	return ok && n.Trace.Expected(), err
}
