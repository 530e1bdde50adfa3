package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/engawa-bot/engawa/store/engine"
)

const (
	metaTable    = "meta"
	formatKey    = "format"
	formatSealed = "sealed" // the format again, with its checksum; from format 3 on

	// unfinished is there while the last step is under way that changes rows one by
	// one. The format says already what it will be, so that a program of before keeps
	// its hands off.
	unfinished = "unfinished"
)

// step changes a file from one format to the next.
type step struct {
	what string // what it does, for the error that says it failed
	run  func(engine.Writer) error
	// rows changes rows, by table, in place of run: each by itself, in transactions of
	// a few, and each as often as it is met. A row may get another key.
	rows map[string]func(row) (row, error)
}

// upgrades lists the steps from format 1 on: the first leads to format 2. Steps
// are only ever added at the end; when to add one, see the package comment.
func upgrades() []step {
	return []step{
		{"fields that say who is in the team, and what was asked", gained, nil},
		{"a checksum for each value", sealAll, nil},
		{"any number of habits, with names of their own", gained, nil},
		{"accounts by platform", nil, accounts()},
		{"retros that wait for the next meeting", gained, nil},
	}
}

// gained is a step that changes nothing: values have gained fields which a program
// of before would drop.
func gained(engine.Writer) error { return nil }

// formatAfter is the format of a file that has taken all the steps.
func formatAfter(steps []step) int { return 1 + len(steps) }

// formatOf reads the format number; 0 if there is none.
func formatOf(r interface {
	Get(table, key string) ([]byte, bool)
},
) (int, error) {
	data, ok := r.Get(metaTable, formatKey)
	if !ok {
		return 0, nil
	}
	format, err := strconv.Atoi(string(data))
	if err != nil || format < 1 {
		return 0, fmt.Errorf("format number %q", data)
	}
	sealed, ok := r.Get(metaTable, formatSealed)
	if !ok && format < sealedFrom {
		return format, nil
	}
	if again, err := unseal(metaTable, formatSealed, sealed); err != nil || !bytes.Equal(again, data) {
		return 0, fmt.Errorf("format number %q, and %q with its checksum", data, sealed)
	}
	return format, nil
}

// putFormat keeps the number as programs of before read it, and from format 3 on
// with its checksum beside it.
func putFormat(w engine.Writer, format int) error {
	number := strconv.AppendInt(nil, int64(format), 10)
	if err := w.Put(metaTable, formatKey, number); err != nil || format < sealedFrom {
		return err
	}
	return w.Put(metaTable, formatSealed, seal(metaTable, formatSealed, bytes.Clone(number)))
}

// upgrade marks a new store, and takes the steps that an older one lacks, after a
// copy beside it.
func (s *Store) upgrade(steps []step, beside func(what string) string) error {
	var format int
	err := s.db.View(func(r engine.Reader) (err error) {
		format, err = formatOf(r)
		return err
	})
	if err != nil {
		return engine.Damaged(s.address, err)
	}
	newest := formatAfter(steps)
	if format == 0 {
		return s.db.Update(func(w engine.Writer) error { return putFormat(w, newest) })
	}
	if err := s.finish(steps, format); err != nil {
		return err
	}
	if format == newest {
		return nil
	}
	if err := s.Backup(beside(fmt.Sprint("format-", format))); err != nil {
		return fmt.Errorf("store: the copy before the upgrade: %w", err)
	}
	for ; format < newest; format++ {
		next := steps[format-1]
		err := s.db.Update(func(w engine.Writer) error {
			if next.rows != nil {
				return errors.Join(putFormat(w, format+1), w.Put(metaTable, unfinished, []byte("true")))
			}
			if err := next.run(w); err != nil {
				return err
			}
			return putFormat(w, format+1)
		})
		if err != nil {
			return fmt.Errorf("store: upgrade %s from format %d (%s): %w", s.address, format, next.what, err)
		}
		if err := s.finish(steps, format+1); err != nil {
			return err
		}
	}
	return nil
}

// byRowsFrom is the first format that a step by rows leads to.
const byRowsFrom = 5

// mostWrites is how many rows a step changes in one transaction: each may be a write
// and a deletion, and engines take 100.
const mostWrites = 45

// finish goes on with the step that led to a format, if it is not finished.
func (s *Store) finish(steps []step, format int) error {
	var left []spot
	var begun bool
	if format < 2 {
		return nil
	}
	last := steps[format-2]
	err := s.db.View(func(r engine.Reader) (err error) {
		if _, begun = r.Get(metaTable, unfinished); begun {
			left, err = last.left(r)
		}
		return err
	})
	if err == nil && begun {
		for some := range slices.Chunk(left, mostWrites) {
			if err = s.db.Update(func(w engine.Writer) error { return last.renew(w, some) }); err != nil {
				break
			}
		}
		if err == nil {
			err = s.db.Update(func(w engine.Writer) error { return w.Delete(metaTable, unfinished) })
		}
	}
	if err != nil {
		return fmt.Errorf("store: upgrade %s to format %d (%s): %w", s.address, format, last.what, err)
	}
	return nil
}

// spot is where a value stands.
type spot struct{ table, key string }

// left lists the rows that a step has still to change.
func (st step) left(r engine.Reader) (list []spot, err error) {
	for _, table := range slices.Sorted(maps.Keys(st.rows)) {
		for key, value := range r.Scan(table, "") {
			before, after, err := st.next(table, key, value)
			if err != nil {
				return nil, err
			}
			if after.key != before.key || !bytes.Equal(after.json, before.json) {
				list = append(list, spot{table, key})
			}
		}
	}
	return list, nil
}

func (st step) next(table, key string, value []byte) (before, after row, err error) {
	data, err := unseal(table, key, value)
	if err == nil {
		before = row{key, data}
		after, err = st.rows[table](before)
	}
	if err != nil {
		return before, after, fmt.Errorf("table %s, %s: %w", table, key, err)
	}
	return before, after, nil
}

// renew changes rows.
func (st step) renew(w engine.Writer, some []spot) error {
	for _, at := range some {
		value, ok := w.Get(at.table, at.key)
		if !ok {
			continue
		}
		before, after, err := st.next(at.table, at.key, value)
		if err != nil {
			return err
		}
		if after.key != before.key {
			if err := w.Delete(at.table, at.key); err != nil {
				return err
			}
		}
		if err := w.Put(at.table, after.key, seal(at.table, after.key, bytes.Clone(after.json))); err != nil {
			return err
		}
	}
	return nil
}
