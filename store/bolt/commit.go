package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/engawa-bot/engawa/store/engine"
)

// health is what becomes of an engine when its file or its disk fails.
type health struct {
	broken atomic.Pointer[error] // set when bbolt was left with a lock held: nothing can be done any more
	unsure bool                  // the last commit is seen, but may not be on disk; for who is at the head of the line
}

// begin begins a transaction of bbolt.
func (d *db) begin(writable bool) (tx *bbolt.Tx, err error) {
	if broken := d.health.broken.Load(); broken != nil {
		return nil, *broken
	}
	err = guarded(d.path, func() error {
		tx, err = d.bolt.Begin(writable)
		return err
	})
	if errors.Is(err, engine.ErrDamaged) {
		d.health.broken.Store(&err)
	}
	return tx, explain(d.path, err)
}

// end ends a transaction that was not committed, and lets go of its locks.
func (d *db) end(tx *bbolt.Tx) {
	err := guarded(d.path, tx.Rollback)
	if errors.Is(err, engine.ErrDamaged) {
		d.health.broken.Store(&err)
	}
}

func (d *db) View(fn func(engine.Reader) error) error {
	tx, err := d.begin(false)
	if err != nil {
		return err
	}
	defer d.end(tx)
	return rescued(d.path, func() error { return fn(&transaction{bolt: tx}) })
}

// commit runs one transaction for all of fns. If one fails, nothing remains of
// any, and failed is its index; else failed is -1 and err that of the disk.
// after is what to call now that others see what was done.
func (d *db) commit(fns []func(engine.Writer) error) (after []func(), failed int, err error) {
	if err := d.inPlace(); err != nil {
		return nil, -1, err
	}
	if err := d.settle(); err != nil {
		return nil, -1, err
	}
	tx, err := d.begin(true)
	if err != nil {
		return nil, -1, err
	}
	defer d.end(tx) // does nothing after a commit
	t := &transaction{bolt: tx}
	failed = -1
	err = rescued(d.path, func() error {
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
	err = guarded(d.path, func() error {
		if err := d.foresee(t); err != nil {
			return err
		}
		return d.disk.commit(tx)
	})
	if err == nil {
		return t.after, -1, nil
	}
	d.end(tx)
	if !d.visible(id) {
		return nil, -1, d.refused(err)
	}
	d.health.unsure = true
	if again := d.settle(); again != nil {
		return t.after, -1, fmt.Errorf("store: %s: %w: %w", d.path, engine.ErrUncertain, err)
	}
	return t.after, -1, nil
}

// inPlace says when the file has lost its name, or another has it: what is written
// then is gone when the process ends.
func (d *db) inPlace() error {
	held, err := d.file.Stat()
	if err != nil {
		return d.refused(err)
	}
	there, err := os.Stat(d.path)
	if err == nil && !os.SameFile(held, there) || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("store: %w to %s: the file was deleted, moved or replaced while it is used; put it back, or save what is known with 'engawa backup' before you stop Engawa", engine.ErrDisk, d.path)
	}
	return nil
}

// visible says whether others see what a transaction did.
func (d *db) visible(id int) bool {
	tx, err := d.begin(false)
	if err != nil {
		return false // nobody sees anything
	}
	defer d.end(tx)
	return tx.ID() >= id
}

// settle makes the last commit certain, if it is not. Its pages were on disk
// before its meta page was written, so it is about that page alone. It is written
// again: after a sync that failed, the system may take it for written. Until that
// has succeeded nothing else may be written, for it would go where the pages of
// the commit before are, and after a power cut these may be the last.
func (d *db) settle() error {
	if !d.health.unsure {
		return nil
	}
	err := guarded(d.path, func() error {
		v, heads, err := volumeOf(d.file)
		if err != nil {
			return err
		}
		page, at := make([]byte, v.page), int64(0)
		if newest(heads) == heads[1] {
			at = v.page
		}
		if _, err := d.file.ReadAt(page, at); err != nil {
			return err
		}
		if _, err := d.file.WriteAt(page, at); err != nil {
			return err
		}
		return d.disk.sync()
	})
	if err != nil {
		return d.refused(err)
	}
	d.health.unsure = false
	return nil
}

// refused is the error of an update of which nothing remains.
func (d *db) refused(err error) error {
	var number syscall.Errno
	if !errors.As(err, &number) && !errors.Is(err, engine.ErrDamaged) {
		err = errors.Join(err, d.grows()) // bbolt keeps to itself why it could not make the file grow
	}
	switch told := explain(d.path, err); {
	case errors.Is(told, engine.ErrNoRoom), errors.Is(told, engine.ErrDamaged), errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return told
	default:
		return fmt.Errorf("store: %w to %s: look at its disk, and try again: %w", engine.ErrDisk, d.path, err)
	}
}

// grows is the error, if there is one, of making the file larger than it is.
func (d *db) grows() error {
	info, err := d.file.Stat()
	if err != nil {
		return err
	}
	return d.file.Truncate(info.Size() + growBy)
}
