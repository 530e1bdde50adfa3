package bolt

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/engawa-bot/engawa/store/engine"
)

// state is a file after one of its commits.
type state struct {
	volume
	head
	torn bool // one meta page is damaged
}

// tornText is about a file of which one meta page is damaged. bbolt takes the
// other one and says nothing, so that what was committed last may be missing.
const tornText = "one of the two meta pages is damaged, so what was written last before the stop may be missing"

func (s state) Warnings() []string {
	if s.torn {
		return []string{tornText}
	}
	return nil
}

func (s state) Walk(see engine.Visitor) ([]engine.Fault, error) {
	w := s.walk(see)
	return w.faults, w.stopped
}

// walk goes through all pages of a transaction, each once. Its faults are those
// of the pages: what is not where it should be, and keys out of order, which
// bbolt would not find. Values are for the visitor to judge.
type walk struct {
	volume
	head
	see     engine.Visitor
	use     []use // by page
	tables  int
	faults  []engine.Fault
	stopped error // why the visitor ended the walk
	listed  bool  // which pages are free is known

	leaves map[uint64]span // what the leaves hold, where scraps are looked for
}

// use is what a page is used for.
type use byte

const (
	unused use = iota
	inTree
	isFree
)

// span is a part of a table: the keys from lo, and below hi if that is not nil.
type span struct {
	table  string
	lo, hi []byte
	root   bool // it is all of the table, and may be empty
}

// walk walks through the tree, and looks whether each page is in it or free.
func (s state) walk(see engine.Visitor) *walk {
	w := &walk{volume: s.volume, head: s.head, see: see, leaves: map[uint64]span{}}
	if most := uint64(s.size / s.page); s.pages > most {
		w.fault(span{}, fmt.Sprintf("%d of %d bytes are left", s.size, int64(s.pages)*s.page))
		w.pages = most
	}
	w.use = make([]use, w.pages)
	w.tree(span{root: true}, s.root, new([]byte), w.bucket)
	w.free()
	for id := uint64(2); id < w.pages; id++ {
		if w.use[id] == unused {
			w.fault(span{}, fmt.Sprintf("page %d is neither in use nor free", id))
		}
	}
	if w.tables == 0 && s.tx > 1 {
		w.fault(span{}, "its tables are gone")
	}
	return w
}

func (w *walk) fault(s span, what any) {
	w.faults = append(w.faults, engine.Fault{Table: s.table, Key: string(s.lo), Until: string(s.hi), What: fmt.Sprint(what)})
}

// claim notes that a page and what flows over from it are in use.
func (w *walk) claim(s sheet, as use) error {
	for id := s.id; id <= s.id+s.overflow; id++ {
		if w.use[id] != unused {
			return fmt.Errorf("page %d is used twice", id)
		}
		w.use[id] = as
	}
	return nil
}

// tree goes through the keys below a page, in order; last is the one before.
func (w *walk) tree(part span, id uint64, last *[]byte, leaf func(span, entry)) {
	if w.stopped != nil {
		return
	}
	s, err := w.load(id, w.pages)
	if err == nil && s.flags != branchPage && s.flags != leafPage {
		err = fmt.Errorf("page %d holds no keys", id)
	}
	if err == nil {
		err = w.claim(s, inTree)
	}
	if err != nil {
		w.fault(part, err)
		return
	}
	list, used, err := s.entries()
	if err != nil {
		w.fault(part, fmt.Errorf("page %d: %w", id, err))
	} else if len(list) == 0 && (!part.root || s.flags != leafPage || !zero(s.data[used:])) {
		w.fault(part, fmt.Errorf("page %d is empty", id))
	}
	if s.flags == leafPage {
		if err != nil && w.see.Scraps {
			list = s.scraps()
		}
		if w.see.Scraps {
			w.leaves[id] = part
		}
		w.leaf(part, list, last, leaf)
		return
	}
	for i, e := range list {
		below := span{table: part.table, lo: e.key, hi: part.hi}
		if i+1 < len(list) {
			below.hi = list[i+1].key
		}
		if !within(part, e.key) || i > 0 && bytes.Compare(list[i-1].key, e.key) >= 0 {
			w.fault(part, fmt.Errorf("page %d: the key %q is out of order", id, e.key))
		}
		w.tree(below, e.page, last, leaf)
	}
}

func (w *walk) leaf(part span, list []entry, last *[]byte, leaf func(span, entry)) {
	for _, e := range list {
		if !within(part, e.key) || bytes.Compare(*last, e.key) >= 0 {
			w.fault(part, fmt.Errorf("the key %q is out of order", e.key))
		}
		*last = append((*last)[:0], e.key...)
		leaf(part, e)
	}
}

func within(part span, key []byte) bool {
	return bytes.Compare(key, part.lo) >= 0 && (part.hi == nil || bytes.Compare(key, part.hi) < 0)
}

// bucket goes through a table.
func (w *walk) bucket(_ span, e entry) {
	all := span{table: string(e.key), root: true}
	if !e.bucket || len(e.value) < bucketHeader {
		w.fault(span{}, fmt.Errorf("%q is no table", e.key))
		return
	}
	root, sequence := order.Uint64(e.value), order.Uint64(e.value[8:])
	w.tables++
	if w.see.Table != nil && !w.see.Table(all.table, sequence) {
		return
	}
	rest, last := e.value[bucketHeader:], new([]byte)
	if root != 0 {
		if len(rest) > 0 {
			w.fault(all, "its header is too long")
		}
		w.tree(all, root, last, w.row)
		return
	}
	s, list, err := inside(rest)
	if err != nil {
		w.fault(all, err)
		if w.see.Scraps {
			list = s.scraps()
		}
	}
	w.leaf(all, list, last, w.row)
}

// inside reads the page that a small table has behind its header.
func inside(rest []byte) (s sheet, list []entry, err error) {
	s, err = smallPage(rest)
	if s.data != nil {
		list, _, _ = s.entries()
	}
	return s, list, err
}

// smallPage is the page that a small table has behind its header.
func smallPage(rest []byte) (s sheet, err error) {
	if len(rest) < pageHeader {
		return s, errors.New("its header is too short")
	}
	s = readSheet(rest)
	used, err := s.measure(len(rest))
	if err != nil || used != len(rest) || s.flags != leafPage || s.id != 0 || s.overflow != 0 {
		err = errors.New("its page is damaged")
	}
	return s, err
}

func (w *walk) row(part span, e entry) {
	if e.bucket {
		w.fault(part, fmt.Errorf("%q is a table in a table", e.key))
		return
	}
	if w.stopped == nil && w.see.Value != nil {
		w.stopped = w.see.Value(part.table, string(e.key), e.value)
	}
}

// free notes which pages are free.
func (w *walk) free() {
	s, err := w.load(w.freelist, w.pages)
	if err == nil {
		err = w.claim(s, inTree)
	}
	var ids []uint64
	if err == nil {
		ids, err = s.free()
	}
	if err != nil {
		w.fault(span{}, fmt.Errorf("the list of free pages: %w", err))
		return
	}
	for _, id := range ids {
		if id < 2 || id >= w.pages || w.use[id] != unused {
			w.fault(w.leaves[id], fmt.Errorf("page %d is in use and free: what it holds may be what was deleted before", id))
			continue
		}
		w.use[id] = isFree
	}
	w.listed = true
}

func zero(data []byte) bool {
	return len(bytes.Trim(data, "\x00")) == 0
}
