package kpt

import (
	"cmp"

	"github.com/engawa-bot/engawa/store"
)

// Forget takes a member out of all that they wrote. The notes stay, as nobody's. Lines in
// the notebook that are as we wrote them lose the name; those of people keep it.
func (b Book) Forget(tx *store.Tx, member string) error {
	viewer, err := b.Viewer(tx, member)
	if err != nil {
		return err
	}
	all, err := values(notes, tx, b.key())
	if err != nil {
		return err
	}
	for _, n := range all {
		if !viewer.Gave(n) {
			continue
		}
		if viewer.Wrote(n) {
			if n.Author = (Author{}); !n.Unknown {
				n.Nameless = cmp.Or(n.Nameless, b.nameless)
				n.Trace.rename(n.line())
			}
		}
		n.passWriter(member, "")
		if err := notes.Put(tx, b.noteKey(n), n); err != nil {
			return err
		}
	}
	told, err := b.Conflicts(tx, viewer)
	if err != nil {
		return err
	}
	for _, c := range told {
		if err := b.SettleConflict(tx, c); err != nil {
			return err
		}
	}
	if err := b.forgetDrafts(tx, viewer); err != nil {
		return err
	}
	if err := b.forgetSaid(tx, member); err != nil {
		return err
	}
	if err := b.forgetOwner(tx, member); err != nil {
		return err
	}
	return b.touch(tx)
}

func (b Book) forgetOwner(tx *store.Tx, member string) error {
	all, err := b.Tries(tx)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.Owner.Member != member {
			continue
		}
		if t.Owner = (Author{}); !t.Unknown {
			t.Nameless = cmp.Or(t.Nameless, b.nameless)
			t.Trace.rename(t.line())
		}
		if err := b.keepTry(tx, t); err != nil {
			return err
		}
	}
	return nil
}
