package bolt

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// The pages of a bbolt file, read without bbolt: it trusts what it reads, and a
// damaged page makes it panic, or lose keys without a word. What is here trusts
// nothing, and never panics. The layout is that of bbolt's internal/common.

const (
	metaPage     = 0x04
	freelistPage = 0x10
	branchPage   = 0x01
	leafPage     = 0x02

	pageHeader   = 16 // id 8, flags 2, count 2, overflow 4
	entryHeader  = 16 // of a branch: pos 4, ksize 4, page 8; of a leaf: flags 4, pos 4, ksize 4, vsize 4
	bucketHeader = 16 // root page 8, sequence 8

	manyFree = 0xFFFF // the count of a freelist that has its count where else the first page is

	boltMagic   = 0xED0CDAED
	boltVersion = 2
	headSize    = 64
)

// order is that of the machines that Engawa is built for.
var order = binary.LittleEndian

// head is what a meta page says: where the tree of a transaction begins.
type head struct {
	intact                    bool // its checksum is right
	pageSize                  int64
	root, freelist, pages, tx uint64
}

func readHead(data []byte) head {
	h := head{
		pageSize: int64(order.Uint32(data[8:])),
		root:     order.Uint64(data[16:]), // and its sequence
		freelist: order.Uint64(data[32:]),
		pages:    order.Uint64(data[40:]),
		tx:       order.Uint64(data[48:]),
	}
	sum := fnv.New64a()
	_, _ = sum.Write(data[:56])
	h.intact = order.Uint32(data) == boltMagic && order.Uint32(data[4:]) == boltVersion && order.Uint64(data[56:]) == sum.Sum64()
	return h
}

// volume is a file of pages.
type volume struct {
	r    io.ReaderAt
	size int64 // bytes
	page int64 // bytes of a page
}

// openVolume finds the size of the pages and both heads.
func openVolume(r io.ReaderAt, size int64) (v volume, heads [2]head, err error) {
	v = volume{r: r, size: size}
	at := func(id uint64, page int64) head {
		data := make([]byte, pageHeader+headSize)
		if _, err := r.ReadAt(data, int64(id)*page); err != nil {
			return head{}
		}
		h := readHead(data[pageHeader:])
		h.intact = h.intact && readSheet(data).id == id && 2*h.pageSize <= size
		return h
	}
	heads[0] = at(0, 0)
	if heads[0].intact {
		v.page = heads[0].pageSize
		heads[1] = at(1, v.page)
		return v, heads, nil
	}
	for page := int64(1 << 10); page <= 1<<24 && page < size; page <<= 1 {
		if heads[1] = at(1, page); heads[1].intact && heads[1].pageSize == page {
			v.page = page
			return v, heads, nil
		}
	}
	return v, heads, fmt.Errorf("both meta pages are damaged")
}

// newest is the head that bbolt goes by.
func newest(heads [2]head) head {
	if !heads[0].intact || heads[1].intact && heads[1].tx > heads[0].tx {
		return heads[1]
	}
	return heads[0]
}

// sheet is one page with what flows over, or the page inside a small bucket.
type sheet struct {
	id       uint64
	flags    uint16
	count    int
	overflow uint64
	data     []byte
}

func readSheet(data []byte) sheet {
	return sheet{
		id: order.Uint64(data), flags: order.Uint16(data[8:]), count: int(order.Uint16(data[10:])),
		overflow: uint64(order.Uint32(data[12:])), data: data,
	}
}

// peek reads the first page of a sheet, of those below limit, into data.
func (v volume) peek(data []byte, id, limit uint64) (sheet, error) {
	if id < 2 || id >= limit {
		return sheet{}, fmt.Errorf("page %d is not one of %d", id, limit)
	}
	if _, err := v.r.ReadAt(data, int64(id)*v.page); err != nil {
		return sheet{}, fmt.Errorf("page %d: %w", id, err)
	}
	return readSheet(data).on(id, limit)
}

// on refuses a sheet that cannot be the page id, of those below limit.
func (s sheet) on(id, limit uint64) (sheet, error) {
	if s.id != id {
		return sheet{}, fmt.Errorf("page %d says that it is page %d", id, s.id)
	}
	if s.overflow >= limit-id {
		return sheet{}, fmt.Errorf("page %d is longer than the file", id)
	}
	return s, nil
}

// load reads a page of those below limit, with what flows over.
func (v volume) load(id, limit uint64) (sheet, error) {
	s, err := v.peek(make([]byte, v.page), id, limit)
	if err != nil {
		return s, err
	}
	if s.overflow > 0 {
		data := make([]byte, v.page*int64(s.overflow+1))
		copy(data, s.data)
		if _, err := v.r.ReadAt(data[v.page:], int64(id+1)*v.page); err != nil {
			return sheet{}, fmt.Errorf("page %d: %w", id, err)
		}
		s.data = data
	}
	return s, nil
}

// entry is an element of a page: in a branch, page is where the keys from key on
// are; in a leaf, value is what stands under key, and bucket says that it is the
// header of a table.
type entry struct {
	key, value []byte
	page       uint64
	bucket     bool
}

// entries reads all elements of a page.
func (s sheet) entries() (list []entry, used int, err error) {
	used = pageHeader + s.count*entryHeader
	if used > len(s.data) {
		return nil, 0, fmt.Errorf("it has no room for %d entries", s.count)
	}
	for i := range s.count {
		e, ksize, vsize, err := s.placed(i, used, len(s.data))
		if err != nil {
			return list, 0, err
		}
		e.key = s.data[used : used+ksize]
		e.value = s.data[used+ksize : used+ksize+vsize]
		used += ksize + vsize
		list = append(list, e)
	}
	return list, used, nil
}

// measure is entries of a page of size bytes, without the keys and values: of one
// that flows over, its first page is enough, for bbolt writes no heads behind it.
func (s sheet) measure(size int) (used int, err error) {
	used = pageHeader + s.count*entryHeader
	if used > len(s.data) {
		return 0, fmt.Errorf("it has no room for %d entries", s.count)
	}
	for i := range s.count {
		_, ksize, vsize, err := s.placed(i, used, size)
		if err != nil {
			return 0, err
		}
		used += ksize + vsize
	}
	return used, nil
}

// placed reads the head of entry i, whose key must begin at used, in a page of size
// bytes. bbolt writes entries without gaps, so a count, a length or a place that is
// wrong does not go unnoticed.
func (s sheet) placed(i, used, size int) (e entry, ksize, vsize int, err error) {
	at := pageHeader + i*entryHeader
	e, pos, k, v := s.entry(s.data[at : at+entryHeader])
	if !s.known(s.data[at:]) || uint64(at)+pos != uint64(used) || k == 0 || k+v > uint64(size-used) {
		return entry{}, 0, 0, fmt.Errorf("entry %d is not where it should be", i)
	}
	return e, int(k), int(v), nil
}

// scraps reads all that looks like an entry on a leaf that is damaged.
func (s sheet) scraps() (list []entry) {
	if len(s.data) < pageHeader+entryHeader {
		return nil
	}
	// The data of the first entry begin where the entries end.
	count := max(s.count, int(order.Uint32(s.data[pageHeader+4:])/entryHeader))
	for i := range min(count, (len(s.data)-pageHeader)/entryHeader) {
		at := pageHeader + i*entryHeader
		e, pos, ksize, vsize := s.entry(s.data[at : at+entryHeader])
		from := uint64(at) + pos
		if ksize > 0 && from+ksize+vsize <= uint64(len(s.data)) {
			e.key, e.value = s.data[from:from+ksize], s.data[from+ksize:from+ksize+vsize]
			list = append(list, e)
		}
	}
	return list
}

// known says whether the flags of a leaf's entry are a value's or a table's.
func (s sheet) known(b []byte) bool { return s.flags == branchPage || order.Uint32(b) <= 1 }

func (s sheet) entry(b []byte) (e entry, pos, ksize, vsize uint64) {
	if s.flags == branchPage {
		e.page = order.Uint64(b[8:])
		return e, uint64(order.Uint32(b)), uint64(order.Uint32(b[4:])), 0
	}
	e.bucket = order.Uint32(b) == 1
	return e, uint64(order.Uint32(b[4:])), uint64(order.Uint32(b[8:])), uint64(order.Uint32(b[12:]))
}

// free lists the pages that a freelist says are free.
func (s sheet) free() ([]uint64, error) {
	count, at, err := s.listed()
	if err != nil {
		return nil, err
	}
	if count > uint64(len(s.data)-at)/8 {
		return nil, fmt.Errorf("page %d has no room for %d free pages", s.id, count)
	}
	ids := make([]uint64, count)
	for i := range ids {
		ids[i] = order.Uint64(s.data[at+8*i:])
	}
	return ids, nil
}

// listed is how many pages a freelist lists, and where the list begins.
func (s sheet) listed() (count uint64, at int, err error) {
	if s.flags != freelistPage {
		return 0, 0, fmt.Errorf("page %d is no freelist", s.id)
	}
	if s.count == manyFree && len(s.data) >= pageHeader+8 {
		return order.Uint64(s.data[pageHeader:]), pageHeader + 8, nil
	}
	return uint64(s.count), pageHeader, nil
}

// torn says whether one of the meta pages is damaged.
func torn(heads [2]head) bool { return !heads[0].intact || !heads[1].intact }

func volumeOf(f *os.File) (v volume, heads [2]head, err error) {
	info, err := f.Stat()
	if err != nil {
		return v, heads, err
	}
	return openVolume(f, info.Size())
}
