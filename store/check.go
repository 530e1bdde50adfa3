package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/engawa-bot/engawa/store/engine"
)

// condition is what a look at a store found.
type condition struct {
	format   int      // 0 if nothing was written to it yet
	warnings []string // what is wrong although all can be read
	faults   []Fault
}

// all lists everything that is wrong.
func (c condition) all() (list []Fault) {
	for _, warning := range c.warnings {
		list = append(list, Fault{What: warning})
	}
	return append(list, c.faults...)
}

// verdict is the error for a file with faults; nil if there are none.
func verdict(address string, faults []Fault) error {
	switch len(faults) {
	case 0:
		return nil
	case 1:
		return engine.Damaged(address, faults[0])
	default:
		return engine.Damaged(address, fmt.Sprintf("%v; and %d more", faults[0], len(faults)-1))
	}
}

// CheckFile reads all of a store that is not in use, and lists what is damaged. An
// error is about one in which nothing can be found at all.
func CheckFile(address string) ([]Fault, error) {
	c, err := probe(address)
	return c.all(), err
}

// Check reads all of the store, as it is on disk, while others read and write,
// and lists what is damaged.
func (s *Store) Check(ctx context.Context) ([]Fault, error) { return s.examine(ctx.Err) }

// examine is Check until stop gives an error.
func (s *Store) examine(stop func() error) ([]Fault, error) {
	e := examiner{}
	err := s.db.View(func(r engine.Reader) (err error) {
		e.format, err = formatOf(r)
		return err
	})
	if err != nil {
		return nil, engine.Damaged(s.address, err)
	}
	faults, err := s.db.Walk(engine.Visitor{Value: func(table, key string, value []byte) error {
		return errors.Join(e.value(table, key, value), stop())
	}})
	return append(told(faults), e.faults...), err
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

// look finds the format of a store and all that is damaged in it.
func look(address string, s engine.State) (c condition, err error) {
	c.warnings = s.Warnings()
	c.format, err = formatIn(s)
	switch {
	case errors.Is(err, errForeign):
		return c, engine.Damaged(address, err)
	case err != nil:
		c.faults = append(c.faults, faultOf(metaTable, formatKey, err))
	}
	e := examiner{format: c.format}
	faults, err := s.Walk(engine.Visitor{Table: e.table, Value: e.value})
	c.faults = append(c.faults, told(faults)...)
	if e.owed > e.counts {
		c.faults = append(c.faults, Fault{Table: owedTable, What: fmt.Sprintf("%d were counted, but there is number %d", e.counts, e.owed)})
	}
	c.faults = append(c.faults, e.faults...)
	return c, err
}

var errForeign = errors.New("a bbolt file of another program")

// formatIn finds the format of a store; 0 if nothing was written to it yet.
func formatIn(s engine.State) (int, error) {
	rows := metaRows{}
	_, err := s.Walk(engine.Visitor{
		Table: func(name string, _ uint64) bool { rows[""] = nil; return name == metaTable },
		Value: func(_, key string, value []byte) error { rows[key] = bytes.Clone(value); return nil },
	})
	if err != nil {
		return 0, err
	}
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

// probe looks at a store without changing it.
func probe(address string) (c condition, err error) {
	kind, err := kindOf(address)
	if err != nil {
		return c, err
	}
	err = kind.Look(address, func(s engine.State) (err error) {
		c, err = look(address, s)
		return err
	})
	return c, err
}
