package store

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
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
	d := &diver{counts: map[[2]string]*Tally{}, found: map[[2]string]bool{}}
	err := bolt.Create(to, func(db engine.DB) error {
		d.to, d.from = db, from
		if err := bolt.Dig(from, sound, d.dive); err != nil {
			return err
		}
		return checkCopy(to, db)
	})
	if err != nil {
		return Haul{}, err
	}
	return d.haul(), nil
}

// sound says whether all is well in a state.
func sound(s engine.State) bool {
	c, err := look("", s)
	return err == nil && c.format > 0 && len(c.faults) == 0
}

// diver goes through a damaged file and brings up values.
type diver struct {
	from   string
	to     engine.DB
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

func (d *diver) dive(w *bolt.Wreck) (err error) {
	for _, warning := range w.Warnings() {
		d.lost = append(d.lost, Fault{What: warning})
	}
	if d.format, err = formatIn(w); err != nil || d.format == 0 {
		d.format = guessFormat(w)
	}
	if newest := formatAfter(upgrades()); d.format > newest {
		return newerError(d.from, d.format, newest)
	}
	faults, err := d.walk(w)
	if err != nil {
		return err
	}
	d.lost = append(d.lost, faults...)
	d.gaps = append(d.gaps, faults...)
	d.older = true
	if len(d.gaps) > 0 {
		err = d.again(w)
	}
	if err := errors.Join(err, d.put()); err != nil {
		return err
	}
	if len(d.counts) == 0 {
		return engine.Damaged(d.from, "nothing in it can be read")
	}
	return d.to.Update(d.finish)
}

// again looks into what is left over for what lies in a gap.
func (d *diver) again(w *bolt.Wreck) error {
	if err := d.strays(w); err != nil {
		return err
	}
	for _, before := range w.Before {
		if _, err := d.walk(before); err != nil {
			return err
		}
	}
	return nil
}

// walk brings up what is good in a state. Once something is older, only what lies
// in a gap, and was not found better, is taken.
func (d *diver) walk(s engine.State) ([]Fault, error) {
	last, open := "", -1 // the key before; the gap that is not closed
	faults, err := s.Walk(engine.Visitor{
		Scraps: d.format >= sealedFrom,
		Table: func(name string, counted uint64) bool {
			last, open = "", -1
			if name == owedTable {
				d.owed = max(d.owed, counted)
			}
			return name != metaTable
		},
		Value: func(table, key string, value []byte) error {
			if err := judge(d.format, table, key, value); err != nil {
				if !d.older {
					d.lost = append(d.lost, faultOf(table, key, err))
					if open < 0 {
						open = len(d.gaps)
						d.gaps = append(d.gaps, Fault{Table: table, Key: last})
					}
				}
				return nil
			}
			if open >= 0 {
				d.gaps[open].Until, open = key, -1
			}
			last = key + "\x00"
			return d.take(find{table, key, bytes.Clone(value), d.older})
		},
	})
	return told(faults), err
}

func (d *diver) take(f find) error {
	if f.older && !slices.ContainsFunc(d.gaps, func(gap Fault) bool { return gap.covers(f.table, f.key) }) {
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
	err := d.to.Update(func(w engine.Writer) error {
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
func (d *diver) finish(w engine.Writer) error {
	err := putFormat(w, d.format)
	if d.format >= byRowsFrom {
		err = errors.Join(err, w.Put(metaTable, unfinished, []byte("true"))) // it may have been under way
	}
	if err != nil {
		return err
	}
	for _, table := range w.Tables() {
		if table == owedTable {
			return w.Count(owedTable, d.owed)
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
	h.Lost = slices.DeleteFunc(d.lost, func(f Fault) bool { return f.one() && d.found[[2]string{f.Table, f.Key}] })
	return h
}
