package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"unsafe"

	"go.etcd.io/bbolt"
)

// bbolt goes down a tree without a question: a branch that leads to itself, or to
// one above it, has it call itself until the stack overflows, or note pages until
// the memory ends. Neither can be caught. So each way is looked at before bbolt goes
// it, in the memory that bbolt reads, and by the same comparisons: its cost is that
// of one more search. What is not on the way is for Walk and for foresee.

// deepest is how many levels a tree has at most; a sound one has far fewer.
const deepest = 64

// sight is what a transaction of bbolt reads: the file up to its last page, as it
// was when it began.
type sight struct {
	data []byte
	page uint64 // bytes of a page
	root uint64 // of the tree of tables
}

func sightOf(tx *bbolt.Tx) sight {
	info := tx.DB().Info()
	memory := *(*unsafe.Pointer)(unsafe.Pointer(&info.Data)) //nolint:gosec // bbolt gives its map as a number only
	return sight{
		data: unsafe.Slice((*byte)(memory), tx.Size()), //nolint:gosec // all that the transaction sees is mapped until it ends
		page: uint64(info.PageSize),
		root: uint64(tx.Cursor().Bucket().RootPage()),
	}
}

// limb is a page of a tree, and between which keys those on it are.
type limb struct {
	id uint64
	span
}

func rootLimb(id uint64) limb { return limb{id: id, span: span{root: true}} }

// slot is the leaf on which a key is, or would be. Its entries are not looked at:
// they lead nowhere.
type slot struct {
	leaf  sheet
	until []byte // the keys of the next leaf are from here on; nil: there is none
}

// limit is how many pages there are.
func (m *sight) limit() uint64 { return uint64(len(m.data)) / m.page }

// at is a page, with what flows over.
func (m *sight) at(id uint64) (s sheet, err error) {
	if id < 2 || id >= m.limit() {
		return s, fmt.Errorf("page %d is not one of %d", id, m.limit())
	}
	if s, err = readSheet(m.data[id*m.page:]).on(id, m.limit()); err == nil {
		s.data = s.data[:(s.overflow+1)*m.page]
	}
	return s, err
}

// sheet is the page of a limb, if bbolt can go by it.
func (m *sight) sheet(l *limb) (sheet, error) {
	s, err := m.at(l.id)
	if err != nil {
		return s, err
	}
	switch {
	case s.flags != branchPage && s.flags != leafPage:
		return s, fmt.Errorf("page %d holds no keys", l.id)
	case pageHeader+s.count*entryHeader > len(s.data):
		return s, fmt.Errorf("page %d: it has no room for %d entries", l.id, s.count)
	case s.count > 0:
		return s, s.between(&l.span)
	case !l.root || s.flags != leafPage:
		return s, fmt.Errorf("page %d is empty", l.id)
	}
	return s, nil
}

// between refuses a page that is not that of a part. Each page begins with the key that
// the branch above has for it: by that key bbolt finds the branch's entry when it writes
// the page anew (node.spill). So the page of another part, or of another table, is not
// taken for it.
func (s *sheet) between(part *span) error {
	first, err := s.key(0)
	if err != nil {
		return err
	}
	if part.lo != nil && !bytes.Equal(first, part.lo) {
		return fmt.Errorf("page %d begins with the key %.100q, and not with %.100q", s.id, first, part.lo)
	}
	last, err := s.key(s.count - 1)
	if err == nil && part.hi != nil && bytes.Compare(last, part.hi) >= 0 {
		err = fmt.Errorf("page %d: the key %.100q is out of order", s.id, last)
	}
	return err
}

// place is where entry i is in the data of its page: its key, and up to where its
// value is. It is inside, or ok is false.
func (s *sheet) place(i int) (key, value, end uint64, ok bool) {
	at := uint64(pageHeader + i*entryHeader)
	b := s.data[at : at+entryHeader]
	if s.flags == branchPage {
		key = at + uint64(order.Uint32(b))
		value = key + uint64(order.Uint32(b[4:]))
		end = value
	} else {
		key = at + uint64(order.Uint32(b[4:]))
		value = key + uint64(order.Uint32(b[8:]))
		end = value + uint64(order.Uint32(b[12:]))
	}
	return key, value, end, key < value && end <= uint64(len(s.data))
}

func (s *sheet) misplaced(i int) error {
	return fmt.Errorf("page %d: entry %d is not where it should be", s.id, i)
}

// key is that of entry i.
func (s *sheet) key(i int) ([]byte, error) {
	key, value, _, ok := s.place(i)
	if !ok {
		return nil, s.misplaced(i)
	}
	return s.data[key:value:value], nil
}

// search finds the first entry that is not before a key, by the comparisons of bbolt;
// exact says that it met the key itself.
func (s *sheet) search(wanted []byte) (n int, exact bool, err error) {
	end := s.count
	for n < end {
		i := (n + end) / 2
		key, value, _, ok := s.place(i)
		if !ok {
			return n, false, s.misplaced(i)
		}
		switch bytes.Compare(s.data[key:value], wanted) {
		case -1:
			n = i + 1
		case 0:
			exact = true
			end = i
		default:
			end = i
		}
	}
	return n, exact, nil
}

// branchOf is below which entry of a branch a key is.
func (s *sheet) branchOf(key []byte) (int, error) {
	n, exact, err := s.search(key)
	if !exact && n > 0 {
		n--
	}
	if err == nil && n >= s.count {
		err = fmt.Errorf("page %d: its keys are out of order", s.id)
	}
	return n, err
}

// limb is what is below entry i of a branch that is itself a part of a tree.
func (s *sheet) limb(i int, part *span) (l limb, err error) {
	l.id = order.Uint64(s.data[pageHeader+i*entryHeader+8:])
	l.hi = part.hi
	l.lo, err = s.key(i)
	if err == nil && i+1 < s.count {
		l.hi, err = s.key(i + 1)
	}
	return l, err
}

// way goes down to the leaf of a key, and with behind also to the next leaf.
func (m *sight) way(root limb, key []byte, behind bool) (p slot, err error) {
	var next limb
	on := root
	for range deepest {
		s, err := m.sheet(&on)
		if err != nil {
			return p, err
		}
		if s.flags == leafPage {
			if next.id != 0 {
				err = m.first(next)
			}
			return slot{s, next.lo}, err
		}
		i, err := s.branchOf(key)
		if err == nil && behind && i+1 < s.count {
			next, err = s.limb(i+1, &on.span)
		}
		if err != nil {
			return p, err
		}
		if on, err = s.limb(i, &on.span); err != nil {
			return p, err
		}
	}
	return p, fmt.Errorf("page %d is below itself", on.id)
}

// first goes down to the first leaf of a limb.
func (m *sight) first(on limb) error {
	for range deepest {
		s, err := m.sheet(&on)
		if err != nil || s.flags == leafPage {
			return err
		}
		if on, err = s.limb(0, &on.span); err != nil {
			return err
		}
	}
	return fmt.Errorf("page %d is below itself", on.id)
}

// find is the value of a key, if it is there; bucket says that it is a table.
func (p *slot) find(key []byte) (found []byte, bucket, there bool, err error) {
	s := &p.leaf
	i, _, err := s.search(key)
	if err != nil || i >= s.count {
		return nil, false, false, err
	}
	at, value, end, ok := s.place(i)
	switch {
	case !ok:
		return nil, false, false, s.misplaced(i)
	case !bytes.Equal(s.data[at:value], key):
		return nil, false, false, nil
	}
	return s.data[value:end:end], order.Uint32(s.data[pageHeader+i*entryHeader:]) == 1, true, nil
}

// table is what the way to a table has shown.
type table struct {
	name  string
	there bool
	root  limb
	small sheet // the page inside, if root has no id
}

// table looks at the way to a table.
func (m *sight) table(name string) (t table, err error) {
	t.name = name
	key := []byte(name)
	p, err := m.way(rootLimb(m.root), key, false)
	if err != nil {
		return t, err
	}
	value, bucket, there, err := p.find(key)
	switch {
	case err != nil || !there:
		return t, err
	case !bucket || len(value) < bucketHeader:
		return t, errors.New("it is no table")
	}
	t.there = true
	if t.root = rootLimb(order.Uint64(value)); t.root.id == 0 {
		t.small, err = smallPage(value[bucketHeader:])
	}
	return t, err
}

// key looks at the way to a key of a table.
func (m *sight) key(t *table, key []byte, behind bool) (p slot, err error) {
	switch {
	case !t.there:
		return p, nil
	case t.root.id == 0:
		return slot{leaf: t.small}, nil
	}
	return m.way(t.root, key, behind)
}
