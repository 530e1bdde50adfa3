package store

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Store is an open store. It may be used by several goroutines.
type Store struct {
	path    string
	engine  Engine
	onOwed  func([]Owed)
	copying sync.Mutex // one Backup at a time
	rows    atomic.Int64
}

// Open opens the store in the file at path, and creates the file (0600) and its
// folders (0700) if need be. A file of an older format is upgraded, see the
// package comment. Errors are sentences that name the path and what to do;
// those of a file that another process uses, that a newer version wrote, or
// that is no intact store are ErrInUse, ErrNewer and ErrDamaged.
func Open(path string) (*Store, error) {
	return open(path, upgrades())
}

func open(path string, steps []step) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, explain(path, err)
	}
	found, err := probe(path)
	if err != nil {
		return nil, err
	}
	if known := formatAfter(steps); found > known {
		return nil, newerError(path, found, known)
	}
	engine, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, engine: engine}
	if err := s.upgrade(steps); err != nil {
		_ = engine.Close()
		return nil, err
	}
	return s, nil
}

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
