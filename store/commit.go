package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// health is what becomes of an engine when its file or its disk fails.
type health struct {
	broken atomic.Pointer[error] // set when bbolt was left with a lock held: nothing can be done any more
	unsure bool                  // the last commit is seen, but may not be on disk; for who is at the head of the line
}

// begin begins a transaction of bbolt.
func (b *bolt) begin(writable bool) (tx *bbolt.Tx, err error) {
	if broken := b.health.broken.Load(); broken != nil {
		return nil, *broken
	}
	err = guarded(b.path, func() error {
		tx, err = b.db.Begin(writable)
		return err
	})
	if errors.Is(err, ErrDamaged) {
		b.health.broken.Store(&err)
	}
	return tx, explain(b.path, err)
}

// end ends a transaction that was not committed, and lets go of its locks.
func (b *bolt) end(tx *bbolt.Tx) {
	err := guarded(b.path, tx.Rollback)
	if errors.Is(err, ErrDamaged) {
		b.health.broken.Store(&err)
	}
}

func (b *bolt) View(fn func(Reader) error) error {
	tx, err := b.begin(false)
	if err != nil {
		return err
	}
	defer b.end(tx)
	return rescued(b.path, func() error { return fn(&boltTx{tx: tx}) })
}

// commit runs one transaction for all of fns. If one fails, nothing remains of
// any, and failed is its index; else failed is -1 and err that of the disk.
// after is what to call now that others see what was done.
func (b *bolt) commit(fns []func(Writer) error) (after []func(), failed int, err error) {
	if err := b.inPlace(); err != nil {
		return nil, -1, err
	}
	if err := b.settle(); err != nil {
		return nil, -1, err
	}
	tx, err := b.begin(true)
	if err != nil {
		return nil, -1, err
	}
	defer b.end(tx) // does nothing after a commit
	t := &boltTx{tx: tx}
	failed = -1
	err = rescued(b.path, func() error {
		for i, fn := range fns {
			failed = i
			if err := fn(t); err != nil {
				return err
			}
		}
		failed = -1
		return nil
	})
	if err != nil {
		return nil, failed, err
	}
	id := tx.ID()
	err = guarded(b.path, tx.Commit)
	if err == nil {
		return t.after, -1, nil
	}
	b.end(tx)
	if !b.visible(id) {
		return nil, -1, b.refused(err)
	}
	b.health.unsure = true
	if again := b.settle(); again != nil {
		return t.after, -1, fmt.Errorf("store: %s: %w: %w", b.path, ErrUncertain, err)
	}
	return t.after, -1, nil
}

// inPlace says when the file has lost its name, or another has it: what is written
// then is gone when the process ends.
func (b *bolt) inPlace() error {
	held, err := b.file.Stat()
	if err != nil {
		return b.refused(err)
	}
	there, err := os.Stat(b.path)
	if err == nil && !os.SameFile(held, there) || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("store: %w to %s: the file was deleted, moved or replaced while it is used; put it back, or save what is known with 'engawa backup' before you stop Engawa", ErrDisk, b.path)
	}
	return nil
}

// visible says whether others see what a transaction did.
func (b *bolt) visible(id int) bool {
	tx, err := b.begin(false)
	if err != nil {
		return false // nobody sees anything
	}
	defer b.end(tx)
	return tx.ID() >= id
}

// settle makes the last commit certain, if it is not. Its pages were on disk
// before its meta page was written, so it is about that page alone. It is written
// again: after a sync that failed, the system may take it for written. Until that
// has succeeded nothing else may be written, for it would go where the pages of
// the commit before are, and after a power cut these may be the last.
func (b *bolt) settle() error {
	if !b.health.unsure {
		return nil
	}
	err := guarded(b.path, func() error {
		v, heads, err := volumeOf(b.file)
		if err != nil {
			return err
		}
		page, at := make([]byte, v.page), int64(0)
		if newest(heads) == heads[1] {
			at = v.page
		}
		if _, err := b.file.ReadAt(page, at); err != nil {
			return err
		}
		if _, err := b.file.WriteAt(page, at); err != nil {
			return err
		}
		return b.db.Sync()
	})
	if err != nil {
		return b.refused(err)
	}
	b.health.unsure = false
	return nil
}

// refused is the error of an update of which nothing remains.
func (b *bolt) refused(err error) error {
	var number syscall.Errno
	if !errors.As(err, &number) && !errors.Is(err, ErrDamaged) {
		err = errors.Join(err, b.grows()) // bbolt keeps to itself why it could not make the file grow
	}
	switch told := explain(b.path, err); {
	case errors.Is(told, ErrNoRoom), errors.Is(told, ErrDamaged), errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return told
	default:
		return fmt.Errorf("store: %w to %s: look at its disk, and try again: %w", ErrDisk, b.path, err)
	}
}

// grows is the error, if there is one, of making the file larger than it is.
func (b *bolt) grows() error {
	info, err := b.file.Stat()
	if err != nil {
		return err
	}
	return b.file.Truncate(info.Size() + growBy)
}
