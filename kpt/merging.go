package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// scope is how many retros that have ended are still read back from their
// sheets. Older sheets are history, in the notebook as in the Book.
const scope = 4

// recent reads the retros that have not ended, and the last that have.
func (b Book) recent(tx *store.Tx) ([]Retro, error) {
	all, err := b.Retros(tx)
	if err != nil {
		return nil, err
	}
	var recent []Retro
	ended := 0
	for i := len(all) - 1; i >= 0 && ended < scope; i-- {
		if recent = append(recent, all[i]); !all[i].Closed.IsZero() {
			ended++
		}
	}
	return recent, nil
}

// Merge reconciles the Book with what stands in the notebook: it keeps the
// ledger's part, and returns the changes that are to be written to the notebook
// after the transaction, at the revision of the reading. With none, the two
// agree. Write them, then tell Wrote; if the answer to the Write was lost or it
// was ErrMoved, read and Merge again: until then Follow says so. A reading that is not
// believed (Vanished) changes nothing: read and Merge again in a while.
func (b Book) Merge(tx *store.Tx, reconcile Reconciler, r Reading, roster Roster, at time.Time) ([]Change, []Conflict, error) {
	ledger, err := b.ledger(tx, at)
	if err != nil {
		return nil, nil, err
	}
	was := map[NoteID]schedule.Date{}
	for _, n := range ledger.Notes {
		was[n.ID] = n.Retro()
	}
	ledger.Roster = roster
	p := reconcile(ledger, r, NewID, at)
	if err := b.keepVanished(tx, p.Vanished); err != nil || p.Vanished.Doubted() {
		return nil, nil, err
	}
	for _, n := range p.Notes {
		if from, ok := was[n.ID]; ok && from != n.Retro() {
			if err := notes.Delete(tx, b.key(from.String(), string(n.ID))); err != nil {
				return nil, nil, err
			}
		}
		if err := notes.Put(tx, b.noteKey(n), n); err != nil {
			return nil, nil, err
		}
	}
	for _, n := range p.Forget {
		if err := notes.Delete(tx, b.noteKey(n)); err != nil {
			return nil, nil, err
		}
	}
	for _, t := range p.Tries {
		if err := b.keepTry(tx, t); err != nil {
			return nil, nil, err
		}
	}
	if err := b.takeTicks(tx, p.Ticks, at); err != nil {
		return nil, nil, err
	}
	for _, c := range p.Conflicts {
		if err := conflicts.Put(tx, b.conflictKey(c), c); err != nil {
			return nil, nil, err
		}
	}
	return p.Changes, p.Conflicts, b.follow(tx, func(f *Follow) {
		f.Merging, f.Roster = f.Changes, roster.Sum()
		if len(p.Changes) == 0 {
			f.Settled, f.Revision = f.Changes, r.Revision
		}
	})
}

func (b Book) ledger(tx *store.Tx, at time.Time) (Ledger, error) {
	recent, err := b.recent(tx)
	if err != nil {
		return Ledger{}, err
	}
	l := Ledger{Retros: recent, Nameless: b.nameless, NamelessToo: b.namelessToo}
	all, err := b.Retros(tx)
	if err != nil {
		return Ledger{}, err
	}
	for _, r := range all[:len(all)-len(recent)] {
		l.Older = append(l.Older, r.Date)
	}
	for _, r := range recent {
		list, err := b.notesOf(tx, r.Date)
		if err != nil {
			return Ledger{}, err
		}
		l.Notes = append(l.Notes, list...)
	}
	// A Try that a person added to a sheet that has ended is still to go on.
	if err := b.carryOver(tx, at); err != nil {
		return Ledger{}, err
	}
	if err := b.callBack(tx); err != nil {
		return Ledger{}, err
	}
	if l.Tries, err = b.Tries(tx); err != nil {
		return Ledger{}, err
	}
	l.Vanished, err = b.Vanished(tx)
	return l, err
}

// HasUnknown says whether there are lines of people whom nobody has seen yet, on the
// sheets that are read.
func (b Book) HasUnknown(tx *store.Tx) (bool, error) {
	recent, err := b.recent(tx)
	if err != nil {
		return false, err
	}
	for _, r := range recent {
		list, err := b.notesOf(tx, r.Date)
		if err != nil || slices.ContainsFunc(list, func(n Note) bool { return n.Unknown && !n.Gone() }) {
			return err == nil, err
		}
	}
	open, err := b.OpenTries(tx)
	return slices.ContainsFunc(open, func(t Try) bool { return t.Unknown }), err
}

// Wrote takes in that a Write of these changes went well, and what revision the
// notebook has since.
func (b Book) Wrote(tx *store.Tx, changes []Change, revision string) error {
	if err := b.WrotePart(tx, changes); err != nil {
		return err
	}
	return b.follow(tx, func(f *Follow) { f.Settled, f.Revision = f.Merging, revision })
}

// WrotePart takes in that a Write of some of the changes went well, after which
// the notebook is to be read again.
func (b Book) WrotePart(tx *store.Tx, changes []Change) error {
	recent, err := b.recent(tx)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.ID == "" {
			continue
		}
		t, ok, err := tries.Get(tx, b.key(string(c.ID)))
		if err != nil {
			return err
		}
		if ok {
			if err := b.wroteTry(tx, recent, t, c); err != nil {
				return err
			}
			continue
		}
		if err := b.wroteNote(tx, recent, c); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(recent, func(r Retro) bool { return r.Behind(recent) }) {
		return b.touch(tx) // a sheet may be empty now that is to go
	}
	return nil
}

func (b Book) wroteTry(tx *store.Tx, recent []Retro, t Try, c Change) error {
	if !c.Past { // else the next reading tells
		t.Trace.Settle(c)
		if err := b.keepTry(tx, t); err != nil {
			return err
		}
	}
	if c.Kind != AddLine {
		return nil
	}
	waits := func(n Note) bool { return n.Kind == Account && n.Under == t.ID && !n.Gone() && !n.Trace.Expected() }
	for _, r := range recent {
		all, err := b.notesOf(tx, r.Date)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, waits) {
			return b.touch(tx) // it is to be told right below this line
		}
	}
	return nil
}

func (b Book) wroteNote(tx *store.Tx, recent []Retro, c Change) error {
	for _, r := range recent {
		key := b.key(r.Date.String(), string(c.ID))
		n, ok, err := notes.Get(tx, key)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if c.Kind == RemoveLine && n.Trace.Want == "" {
			return notes.Delete(tx, key)
		}
		n.Trace.Settle(c)
		if err := notes.Put(tx, key, n); err != nil || c.Kind != RemoveLine {
			return err
		}
		return b.touch(tx) // it is still to be written elsewhere
	}
	return nil
}

// Conflicts reads the changes of the viewer's that gave way to the notebook and
// were not yet settled.
func (b Book) Conflicts(tx *store.Tx, viewer Viewer) ([]Conflict, error) {
	all, err := values(conflicts, tx, b.key())
	var own []Conflict
	for _, c := range all {
		if viewer.Wrote(Note{ID: c.Note, Author: c.Author}) {
			own = append(own, c)
		}
	}
	return own, err
}

// SettleConflict forgets a conflict that its author has seen.
func (b Book) SettleConflict(tx *store.Tx, c Conflict) error {
	return conflicts.Delete(tx, b.conflictKey(c))
}

func (b Book) conflictKey(c Conflict) store.Key {
	return b.key(string(c.Note), c.At.Format(time.RFC3339Nano))
}
