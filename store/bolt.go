package store

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

const (
	lockWait = time.Second // bbolt would wait for ever at 0
	firstMap = 256 << 20   // bytes of address space, so that growing rarely waits for readers
	growBy   = 1 << 20     // bytes; bbolt's own 16 MB is much for a small team
)

// bolt is the engine over a bbolt file.
type bolt struct {
	path string
	db   *bbolt.DB
	line *line
}

func openBolt(path string) (*bolt, error) {
	db, file, err := openFile(path, bbolt.Options{InitialMmapSize: firstMap})
	if err != nil {
		return nil, err
	}
	db.AllocSize = growBy
	// Restore may have put another file in place while this one waited for the
	// lock; what is written to the old one would be lost.
	held, err := file.Stat()
	if err == nil {
		var there os.FileInfo
		if there, err = os.Stat(path); err == nil && !os.SameFile(held, there) {
			err = errors.New("the file was replaced meanwhile: try again")
		}
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		_ = db.Close()
		return nil, explain(path, err)
	}
	b := &bolt{path: path, db: db}
	b.line = newLine(b.commit)
	return b, nil
}

// openFile opens a bbolt file, with the sentence that its failure deserves. A
// damaged file can make bbolt panic; then its memory map, and with that its
// lock, remain until the process ends.
func openFile(path string, options bbolt.Options) (db *bbolt.DB, file *os.File, err error) {
	options.Timeout = lockWait
	options.FreelistType = bbolt.FreelistMapType
	options.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag, mode)
		file = f
		return f, err
	}
	err = guarded(path, func() error {
		db, err = bbolt.Open(path, 0o600, &options)
		return err
	})
	if err != nil {
		if file != nil {
			_ = file.Close()
		}
		return nil, nil, explain(path, err)
	}
	return db, file, nil
}

func (b *bolt) View(fn func(Reader) error) error {
	var failed error
	err := b.db.View(func(tx *bbolt.Tx) error {
		failed = fn(&boltTx{tx: tx})
		return failed
	})
	if failed != nil {
		return failed
	}
	return explain(b.path, err)
}

func (b *bolt) Update(fn func(Writer) error) error {
	return b.line.join(fn)
}

// commit runs one transaction for all of fns. If one fails, nothing remains of
// any, and failed is its index; else failed is -1 and err that of the disk.
// after is what to call now that all is on disk.
func (b *bolt) commit(fns []func(Writer) error) (after []func(), failed int, err error) {
	failed = -1
	err = b.db.Update(func(tx *bbolt.Tx) error {
		t := &boltTx{tx: tx}
		for i, fn := range fns {
			failed = i
			if err := fn(t); err != nil {
				return err
			}
		}
		failed, after = -1, t.after
		return nil
	})
	switch {
	case failed >= 0:
		return nil, failed, err
	case err != nil:
		return nil, -1, explain(b.path, err)
	}
	return after, -1, nil
}

func (b *bolt) Copy(w io.Writer) (n int64, err error) {
	err = b.db.View(func(tx *bbolt.Tx) error {
		n, err = tx.WriteTo(w)
		return err
	})
	return n, err
}

func (b *bolt) Close() error {
	return explain(b.path, b.db.Close())
}

// boltTx is a transaction of bbolt, as Reader and Writer. A table is a bucket.
type boltTx struct {
	tx      *bbolt.Tx
	changes int // counts writes: a cursor of bbolt loses its place by them
	after   []func()
}

func (t *boltTx) Get(table, key string) ([]byte, bool) {
	bucket := t.tx.Bucket([]byte(table))
	if bucket == nil {
		return nil, false
	}
	value := bucket.Get([]byte(key))
	return value, value != nil
}

func (t *boltTx) Scan(table, prefix string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		bucket := t.tx.Bucket([]byte(table))
		if bucket == nil {
			return
		}
		cursor := bucket.Cursor()
		k, v := cursor.Seek([]byte(prefix))
		for k != nil {
			key, changes := string(k), t.changes
			if !strings.HasPrefix(key, prefix) || !yield(key, v) {
				return
			}
			if changes == t.changes {
				k, v = cursor.Next()
			} else if k, v = cursor.Seek([]byte(key)); string(k) == key {
				k, v = cursor.Next()
			}
		}
	}
}

func (t *boltTx) Put(table, key string, value []byte) error {
	bucket, err := t.tx.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return fmt.Errorf("table %q: %w", table, err)
	}
	t.changes++
	if value == nil {
		value = []byte{} // bbolt would say until the commit that there is none
	}
	return bucket.Put([]byte(key), value)
}

func (t *boltTx) Delete(table, key string) error {
	bucket := t.tx.Bucket([]byte(table))
	if bucket == nil {
		return nil
	}
	t.changes++
	return bucket.Delete([]byte(key))
}

func (t *boltTx) Next(table string) (uint64, error) {
	bucket, err := t.tx.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return 0, fmt.Errorf("table %q: %w", table, err)
	}
	return bucket.NextSequence()
}

func (t *boltTx) OnCommit(fn func()) {
	t.after = append(t.after, fn)
}
