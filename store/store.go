package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
)

// Store is an open store. It may be used by several goroutines.
type Store struct {
	path     string
	engine   Engine
	onOwed   func([]Owed)
	copying  sync.Mutex // one Backup at a time
	warnings []string
	rows     atomic.Int64
}

// Open opens the store in the file at path, and creates the file (0600) and its
// folders (0700) if need be. A file of an older format is upgraded, see the
// package comment. All of the file is read first, so that nothing is lost without
// a word. Errors are sentences that name the path and what to do; those of a file
// that another process uses, that a newer version wrote, or that is no intact
// store are ErrInUse, ErrNewer and ErrDamaged. See also Warnings.
func Open(path string) (*Store, error) {
	return open(path, upgrades())
}

func open(path string, steps []step) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, explain(path, err)
	}
	file, err := target(path)
	if err != nil {
		return nil, err
	}
	there, err := exists(file)
	if err == nil && !there {
		err = create(file, formatAfter(steps))
	}
	if err != nil {
		return nil, err
	}
	found, err := probe(path)
	if err != nil {
		return nil, err
	}
	if known := formatAfter(steps); found.format > known {
		return nil, newerError(path, found.format, known)
	}
	if err := verdict(path, found.faults); err != nil {
		return nil, err
	}
	engine, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, engine: engine}
	if found.torn {
		err = s.mend()
	}
	if err == nil {
		err = s.upgrade(steps)
	}
	if err != nil {
		_ = engine.Close()
		return nil, err
	}
	return s, nil
}

// mend keeps the file as it is, of which one meta page is damaged, beside the
// store, and has both pages written anew.
func (s *Store) mend() error {
	kept, err := keepBeside(s.path, "torn")
	if err != nil {
		return fmt.Errorf("store: the copy of a damaged file: %w", err)
	}
	s.warnings = append(s.warnings, fmt.Sprintf("store: %s: %s; %s is the file as it was, in which 'engawa salvage' may find more", s.path, tornText, kept))
	return errors.Join(s.Writable(), s.Writable())
}

// Warnings are what the keeper should know although the store could be opened, as
// sentences for the log and the doctor.
func (s *Store) Warnings() []string { return slices.Clone(s.warnings) }

// View gives fn a transaction that reads one unchanging picture of the store.
// It returns what fn returns.
func (s *Store) View(fn func(*Tx) error) error {
	return s.engine.View(func(r Reader) error {
		return fn(&Tx{read: r, rows: &s.rows})
	})
}

// Update gives fn a transaction that reads and writes. When Update returns nil,
// what fn did is on disk. If fn returns an error, nothing that it did remains,
// and Update returns that error; a panic in fn reaches the caller of Update.
//
// Calls that come while the disk is busy are joined in its next write. So fn
// may run again, or in another goroutine: it must have no effects beyond the
// transaction, save on variables that it sets anew each time.
func (s *Store) Update(fn func(*Tx) error) error {
	return s.engine.Update(func(w Writer) error {
		tx := &Tx{read: w, write: w, rows: &s.rows}
		if err := fn(tx); err != nil {
			return err
		}
		if s.onOwed != nil && len(tx.owed) > 0 {
			w.OnCommit(func() { s.onOwed(tx.owed) })
		}
		return nil
	})
}

// Writable writes a few bytes, always the same, and so tells whether the disk
// takes writes. It does not make the file grow.
func (s *Store) Writable() error {
	return s.engine.Update(func(w Writer) error {
		return w.Put(metaTable, "writable", []byte("true"))
	})
}

// Rows is how many values were read since Open, by all.
func (s *Store) Rows() int64 { return s.rows.Load() }

// Close waits for running transactions and lets go of the file.
func (s *Store) Close() error {
	return s.engine.Close()
}
