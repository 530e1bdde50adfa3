package kpt

import (
	"cmp"

	"github.com/engawa-bot/engawa/store"
)

// Follow says how far a notebook follows the Book. Table 'follows', key team.
type Follow struct {
	Notebook string `json:"notebook,omitzero"` // see MoveTo
	Changes  int    `json:"changes"`           // made to the Book, counted
	Merging  int    `json:"merging,omitzero"`  // how many of them the last Merge knew
	Settled  int    `json:"settled"`           // how many of them the notebook has
	Revision string `json:"revision,omitzero"` // of the notebook, when the two last agreed
	Roster   string `json:"roster,omitzero"`   // the Sum of those by whom it was last read
}

// Behind says whether the Book has something that the notebook may not have.
func (f Follow) Behind() bool { return f.Settled != f.Changes }

var follows = store.NewTable[Follow]("follows")

// Follow reads how far the notebook follows.
func (b Book) Follow(tx *store.Tx) (Follow, error) {
	f, _, err := follows.Get(tx, b.key())
	return f, err
}

func (b Book) follow(tx *store.Tx, change func(*Follow)) error {
	f, err := b.Follow(tx)
	if err != nil {
		return err
	}
	change(&f)
	return follows.Put(tx, b.key(), f)
}

// touch counts a change that the notebook is to follow.
func (b Book) touch(tx *store.Tx) error {
	return b.follow(tx, func(f *Follow) { f.Changes++ })
}

// MoveTo says into which notebook the Book is written, by any name that another
// one does not have. If it is another than before, what is still under way is
// written there as if nothing of it had ever been written: what people wrote
// into the old notebook comes along, what they deleted there stays deleted, and
// retros that have ended stay where they are.
func (b Book) MoveTo(tx *store.Tx, notebook string) error {
	f, err := b.Follow(tx)
	if err != nil || f.Notebook == notebook {
		return err
	}
	recent, err := b.recent(tx)
	if err != nil {
		return err
	}
	for _, r := range recent {
		if !r.Closed.IsZero() {
			continue
		}
		if err := b.moveNotes(tx, r); err != nil {
			return err
		}
	}
	open, err := b.OpenTries(tx)
	if err != nil {
		return err
	}
	for _, t := range open {
		if !t.Trace.Person && !t.Unknown {
			t.Nameless = cmp.Or(t.Nameless, b.nameless)
		}
		t.Trace, t.Past = t.Trace.moved(t.Trace.Section, t.line()), nil
		if err := b.keepTry(tx, t); err != nil {
			return err
		}
	}
	if err := b.keepVanished(tx, Vanished{}); err != nil { // all of it is written there
		return err
	}
	return b.follow(tx, func(f *Follow) { f.Notebook, f.Revision = notebook, ""; f.Changes++ })
}

func (b Book) moveNotes(tx *store.Tx, r Retro) error {
	all, err := b.notesOf(tx, r.Date)
	if err != nil {
		return err
	}
	for _, n := range all {
		switch {
		case n.Trace.Want == "":
			err = notes.Delete(tx, b.noteKey(n))
		case !n.Gone():
			if !n.Trace.Person && !n.Unknown {
				n.Nameless = cmp.Or(n.Nameless, b.nameless)
			}
			n.Trace = n.Trace.moved(n.Kind.Section(), n.line())
			err = notes.Put(tx, b.noteKey(n), n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
