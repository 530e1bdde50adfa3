// Package engine is what store asks of the engine that keeps its tables. An
// engine is a package of its own below store (bolt is one), and keeps the contract
// that storetest.Contract checks. It knows tables, keys and bytes; it must not know
// what they mean: formats, checksums, teams and what is owed are for store.
package engine

import (
	"io"
	"iter"
)

// Kind is a kind of engine. Where a store of it is, an address says: a path, say.
// Its errors are sentences that name the address and what to do.
type Kind interface {
	// Begin makes a store where none is, whole or not at all, with what first
	// writes. It refuses if something says that there was a store. If another
	// process is quicker, the store of that one stays.
	Begin(address string, first func(Writer) error) error

	// Look shows fn the store at an address without changing it, while nobody uses
	// it (ErrInUse). If there is none, the error is fs.ErrNotExist; if nothing can
	// be read there, it is ErrDamaged.
	Look(address string, fn func(State) error) error

	// Open opens a store that Look found sound, for this process alone (ErrInUse).
	Open(address string) (DB, error)

	// Restore makes the store at an address to what DB.Copy wrote to the file from,
	// and keeps what was there before. The error of check, which is shown the copy,
	// ends it before anything has changed, as does ErrInUse.
	Restore(address, from string, check Check) error

	// Beside is the name of a file that is kept for a store, of which what says what
	// it is.
	Beside(address, what string) string
}

// DB is an open store: tables of ordered keys in transactions. It is used by many
// goroutines.
type DB interface {
	State

	// View gives fn one unchanging picture of all tables.
	View(fn func(Reader) error) error

	// Update runs fn in a transaction that is on disk when Update returns nil.
	// An error of fn is returned as it is and undoes what fn did, and a panic
	// in fn also reaches the caller. Engines may join concurrent calls in one
	// transaction: fn may run again, and in another goroutine. If the disk fails,
	// the error is ErrNoRoom or ErrDisk when nothing remains of fn, and
	// ErrUncertain when what it did is there, but perhaps not for good.
	Update(fn func(Writer) error) error

	// Copy writes all tables of one moment while others read and write, as a file
	// of the engine bolt, whatever the engine is: so every backup can be looked at,
	// and restored to every engine. It returns the bytes written.
	Copy(w io.Writer) (int64, error)

	// Close waits for running transactions. Closing again does nothing.
	Close() error
}

// State is what is kept at one moment, as it is on disk.
type State interface {
	// Walk shows all tables and their values in order. It returns what is damaged of
	// what the engine itself wrote around the values, and the error of the visitor.
	Walk(Visitor) ([]Fault, error)

	// Warnings tell what is wrong although everything can be read.
	Warnings() []string
}

// Check judges a copy; address is what its error names.
type Check func(address string, s State) error

// Visitor is shown what a walk meets. The bytes are valid during the call only.
type Visitor struct {
	// Table gets the last number that Next gave; false leaves the table out. A
	// visitor without it sees all tables.
	Table func(name string, counted uint64) bool

	// Value may end the walk by an error.
	Value func(table, key string, value []byte) error

	// Scraps has Value called also with what can be made out where things are
	// damaged.
	Scraps bool
}

// Reader reads tables. A table that nobody wrote to is empty.
type Reader interface {
	// Get returns the value of a key. The bytes must not be changed, and are
	// valid inside the transaction only.
	Get(table, key string) (value []byte, ok bool)

	// Tables lists the tables that have been written to, in order.
	Tables() []string

	// Scan goes through the keys that begin with prefix, in order of their
	// bytes. The transaction may write to the table meanwhile: each key that was
	// there and stays is met exactly once. The bytes are as those of Get.
	Scan(table, prefix string) iter.Seq2[string, []byte]
}

// Writer reads and writes tables, and reads what it wrote.
type Writer interface {
	Reader

	// Put sets the value of a key that is not empty. The caller must leave the
	// bytes alone until the transaction has ended.
	Put(table, key string, value []byte) error

	// Delete removes a key. It is no error that there is none.
	Delete(table, key string) error

	// Next counts 1, 2, 3 for each table. A number is given again only if the
	// transaction that took it was undone.
	Next(table string) (uint64, error)

	// Count has Next go on behind n.
	Count(table string, n uint64) error

	// OnCommit has fn called when the transaction is seen by others, before Update
	// returns and before the next one begins; never if it is undone. Several
	// are called in order. fn must neither call Update nor wait for one.
	OnCommit(fn func())
}
