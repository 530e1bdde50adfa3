package kpt

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// ErrNoRetro means that no retro is open that could take a note.
var ErrNoRetro = errors.New("kpt: no retro is open")

// Add keeps a note, for the retro that takes it when it was written: see Taking.
// Of the author of an anonymous note it keeps only what lets them edit it. A
// note that is there already, by its ID, was given twice: it gets the text that
// was given last, unless a person has changed its line. A note that its author
// gave within the last hour, under another ID, was told to have failed and given
// again: it is returned as it is. The error may be ErrNoRetro, of an id or a Kind
// that is none Unknown or NoKind, or that of Revise.
func (b Book) Add(tx *store.Tx, n Note, anonymous bool) (Note, error) {
	switch {
	case !n.ID.plausible():
		return Note{}, &Refusal{Unknown}
	case !n.Kind.Valid():
		return Note{}, &InputError{Fault: NoKind}
	}
	if old, _, err := b.find(tx, n.ID); err == nil {
		viewer, err := b.Viewer(tx, n.Author.Member)
		if err != nil {
			return Note{}, err
		}
		seen := old.Version()
		if old.Trace.Touched {
			seen = "" // the author's words are not all that is there
		}
		return b.Revise(tx, old.ID, seen, n.Text, viewer, n.Written)
	} else if !errors.As(err, new(*Refusal)) {
		return Note{}, err
	}
	r, ok, err := b.Taking(tx, n.Written)
	if err != nil {
		return Note{}, err
	}
	if !ok {
		return Note{}, ErrNoRetro
	}
	if twin, is, err := b.twin(tx, r, n, anonymous); is || err != nil {
		return twin.shown(), err
	}
	if anonymous {
		secret, err := b.secret(tx)
		if err != nil {
			return Note{}, err
		}
		n.Author = Author{Secret: hidden(secret, n.ID, n.Author.Member)}
	}
	n.Nameless = cmp.Or(b.nameless, n.Nameless)
	n = n.joining(r)
	return n.shown(), b.keep(tx, n)
}

// keep keeps a note that the notebook is to follow.
func (b Book) keep(tx *store.Tx, n Note) error {
	if err := notes.Put(tx, b.noteKey(n), n); err != nil {
		return err
	}
	return b.touch(tx)
}

// Edit gives a note of the viewer's another text. The error may be an
// *InputError or a *Refusal.
func (b Book) Edit(tx *store.Tx, id NoteID, text string, viewer Viewer, at time.Time) (Note, error) {
	n, r, err := b.find(tx, id)
	if err != nil {
		return Note{}, err
	}
	if err := MayEdit(n, r, viewer, at); err != nil {
		return Note{}, err
	}
	n.Nameless = cmp.Or(b.nameless, n.Nameless)
	if n, err = n.edited(text, at); err != nil {
		return Note{}, err
	}
	return n.shown(), b.keep(tx, n)
}

// Revise is Edit by an author who saw the note at a Version. If it was changed
// since, by a person in the notebook or from another form, it is refused with
// Changed: the author has not seen the words that would go. To give it the text
// that it has is to send it again, and no fault.
func (b Book) Revise(tx *store.Tx, id NoteID, seen, text string, viewer Viewer, at time.Time) (Note, error) {
	n, r, err := b.find(tx, id)
	if err != nil {
		return Note{}, err
	}
	if err := MayEdit(n, r, viewer, at); err != nil {
		return Note{}, err
	}
	if n.Version() != seen && n.Text != storable(Tidy(text)) {
		return Note{}, &Refusal{Changed}
	}
	return b.Edit(tx, id, text, viewer, at)
}

// Delete takes a note of the viewer's back. Its text stays in the Book only
// until its line is out of the notebook. The error may be a *Refusal.
func (b Book) Delete(tx *store.Tx, id NoteID, viewer Viewer, at time.Time) error {
	n, r, err := b.find(tx, id)
	if err != nil {
		return err
	}
	if err := MayDelete(n, r, viewer, at); err != nil {
		return err
	}
	if !n.Trace.Expected() {
		return notes.Delete(tx, b.noteKey(n))
	}
	return b.keep(tx, n.deleted())
}

// NotOwn says why a note that is not among the viewer's own is not: Unknown, or InNotebook if a
// person has put another name there.
func (b Book) NotOwn(tx *store.Tx, id NoteID, viewer Viewer, at time.Time) error {
	n, r, err := b.find(tx, id)
	if err != nil {
		return err
	}
	var refusal *Refusal
	if errors.As(MayEdit(n, r, viewer, at), &refusal) && refusal.Why == InNotebook {
		return refusal
	}
	return &Refusal{Unknown}
}

// find reads a note that may still be edited, and its retro: one of a retro
// that has not ended or was the last to end.
func (b Book) find(tx *store.Tx, id NoteID) (Note, Retro, error) {
	recent, err := b.recent(tx)
	if err != nil {
		return Note{}, Retro{}, err
	}
	for _, r := range recent {
		n, ok, err := notes.Get(tx, b.key(r.Date.String(), string(id)))
		if ok || err != nil {
			return n, r, err
		}
	}
	return Note{}, Retro{}, &Refusal{Unknown}
}

// Notes reads what a viewer may see of the notes of a retro, in the order in
// which they were written.
func (b Book) Notes(tx *store.Tx, date schedule.Date, viewer Viewer) (Shown, error) {
	r, ok, err := b.Retro(tx, date)
	if err != nil || !ok {
		return Shown{}, err
	}
	all, err := b.notesOf(tx, date)
	return Show(r, all, viewer), err
}

// Own reads the notes of a retro that the viewer wrote, in the order in which they were
// written: also those that are shown as somebody else's (Note.Given).
func (b Book) Own(tx *store.Tx, date schedule.Date, viewer Viewer) ([]Note, error) {
	all, err := b.notesOf(tx, date)
	var own []Note
	for _, n := range all {
		if !n.Gone() && viewer.Gave(n) {
			own = append(own, n.shown())
			if n.Writer == viewer.member {
				own[len(own)-1].Writer = n.Writer
			}
		}
	}
	return own, err
}

// HasWritten tells whether the viewer, who is a person of the roster, has a note in a retro:
// also one that was written by hand with their name before anybody knew who that is.
func (b Book) HasWritten(tx *store.Tx, date schedule.Date, viewer Viewer, roster Roster) (bool, error) {
	all, err := b.notesOf(tx, date)
	return slices.ContainsFunc(all, func(n Note) bool {
		if n.Gone() || viewer.Gave(n) {
			return !n.Gone()
		}
		by, _, labelled := roster.Split(n.Text)
		return n.Author == Author{} && labelled && viewer.member != "" && by.Member == viewer.member
	}), err
}

// notesOf reads notes as they are kept: for Show and the merge only.
func (b Book) notesOf(tx *store.Tx, date schedule.Date) ([]Note, error) {
	all, err := values(notes, tx, b.key(date.String()))
	slices.SortStableFunc(all, func(a, b Note) int {
		return cmp.Or(a.Written.Compare(b.Written), cmp.Compare(a.ID, b.ID))
	})
	return all, err
}

// Viewer is a member as a reader of notes.
func (b Book) Viewer(tx *store.Tx, member string) (Viewer, error) {
	secret, _, err := secrets.Get(tx, b.key())
	return Viewer{member: member, secret: secret}, err
}

// secret is what anonymous authors are hidden with, drawn when first needed.
func (b Book) secret(tx *store.Tx) ([]byte, error) {
	secret, ok, err := secrets.Get(tx, b.key())
	if ok || err != nil {
		return secret, err
	}
	secret = newSecret()
	return secret, secrets.Put(tx, b.key(), secret)
}

// Named counts the notes and Tries that name a member, and what they said about
// Tries.
func (b Book) Named(tx *store.Tx, member string) (int, error) {
	all, err := values(notes, tx, b.key())
	if err != nil {
		return 0, err
	}
	n := 0
	for _, note := range all {
		if note.Author.Member == member || note.Writer == member {
			n++
		}
	}
	open, err := b.Tries(tx)
	for _, t := range open {
		if t.Owner.Member == member {
			n++
		}
	}
	if err != nil {
		return n, err
	}
	said, err := b.saidBy(tx, member)
	return n + len(said), err
}
