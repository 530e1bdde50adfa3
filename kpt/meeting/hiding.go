package meeting

import (
	"errors"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Hide takes a note that everyone sees off the meeting, for it hurts, or shows it again:
// see kpt.Book.Veil. It is for who leads the running meeting, and for a keeper at any
// time. Outcome.Note is the note.
type Hide struct {
	Note   kpt.NoteID
	Off    bool // show it again
	Keeper bool // the presser is one
}

func (Hide) rule() rule { return rule{in: always, idle: true} }

func (d Hide) do(a *act) error {
	if !d.Keeper && !a.m.runBy(a.member()) {
		return refuse(NotToHide)
	}
	if !d.Off {
		if err := a.maySee(d.Note); err != nil {
			return err
		}
	}
	n, changed, err := a.hall.book.Veil(a.tx, a.Retro, d.Note, !d.Off)
	if errors.As(err, new(*kpt.Refusal)) {
		return refuse(UnknownNote)
	}
	if a.out.Note = n; changed {
		a.changed()
	}
	return err
}

// runBy says whether somebody leads the meeting, and it goes on.
func (m Meeting) runBy(who MemberID) bool { return m.phase() == running && m.People.Lead == who }

// maySee refuses a note that not everyone sees, unless it is hidden so already.
func (a *act) maySee(id kpt.NoteID) error {
	veiled, err := a.hall.book.Veiled(a.tx, a.Retro)
	if err != nil {
		return err
	}
	for _, n := range veiled {
		if n.ID == id {
			return nil
		}
	}
	shown, err := a.seenByAll()
	if err != nil {
		return err
	}
	for _, n := range shown.Notes {
		if n.ID == id {
			return nil
		}
	}
	return refuse(UnknownNote)
}

// Hideable are the notes of a retro that somebody may hide, and those that they may show
// again. The error is that of Hide.
func (h Hall) Hideable(tx *store.Tx, date schedule.Date, who MemberID, keeper bool) (shown, hidden []kpt.Note, err error) {
	m, err := h.Meeting(tx, date)
	if err != nil {
		return nil, nil, err
	}
	if !keeper && !m.runBy(who) {
		return nil, nil, refuse(NotToHide)
	}
	all, err := h.book.Notes(tx, date, kpt.Viewer{})
	if err != nil {
		return nil, nil, err
	}
	hidden, err = h.book.Veiled(tx, date)
	return all.Notes, hidden, err
}
