package bolt

import (
	"fmt"

	"github.com/engawa-bot/engawa/store/engine"
)

// A commit of bbolt frees the pages that it writes anew, each with as many behind it
// as the page itself says. One that was damaged while the file is open has it free
// what others use, or loop until the memory ends. So all that a commit may free is
// looked at before, in the memory from which bbolt takes it.

// foresight looks at the pages of a transaction that a commit may free.
type foresight struct {
	*sight
	freelist uint64
	seen     map[uint64]bool // pages that are sound
}

// foresee looks at the list of free pages, at the pages on the way to all that a
// transaction has changed, and at their neighbours: bbolt merges pages with them.
func (d *db) foresee(t *transaction) error {
	h, err := headOf(t.bolt)
	if err != nil {
		return err
	}
	f := foresight{sight: t.sight(), freelist: h.freelist, seen: map[uint64]bool{}}
	if err := f.list(); err != nil {
		return engine.Damaged(d.path, fmt.Errorf("the list of free pages: %w", err))
	}
	for table, keys := range t.changed {
		if err := f.table(table, keys); err != nil {
			return engine.Damaged(d.path, fmt.Errorf("table %q: %w", table, err))
		}
	}
	return nil
}

// list looks at the list of free pages.
func (f foresight) list() error {
	s, err := f.at(f.freelist)
	if err != nil {
		return err
	}
	count, _, err := s.listed()
	if err != nil {
		return err
	}
	// bbolt makes room for the list before it takes the pages of that off it, if
	// it does not take new ones.
	if count > f.limit() || s.overflow != f.room(count) && s.overflow != f.room(count+s.overflow+1) {
		return fmt.Errorf("page %d has not the length for %d free pages", s.id, count)
	}
	return nil
}

// room is how many pages flow over from a list of count free pages.
func (f foresight) room(count uint64) uint64 {
	if count >= manyFree {
		count++
	}
	return (pageHeader + 8*count) / f.page
}

// table looks at the way to a table, and to keys in it.
func (f foresight) table(name string, keys []string) error {
	if err := f.around(rootLimb(f.root), name); err != nil {
		return err
	}
	t, err := f.sight.table(name)
	if err != nil || !t.there || t.root.id == 0 {
		return err // it may be new
	}
	if _, err := f.look(&t.root); err != nil {
		return err
	}
	for _, key := range keys {
		if err := f.around(t.root, key); err != nil {
			return err
		}
	}
	return nil
}

// around looks at the pages from a root to the leaf of a key, and at those before and
// after them on each level, also where these hang on another branch.
func (f foresight) around(root limb, key string) error {
	limbs := [3]limb{1: root} // before, on the way and after; 0: there is none
	for range deepest {
		var pages [3]sheet
		var err error
		for i := range limbs {
			if limbs[i].id == 0 {
				continue
			}
			if pages[i], err = f.look(&limbs[i]); err != nil {
				return err
			}
		}
		if pages[1].flags == leafPage {
			return nil
		}
		if limbs, err = below(pages, limbs, []byte(key)); err != nil {
			return err
		}
	}
	return fmt.Errorf("page %d is below itself", limbs[1].id)
}

// below goes one level down.
func below(pages [3]sheet, limbs [3]limb, key []byte) (next [3]limb, err error) {
	before, on, after := pages[0], pages[1], pages[2]
	i, err := on.branchOf(key)
	if err != nil {
		return next, err
	}
	take := func(to, i, from int) {
		if err == nil {
			next[to], err = pages[from].limb(i, &limbs[from].span)
		}
	}
	take(1, i, 1)
	switch {
	case i > 0:
		take(0, i-1, 1)
	case before.flags == branchPage:
		take(0, before.count-1, 0)
	}
	switch {
	case i+1 < on.count:
		take(2, i+1, 1)
	case after.flags == branchPage:
		take(2, 0, 2)
	}
	return next, err
}

// look looks at a page of a tree.
func (f foresight) look(l *limb) (sheet, error) {
	s, err := f.sheet(l)
	if err != nil || f.seen[l.id] {
		return s, err
	}
	used, err := s.measure(len(s.data))
	switch {
	case err != nil:
		return s, fmt.Errorf("page %d: %w", l.id, err)
	case s.count == 0 && !zero(s.data[used:]):
		return s, fmt.Errorf("page %d is empty", l.id)
	case s.overflow != uint64(used-1)/f.page:
		return s, fmt.Errorf("page %d has not the length for what it holds", l.id)
	}
	f.seen[l.id] = true
	return s, nil
}
