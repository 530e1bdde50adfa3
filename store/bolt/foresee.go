package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"sort"

	"github.com/engawa-bot/engawa/store/engine"
)

// A commit of bbolt frees the pages that it writes anew, each with as many behind it
// as the page itself says. One that was damaged while the file is open has it free
// what others use, or loop until the memory ends. So all that a commit may free is
// looked at before, from the file.

// deepest is how many levels a tree has at most; a sound one has far fewer.
const deepest = 64

// foresight looks at the pages of a transaction that a commit may free.
type foresight struct {
	volume
	head
	seen map[uint64]sheet // pages that are sound; of leaves without the data
	buf  []byte           // where pages are read
}

// foresee looks at the list of free pages, at the pages on the way to all that a
// transaction has changed, and at their neighbours: bbolt merges pages with them.
func (d *db) foresee(t *transaction) error {
	h, err := headOf(t.bolt)
	if err != nil {
		return err
	}
	f := foresight{volume: volume{r: d.file, page: h.pageSize}, head: h, seen: map[uint64]sheet{}, buf: make([]byte, h.pageSize)}
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
	s, err := f.peek(f.buf, f.freelist, f.pages)
	if err != nil {
		return err
	}
	count, _, err := s.listed()
	if err != nil {
		return err
	}
	// bbolt makes room for the list before it takes the pages of that off it, if
	// it does not take new ones.
	if count > f.pages || s.overflow != f.room(count) && s.overflow != f.room(count+s.overflow+1) {
		return fmt.Errorf("page %d has not the length for %d free pages", s.id, count)
	}
	return nil
}

// room is how many pages flow over from a list of count free pages.
func (f foresight) room(count uint64) uint64 {
	if count >= manyFree {
		count++
	}
	return (pageHeader + 8*count) / uint64(f.page)
}

// table looks at the way to a table, and to keys in it.
func (f foresight) table(name string, keys []string) error {
	id, err := f.way(f.root, name)
	if err != nil {
		return err
	}
	s, err := f.load(id, f.pages)
	if err != nil {
		return err
	}
	tables, _, err := s.entries()
	if err != nil {
		return err
	}
	e, there := find(tables, name)
	if !there {
		return nil // it is new
	}
	if !e.bucket || len(e.value) < bucketHeader {
		return errors.New("it is no table")
	}
	root := order.Uint64(e.value)
	if root == 0 {
		_, _, err := inside(e.value[bucketHeader:])
		return err
	}
	if _, err := f.look(root, true); err != nil {
		return err
	}
	for _, key := range keys {
		if _, err := f.way(root, key); err != nil {
			return err
		}
	}
	return nil
}

func find(list []entry, key string) (entry, bool) {
	for _, e := range list {
		if string(e.key) == key {
			return e, true
		}
	}
	return entry{}, false
}

// way looks at the pages from a root to the leaf of a key, and at those before and
// after them on each level, also where these hang on another branch.
func (f foresight) way(root uint64, key string) (leaf uint64, err error) {
	ids := [3]uint64{1: root} // before, on the way and after; 0: there is none
	for range deepest {
		var pages [3]sheet
		for i, id := range ids {
			if id == 0 {
				continue
			}
			if pages[i], err = f.look(id, id == root); err != nil {
				return 0, err
			}
		}
		before, on, after := pages[0], pages[1], pages[2]
		if on.flags == leafPage {
			return on.id, nil
		}
		i := on.branchOf(key)
		ids = [3]uint64{before.below(before.count - 1), on.below(i), after.below(0)}
		if i > 0 {
			ids[0] = on.below(i - 1)
		}
		if i+1 < on.count {
			ids[2] = on.below(i + 1)
		}
	}
	return 0, fmt.Errorf("page %d is below itself", ids[1])
}

// branchOf is below which entry of a branch a key is.
func (s sheet) branchOf(key string) int {
	n := sort.Search(s.count, func(i int) bool {
		at := pageHeader + i*entryHeader
		_, pos, ksize, _ := s.entry(s.data[at:])
		from := uint64(at) + pos
		return string(s.data[from:from+ksize]) > key
	})
	return max(n-1, 0)
}

// below is the page below entry i of a branch; 0 if there is none.
func (s sheet) below(i int) uint64 {
	if s.flags != branchPage {
		return 0
	}
	e, _, _, _ := s.entry(s.data[pageHeader+i*entryHeader:])
	return e.page
}

// look looks at a page of a tree.
func (f foresight) look(id uint64, root bool) (sheet, error) {
	if s, ok := f.seen[id]; ok {
		return s, nil
	}
	s, err := f.peek(f.buf, id, f.pages)
	if err != nil {
		return s, err
	}
	if s.flags != branchPage && s.flags != leafPage {
		return s, fmt.Errorf("page %d holds no keys", id)
	}
	used, err := s.measure(int(s.overflow+1) * int(f.page))
	switch {
	case err != nil:
		return s, fmt.Errorf("page %d: %w", id, err)
	case s.count == 0 && (!root || s.flags != leafPage || !zero(s.data[used:])):
		return s, fmt.Errorf("page %d is empty", id)
	case int64(s.overflow) != int64(used-1)/f.page:
		return s, fmt.Errorf("page %d has not the length for what it holds", id)
	}
	switch {
	case s.flags == leafPage:
		s.data = nil
	case s.overflow == 0:
		s.data = bytes.Clone(s.data)
	default:
		if s, err = f.load(id, f.pages); err != nil {
			return s, err
		}
	}
	f.seen[id] = s
	return s, nil
}
