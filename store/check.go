package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"
)

// tornText is about a file of which one meta page is damaged. bbolt takes the
// other one and says nothing, so that what was committed last may be missing.
const tornText = "one of the two meta pages is damaged, so what was written last before the stop may be missing"

// condition is what a look at a file found.
type condition struct {
	format int
	torn   bool // one meta page is damaged
	faults []Fault
}

// all lists everything that is wrong.
func (c condition) all() []Fault {
	if c.torn {
		return append([]Fault{{What: tornText}}, c.faults...)
	}
	return c.faults
}

// verdict is the error for a file with faults; nil if there are none.
func verdict(path string, faults []Fault) error {
	switch len(faults) {
	case 0:
		return nil
	case 1:
		return damagedError(path, faults[0])
	default:
		return damagedError(path, fmt.Sprintf("%v; and %d more", faults[0], len(faults)-1))
	}
}

// CheckFile reads all of a file that is not in use, and lists what is damaged. An
// error is about a file in which nothing can be found at all.
func CheckFile(path string) ([]Fault, error) {
	c, err := probe(path)
	return c.all(), err
}

// Check reads all of the store, as it is on disk, while others read and write,
// and lists what is damaged.
func (s *Store) Check(ctx context.Context) ([]Fault, error) { return s.examine(ctx.Err) }

// examine is Check until stop gives an error.
func (s *Store) examine(stop func() error) ([]Fault, error) {
	e := examiner{}
	err := s.engine.View(func(r Reader) (err error) {
		e.format, err = formatOf(r)
		return err
	})
	if err != nil {
		return nil, damagedError(s.path, err)
	}
	faults, err := s.engine.Inspect(func(table, key string, value []byte) error {
		return errors.Join(e.value(table, key, value), stop())
	})
	return append(faults, e.faults...), err
}

// examiner judges values.
type examiner struct {
	format int
	faults []Fault
	counts uint64 // the highest number that was counted for what is owed
	owed   uint64 // the highest that stands in a value
}

func (e *examiner) table(name string, sequence uint64) bool {
	if name == owedTable {
		e.counts = sequence
	}
	return true
}

func (e *examiner) value(table, key string, value []byte) error {
	if err := judge(e.format, table, key, value); err != nil {
		e.faults = append(e.faults, faultOf(table, key, err))
		return nil
	}
	if table != owedTable {
		return nil
	}
	e.owed = max(e.owed, numberOf(value))
	return nil
}

// numberOf is the number of something owed, as it stands in the file.
func numberOf(value []byte) uint64 {
	line, _, _ := bytes.Cut(value, []byte("\n"))
	var o Owed
	if json.Unmarshal(line, &o) != nil {
		return 0
	}
	return o.Seq
}

// look finds the format of a file and all that is damaged in it.
func look(v volume, h head) (c condition, err error) {
	c.format, err = formatIn(v, h)
	switch {
	case errors.Is(err, errForeign):
		return c, err
	case err != nil:
		c.faults = append(c.faults, faultOf(metaTable, formatKey, err))
	}
	e := examiner{format: c.format}
	w := inspect(v, h, visitor{table: e.table, value: e.value})
	if e.owed > e.counts {
		w.fault(span{table: owedTable}, fmt.Sprintf("%d were counted, but there is number %d", e.counts, e.owed))
	}
	if c.format == 0 && err == nil && h.tx > 1 {
		w.fault(span{}, "its tables are gone")
	}
	c.faults = append(append(c.faults, w.faults...), e.faults...)
	return c, nil
}

var errForeign = errors.New("a bbolt file of another program")

// formatIn finds the format of a file; 0 if nothing was written to it yet.
func formatIn(v volume, h head) (int, error) {
	rows := metaRows{}
	inspect(v, h, visitor{
		table: func(name string, _ uint64) bool { rows[""] = nil; return name == metaTable },
		value: func(_, key string, value []byte) error { rows[key] = bytes.Clone(value); return nil },
	})
	format, err := formatOf(rows)
	if err == nil && format == 0 && len(rows) > 0 {
		err = errForeign
	}
	return format, err
}

// metaRows are the values of the table meta, and something under the empty key if
// there is any table.
type metaRows map[string][]byte

func (m metaRows) Get(_, key string) ([]byte, bool) {
	value, ok := m[key]
	return value, ok
}

// probe looks at a file without changing it. Its format is 0 if nothing was
// written to it yet.
func probe(path string) (c condition, err error) {
	if err := glance(path); err != nil {
		return c, err
	}
	db, file, err := openFile(path, bbolt.Options{ReadOnly: true}) // for the lock
	if err != nil {
		return c, err
	}
	defer func() { _ = db.Close() }()
	err = guarded(path, func() error {
		v, heads, err := volumeOf(file)
		if err == nil {
			c, err = look(v, newest(heads))
		}
		c.torn = !heads[0].intact || !heads[1].intact
		if err != nil {
			return damagedError(path, err)
		}
		return nil
	})
	return c, explain(path, err)
}

// glance refuses what bbolt could not open.
func glance(path string) error {
	if err := regular(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return explain(path, err)
	case info.Size() == 0:
		return damagedError(path, "it is empty; to begin anew, delete it")
	}
	f, err := os.Open(path)
	if err != nil {
		return explain(path, err)
	}
	defer func() { _ = f.Close() }()
	if _, _, err := volumeOf(f); err != nil {
		return damagedError(path, err)
	}
	return nil
}

func volumeOf(f *os.File) (v volume, heads [2]head, err error) {
	info, err := f.Stat()
	if err != nil {
		return v, heads, err
	}
	return openVolume(f, info.Size())
}

// check reads all of a file that is not in use.
func check(path string) error {
	c, err := probe(path)
	switch {
	case err != nil:
		return err
	case c.format == 0 && len(c.faults) == 0:
		return damagedError(path, "nothing was ever written to it")
	}
	return verdict(path, c.all())
}

// exists says whether there is anything under a name.
func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, explain(path, err)
}
