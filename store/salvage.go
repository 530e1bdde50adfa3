package store

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"go.etcd.io/bbolt"
)

// Haul is what Salvage saved, and what it did not.
type Haul struct {
	Saved []Tally // by table and team
	Lost  []Fault
}

// Tally counts the values of a team in a table.
type Tally struct {
	Table, Team string
	Saved       int
	Older       int // of these, those that may be older than what was lost
}

// Salvage writes a new store at to, which must not exist, of all that can be read
// of the damaged file from. What is lost there is looked for in pages that belong
// to nothing, and in what the file was before its last change; what was deleted
// on purpose before that change comes back only where Lost says so. from is not
// changed.
func Salvage(from, to string) (Haul, error) {
	if there, err := exists(to); err != nil || there {
		return Haul{}, cmp.Or(err, fmt.Errorf("store: %s exists already: name a new file", to))
	}
	if err := regular(from); err != nil {
		return Haul{}, err
	}
	f, err := os.Open(from)
	if err != nil {
		return Haul{}, explain(from, err)
	}
	defer func() { _ = f.Close() }()
	db, _, err := openFile(from, bbolt.Options{ReadOnly: true}) // for the lock
	if errors.Is(err, ErrInUse) {
		return Haul{}, err
	}
	if err == nil {
		defer func() { _ = db.Close() }()
	}
	made, err := draft(to)
	if err != nil {
		return Haul{}, err
	}
	part := made.Name()
	defer func() { _ = os.Remove(part) }()
	if err := made.Close(); err != nil {
		return Haul{}, explain(to, err)
	}
	b, err := openBolt(part)
	if err != nil {
		return Haul{}, err
	}
	d := &diver{to: b, counts: map[[2]string]*Tally{}, found: map[[2]string]bool{}}
	err = guarded(from, func() error { return d.dive(from, f) })
	if err := errors.Join(err, b.Close()); err != nil {
		return Haul{}, err
	}
	if err := check(part); err != nil {
		return Haul{}, err
	}
	return d.haul(), explain(to, place(part, to))
}

// diver goes through a damaged file and brings up values.
type diver struct {
	to     *bolt
	format int
	counts map[[2]string]*Tally
	lost   []Fault
	found  map[[2]string]bool // the table and key of what was found in a gap
	gaps   []Fault            // where something is lost, between the keys that are not
	basket []find
	owed   uint64 // the highest number of what is owed
	older  bool   // what comes now may be older than what was lost
}

// find is a value that was read.
type find struct {
	table, key string
	value      []byte
	older      bool
}

func (d *diver) dive(path string, f *os.File) error {
	v, h, before, torn, err := choose(f)
	if err != nil {
		return damagedError(path, err)
	}
	if torn {
		d.lost = append(d.lost, Fault{What: tornText})
	}
	if d.format, err = formatIn(v, h); err != nil || d.format == 0 {
		d.format = guessFormat(v, h, before)
	}
	if newest := formatAfter(upgrades()); d.format > newest {
		return newerError(path, d.format, newest)
	}
	w := d.walk(v, h)
	d.lost = append(d.lost, w.faults...)
	d.gaps = append(d.gaps, w.faults...)
	d.older = true
	if len(d.gaps) > 0 {
		d.strays(w)
		for _, h := range before {
			d.walk(v, h)
		}
	}
	if err := d.put(); err != nil {
		return err
	}
	if len(d.counts) == 0 {
		return damagedError(path, "nothing in it can be read")
	}
	return d.to.Update(d.finish)
}

// walk brings up what is good in a tree. Once something is older, only what lies
// in a gap, and was not found better, is taken.
func (d *diver) walk(v volume, h head) *walk {
	last, open := "", -1 // the key before; the gap that is not closed
	return inspect(v, h, visitor{
		scraps: d.format >= sealedFrom,
		table: func(name string, sequence uint64) bool {
			last, open = "", -1
			if name == owedTable {
				d.owed = max(d.owed, sequence)
			}
			return name != metaTable
		},
		value: func(table, key string, value []byte) error {
			if err := judge(d.format, table, key, value); err != nil {
				if !d.older {
					d.lost = append(d.lost, faultOf(table, key, err))
					if open < 0 {
						open = len(d.gaps)
						d.gaps = append(d.gaps, Fault{Table: table, Key: Key(last)})
					}
				}
				return nil
			}
			if open >= 0 {
				d.gaps[open].Until, open = Key(key), -1
			}
			last = key + "\x00"
			return d.take(find{table, key, bytes.Clone(value), d.older})
		},
	})
}

func (d *diver) take(f find) error {
	if f.older && !slices.ContainsFunc(d.gaps, func(gap Fault) bool { return gap.covers(f.table, Key(f.key)) }) {
		return nil
	}
	d.basket = append(d.basket, f)
	if len(d.basket) < 1000 {
		return nil
	}
	return d.put()
}

// put writes what is in the basket; what is there already is better.
func (d *diver) put() error {
	var put []find
	err := d.to.Update(func(w Writer) error {
		put = nil
		for _, f := range d.basket {
			if _, ok := w.Get(f.table, f.key); ok {
				continue
			}
			if err := w.Put(f.table, f.key, f.value); err != nil {
				return err
			}
			put = append(put, f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	d.basket = nil
	for _, f := range put {
		d.count(f)
	}
	return nil
}

func (d *diver) count(f find) {
	first, _, _ := strings.Cut(f.key, "/")
	team := unescape(first)
	t := d.counts[[2]string{f.table, team}]
	if t == nil {
		t = &Tally{Table: f.table, Team: team}
		d.counts[[2]string{f.table, team}] = t
	}
	t.Saved++
	if f.older {
		t.Older++
		d.found[[2]string{f.table, f.key}] = true
	}
	if f.table == owedTable {
		d.owed = max(d.owed, numberOf(f.value))
	}
}

// finish writes the format, and the number from which what is owed is counted on.
func (d *diver) finish(w Writer) error {
	err := putFormat(w, d.format)
	if d.format >= byRowsFrom {
		err = errors.Join(err, w.Put(metaTable, unfinished, []byte("true"))) // it may have been under way
	}
	if err != nil {
		return err
	}
	for _, table := range w.Tables() {
		if table == owedTable {
			return w.(*boltTx).tx.Bucket([]byte(owedTable)).SetSequence(d.owed)
		}
	}
	return nil
}

func (d *diver) haul() (h Haul) {
	for _, t := range d.counts {
		h.Saved = append(h.Saved, *t)
	}
	slices.SortFunc(h.Saved, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Team, b.Team))
	})
	h.Lost = slices.DeleteFunc(d.lost, func(f Fault) bool { return f.one() && d.found[[2]string{f.Table, string(f.Key)}] })
	return h
}
