package kpt

import (
	"cmp"
	"errors"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// ErrNoTry means that there is no Try of the id.
var ErrNoTry = errors.New("kpt: no such Try")

// NewTry checks and tidies what a meeting is about to decide. The error is an
// *InputError.
func NewTry(id NoteID, text string, owner Author, terms Terms, born schedule.Date) (Try, error) {
	text, err := check(text)
	if err != nil {
		return Try{}, err
	}
	if terms.When != "" {
		if terms.When, err = check(terms.When); err != nil {
			return Try{}, err
		}
	}
	owner.Name = oneLine(owner.Name)
	return Try{ID: id, Text: text, Owner: owner, Born: born, State: Open, Terms: terms}, nil
}

// Try reads one Try; false if there is none of the id.
func (b Book) Try(tx *store.Tx, id NoteID) (Try, bool, error) {
	return tries.Get(tx, b.key(string(id)))
}

// Has says whether a Try, or a note of a recent retro, has the id, whoever may
// see it.
func (b Book) Has(tx *store.Tx, id NoteID) (bool, error) {
	if _, ok, err := b.Try(tx, id); ok || err != nil {
		return ok, err
	}
	_, _, err := b.find(tx, id)
	if errors.As(err, new(*Refusal)) {
		return false, nil
	}
	return err == nil, err
}

// Decide makes a Try of the draft that has its id. It takes over the draft's
// line in the notebook, which gets the Try's words unless a person had a hand
// in it. The draft is kept aside, for Undecide. A Try that was decided before
// gets new words, owner, terms and Problems.
func (b Book) Decide(tx *store.Tx, t Try) (Try, error) {
	old, decided, err := b.Try(tx, t.ID)
	if err != nil {
		return Try{}, err
	}
	if decided {
		old.Text, old.Owner, old.Terms, old.Answers = t.Text, t.Owner, t.Terms, t.Answers
		old.Unknown = old.Unknown && t.Owner == Author{}
		t = old
	} else if err := b.bear(tx, &t); err != nil {
		return Try{}, err
	}
	t.Nameless = cmp.Or(b.nameless, t.Nameless)
	if !t.Trace.Person && !t.Trace.Touched {
		t.Trace.Want = t.line()
	}
	return t, b.PutTry(tx, t)
}

// bear gives a new Try its number among those of its retro, and the line of its draft.
func (b Book) bear(tx *store.Tx, t *Try) error {
	all, err := b.Tries(tx)
	if err != nil {
		return err
	}
	t.Nth = NextNth(all, t.Born)
	t.Trace, err = b.lendLine(tx, *t)
	return err
}

// lendLine puts the draft of a Try aside and gives the trace of its line.
func (b Book) lendLine(tx *store.Tx, t Try) (Trace, error) {
	n, ok, err := notes.Get(tx, b.key(t.Born.String(), string(t.ID)))
	if err != nil {
		return Trace{}, err
	}
	if !ok || n.Kind != Draft || n.Gone() {
		return Trace{}, &Refusal{Unknown}
	}
	if err := notes.Delete(tx, b.noteKey(n)); err != nil {
		return Trace{}, err
	}
	return n.Trace, drafts.Put(tx, b.key(string(n.ID)), n)
}

// Undecide makes a Try the draft again that it was, in its author's words, with
// its line. It is for the meeting that decided the Try: one that was carried
// over since, or was no draft, is refused with Over or Unknown.
func (b Book) Undecide(tx *store.Tx, id NoteID) error {
	t, ok, err := b.Try(tx, id)
	if err != nil {
		return err
	}
	n, drafted, err := drafts.Get(tx, b.key(string(id)))
	switch {
	case err != nil:
		return err
	case !ok || !drafted:
		return &Refusal{Unknown}
	case t.Carried > 0:
		return &Refusal{Over}
	}
	was := n.Trace
	if n.Trace = t.Trace; !t.Trace.Person && !t.Trace.Touched {
		n.Trace.Want = n.line()
	} else if t.Trace.Want != was.Want {
		n.Text = t.Text // a person wrote it
	}
	if err := tries.Delete(tx, b.key(string(id))); err != nil {
		return err
	}
	if err := drafts.Delete(tx, b.key(string(id))); err != nil {
		return err
	}
	return b.keep(tx, n)
}

// CloseRetro ends a retro and opens the next: see End.
func (b Book) CloseRetro(tx *store.Tx, r, next Retro, at time.Time) error {
	_, err := b.End(tx, r, next, at)
	return err
}

// End ends a retro and opens the next one with the open Tries. What is hidden, and was
// never shown in the meeting, is not shown by its end: it goes on to the next retro, as
// hidden as it was. These notes are given. What came of answers stays: they were given here.
func (b Book) End(tx *store.Tx, r, next Retro, at time.Time) (moved []Note, err error) {
	all, err := b.Tries(tx)
	if err != nil {
		return nil, err
	}
	answers := CameOf(all)
	moved, err = b.move(tx, r, next.Date, func(n Note) bool {
		_, answer := answers[n.ID]
		return unwritten(n) && !r.ShowsNote(n) && !answer
	})
	if err != nil {
		return nil, err
	}
	return moved, b.end(tx, r, next, at, len(moved) > 0)
}

// HeldWithout ends a retro whose meeting was held over the notebook alone, and opens the
// next. Notes that never got into the notebook go on to that, and so do those that were
// written since it Waits, with their lines, for that is what their authors were told. It
// gives the notes of which their authors were told otherwise: those that go on and were
// for this one, and those that stay, for a person has changed their lines here.
func (b Book) HeldWithout(tx *store.Tx, r, next Retro, at time.Time) (moved, stayed []Note, err error) {
	held := map[NoteID]bool{} // of an earlier one: their authors know
	all, err := b.move(tx, r, next.Date, func(n Note) bool {
		held[n.ID] = n.Held
		return unwritten(n) || n.since(r.Waits) && n.untouched()
	})
	if err != nil {
		return nil, nil, err
	}
	for _, n := range all {
		if !n.since(r.Waits) && !held[n.ID] {
			moved = append(moved, n)
		}
	}
	rest, err := b.notesOf(tx, r.Date)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range rest {
		if n.since(r.Waits) && !n.Gone() && n.Author.Member != "" && n.Trace.Touched {
			stayed = append(stayed, n)
		}
	}
	return moved, stayed, b.end(tx, r, next, at, len(all) > 0)
}

// since says whether a note was written at an instant or after it; the zero instant is
// none.
func (n Note) since(at time.Time) bool { return !at.IsZero() && !n.Written.Before(at) }

// end closes a retro, of which some notes go on to the next.
func (b Book) end(tx *store.Tx, r, next Retro, at time.Time, some bool) error {
	r.Closed = at.UTC()
	if err := b.PutRetro(tx, r); err != nil {
		return err
	}
	now, there, err := b.Retro(tx, next.Date)
	if err != nil {
		return err
	}
	if !there {
		now = next
		now.Opened = r.Closed
	}
	now.Noted = now.Noted || some
	if err := b.PutRetro(tx, now); err != nil {
		return err
	}
	return b.carryOver(tx, at)
}

// unwritten says whether a note is not in the notebook, and not on the way there.
func unwritten(n Note) bool { return !n.Trace.Expected() }

// untouched says whether no person had a hand in the line of a note.
func (n Note) untouched() bool { return !n.Trace.Person && !n.Trace.Touched }

// move gives some notes to another retro. Their lines move to its sheet. To a later one
// they go for the end of theirs, which they keep: that may be taken back. There they are as
// hidden or shown as here, whatever it promises.
func (b Book) move(tx *store.Tx, r Retro, to schedule.Date, moves func(Note) bool) (moved []Note, err error) {
	all, err := b.notesOf(tx, r.Date)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if n.Gone() || !moves(n) {
			continue
		}
		if err := notes.Delete(tx, b.noteKey(n)); err != nil {
			return nil, err
		}
		if n.Trace.Expected() {
			n.Trace.From = r.Date
		}
		n.Trace.Retro, n.Came = to, schedule.Date{}
		if r.Date.Before(to) {
			n.Came, n.Shown = r.Date, r.ShowsNote(n)
			n.Held = !n.Shown
		}
		if err := notes.Put(tx, b.noteKey(n), n); err != nil {
			return nil, err
		}
		moved = append(moved, n)
	}
	return moved, nil
}

func (b Book) forgetDrafts(tx *store.Tx, viewer Viewer) error {
	all, err := values(drafts, tx, b.key())
	if err != nil {
		return err
	}
	for _, n := range all {
		if !viewer.Gave(n) {
			continue
		}
		if viewer.Wrote(n) {
			n.Author = Author{}
		}
		n.passWriter(viewer.member, "")
		if err := drafts.Put(tx, b.key(string(n.ID)), n); err != nil {
			return err
		}
	}
	return nil
}
