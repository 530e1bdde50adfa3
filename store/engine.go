package store

import (
	"io"
	"iter"
)

// Engine keeps tables of ordered keys in transactions. An engine keeps the
// contract that storetest.Contract checks.
type Engine interface {
	// View gives fn one unchanging picture of all tables.
	View(fn func(Reader) error) error

	// Update runs fn in a transaction that is on disk when Update returns nil.
	// An error of fn is returned as it is and undoes what fn did, and a panic
	// in fn also reaches the caller. Engines may join concurrent calls in one
	// transaction: fn may run again, and in another goroutine. If the disk fails,
	// the error is ErrNoRoom or ErrDisk when nothing remains of fn, and
	// ErrUncertain when what it did is there, but perhaps not for good.
	Update(fn func(Writer) error) error

	// Copy writes all tables of one moment, in the form that such an engine is
	// opened from, while others read and write. It returns the bytes written.
	Copy(w io.Writer) (int64, error)

	// Inspect reads all that is kept, as it is on disk at one moment, and shows fn
	// each value; an error of fn ends it and is returned. It returns what is damaged
	// of what the engine itself wrote around the values.
	Inspect(fn func(table, key string, value []byte) error) ([]Fault, error)

	// Close waits for running transactions. Closing again does nothing.
	Close() error
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

	// OnCommit has fn called when the transaction is seen by others, before Update
	// returns and before the next one begins; never if it is undone. Several
	// are called in order. fn must neither call Update nor wait for one.
	OnCommit(fn func())
}
