package bolt

import (
	"errors"
	"iter"
	"maps"
	"os"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/engawa-bot/engawa/store/engine"
)

// Wreck is what can be made out of a damaged file.
type Wreck struct {
	state                 // the last that can be read
	Before []engine.State // what the file was before its last change, if something may be found there
	walked *walk
}

// Dig shows fn what can be made out of a file that is not in use, without changing
// it. Which of the two meta pages is believed depends on whether what lies below it
// is sound.
func Dig(path string, sound func(engine.State) bool, fn func(*Wreck) error) error {
	if err := regular(path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return explain(path, err)
	}
	defer func() { _ = f.Close() }()
	bolt, _, err := openFile(path, bbolt.Options{ReadOnly: true}) // for the lock
	if errors.Is(err, engine.ErrInUse) {
		return err
	}
	if err == nil {
		defer func() { _ = bolt.Close() }()
	}
	return guarded(path, func() error {
		w, err := choose(f, sound)
		if err != nil {
			return engine.Damaged(path, err)
		}
		return fn(w)
	})
}

// choose finds the head to go by, and those to look into for what is lost. A head
// whose checksum is wrong is gone by if all is well below it: then only the head
// was damaged, and what was written last is there.
func choose(f *os.File, sound func(engine.State) bool) (*Wreck, error) {
	v, heads, err := volumeOf(f)
	if err != nil {
		v.page = int64(os.Getpagesize())
		for i := range heads {
			data := make([]byte, headSize)
			if _, err := f.ReadAt(data, int64(i)*v.page+pageHeader); err == nil {
				heads[i] = readHead(data)
			}
		}
	}
	of := func(h head) state { return state{volume: v, head: h, torn: torn(heads)} }
	first, second := of(heads[0]), of(heads[1])
	if second.tx > first.tx {
		first, second = second, first
	}
	if !first.intact && (first.tx != second.tx+1 || !sound(first)) && (second.intact || sound(second)) {
		return &Wreck{state: second}, nil
	}
	if first.root == 0 {
		return nil, errors.New("no meta page can be read")
	}
	return &Wreck{state: first, Before: []engine.State{second}}, nil
}

// Walk is that of the last state.
func (w *Wreck) Walk(see engine.Visitor) ([]engine.Fault, error) {
	w.walked = w.walk(see)
	return w.walked.faults, w.walked.stopped
}

// Scrap is a value of which it is not known to which table it belongs.
type Scrap struct {
	Key   string
	Value []byte
}

// Strays looks through the pages that the last Walk did not come to. Those that are
// free hold what was deleted, and are left out; listed says whether it is known
// which are. tables are the names that stand anywhere in the file.
func (w *Wreck) Strays() (tables []string, scraps iter.Seq[Scrap], listed bool) {
	names := map[string]bool{}
	for _, e := range w.leaves() {
		if e.bucket {
			names[string(e.key)] = true
		}
	}
	scraps = func(yield func(Scrap) bool) {
		for as, e := range w.leaves() {
			if as == unused && !e.bucket && !yield(Scrap{string(e.key), e.value}) {
				return
			}
		}
	}
	return slices.Sorted(maps.Keys(names)), scraps, w.walked.listed
}

// leaves are all entries that can be made out on the leaves of a file, and what
// their page is used for.
func (w *Wreck) leaves() iter.Seq2[use, entry] {
	return func(yield func(use, entry) bool) {
		for id, as := range w.walked.use {
			if id < 2 {
				continue
			}
			s, err := w.load(uint64(id), w.walked.pages)
			if err != nil || s.flags != leafPage {
				continue
			}
			for _, e := range s.scraps() {
				if !yield(as, e) {
					return
				}
			}
		}
	}
}
