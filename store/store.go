package store

import (
	"errors"
	"io/fs"
	"sync"
	"sync/atomic"

	"github.com/engawa-bot/engawa/store/engine"
)

// Store is an open store. It may be used by several goroutines.
type Store struct {
	address string
	db      engine.DB
	onOwed  func([]Owed)
	copying sync.Mutex // one Backup at a time
	rows    atomic.Int64
}

// Open opens the store at an address, and begins one if there is none: a path is
// that of a file (0600), whose folders (0700) are made if need be. A store of an older
// format is upgraded, see the package comment. All of it is read first, so that
// nothing is lost without a word. Errors are sentences that name the address and what
// to do; those of a store that another process uses, that a newer version wrote, or
// that is not intact are ErrInUse, ErrNewer and ErrDamaged. See also Warnings.
func Open(address string) (*Store, error) {
	return open(address, upgrades())
}

func open(address string, steps []step) (*Store, error) {
	kind, err := kindOf(address)
	if err != nil {
		return nil, err
	}
	newest := formatAfter(steps)
	found, err := probe(address)
	if errors.Is(err, fs.ErrNotExist) {
		err = kind.Begin(address, func(w engine.Writer) error { return putFormat(w, newest) })
		if err == nil {
			found, err = probe(address)
		}
	}
	if err != nil {
		return nil, err
	}
	if found.format > newest {
		return nil, newerError(address, found.format, newest)
	}
	if err := verdict(address, found.faults); err != nil {
		return nil, err
	}
	db, err := kind.Open(address)
	if err != nil {
		return nil, err
	}
	s := &Store{address: address, db: db}
	if err := s.upgrade(steps, func(what string) string { return kind.Beside(address, what) }); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// Warnings are what the keeper should know although the store could be opened, as
// sentences for the log and the doctor.
func (s *Store) Warnings() []string { return s.db.Warnings() }

// View gives fn a transaction that reads one unchanging picture of the store.
// It returns what fn returns.
func (s *Store) View(fn func(*Tx) error) error {
	return s.db.View(func(r engine.Reader) error {
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
	return s.db.Update(func(w engine.Writer) error {
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
	return s.db.Update(func(w engine.Writer) error {
		return w.Put(metaTable, "writable", []byte("true"))
	})
}

// Rows is how many values were read since Open, by all.
func (s *Store) Rows() int64 { return s.rows.Load() }

// Close waits for running transactions and lets go of the file.
func (s *Store) Close() error {
	return s.db.Close()
}
