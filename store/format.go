package store

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/engawa-bot/engawa/store/engine"
)

const (
	metaTable    = "meta"
	formatKey    = "format"
	formatSealed = "sealed" // the format again, with its checksum; from format 3 on
)

// step changes a file from one format to the next.
type step struct {
	what string // what it does, for the error that says it failed
	run  func(engine.Writer) error
}

// upgrades lists the steps from format 1 on: the first leads to format 2. Steps
// are only ever added at the end; when to add one, see the package comment.
func upgrades() []step {
	return []step{
		{"fields that say who is in the team, and what was asked", gained},
		{"a checksum for each value", sealAll},
		{"any number of habits, with names of their own", gained},
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
	if format == newest {
		return nil
	}
	if err := s.Backup(beside(fmt.Sprint("format-", format))); err != nil {
		return fmt.Errorf("store: the copy before the upgrade: %w", err)
	}
	for ; format < newest; format++ {
		next := steps[format-1]
		err := s.db.Update(func(w engine.Writer) error {
			if err := next.run(w); err != nil {
				return err
			}
			return putFormat(w, format+1)
		})
		if err != nil {
			return fmt.Errorf("store: upgrade %s from format %d (%s): %w", s.address, format, next.what, err)
		}
	}
	return nil
}
