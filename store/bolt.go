package store

import (
	"bytes"
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
	path   string
	db     *bbolt.DB
	file   *os.File // that of db
	line   *line
	health health
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
	b := &bolt{path: path, db: db, file: file}
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

func (b *bolt) Update(fn func(Writer) error) error {
	return b.line.join(fn)
}

func (b *bolt) Copy(w io.Writer) (n int64, err error) {
	tx, err := b.begin(false)
	if err != nil {
		return 0, err
	}
	defer b.end(tx)
	err = guarded(b.path, func() error {
		n, err = tx.WriteTo(w)
		return err
	})
	return n, err
}

// Inspect reads the file itself: nobody writes to the pages that a transaction
// sees while it lasts.
func (b *bolt) Inspect(fn func(table, key string, value []byte) error) ([]Fault, error) {
	if err := b.inPlace(); err != nil {
		return nil, err
	}
	tx, err := b.begin(false)
	if err != nil {
		return nil, err
	}
	defer b.end(tx)
	var first firstPage
	if _, err := tx.WriteTo(&first); !errors.Is(err, errEnough) && len(first) == 0 {
		return nil, explain(b.path, err)
	}
	h := readHead(first[pageHeader:])
	v := volume{r: b.file, size: tx.Size(), page: h.pageSize}
	if info, err := b.file.Stat(); err == nil {
		v.size = info.Size()
	}
	w := inspect(v, h, visitor{table: func(string, uint64) bool { return true }, value: fn})
	return w.faults, w.stopped
}

// firstPage keeps what is written first: the meta page of a transaction.
type firstPage []byte

var errEnough = errors.New("enough")

func (f *firstPage) Write(p []byte) (int, error) {
	*f = bytes.Clone(p)
	return 0, errEnough
}

func (b *bolt) Close() error {
	if b.health.broken.Load() != nil {
		return nil // bbolt would wait for ever for its lock, which goes with the process
	}
	return explain(b.path, b.db.Close())
}

// boltTx is a transaction of bbolt, as Reader and Writer. A table is a bucket.
type boltTx struct {
	tx      *bbolt.Tx
	changes int // counts writes: a cursor of bbolt loses its place by them
	after   []func()
}

func (t *boltTx) Get(table, key string) ([]byte, bool) {
	defer own()
	bucket := t.tx.Bucket([]byte(table))
	if bucket == nil {
		return nil, false
	}
	value := bucket.Get([]byte(key))
	return value, value != nil
}

func (t *boltTx) Tables() (names []string) {
	defer own()
	cursor := t.tx.Cursor()
	for name, _ := cursor.First(); name != nil; name, _ = cursor.Next() {
		names = append(names, string(name))
	}
	return names
}

func (t *boltTx) Scan(table, prefix string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		var cursor *bbolt.Cursor
		var k, v []byte
		move := func(to func() (key, value []byte)) {
			defer own()
			k, v = to()
		}
		seek := func(key string) {
			move(func() ([]byte, []byte) { return cursor.Seek([]byte(key)) })
		}
		if cursor = t.cursor(table); cursor == nil {
			return
		}
		seek(prefix)
		for k != nil {
			key, changes := string(k), t.changes
			if !strings.HasPrefix(key, prefix) || !yield(key, v) {
				return
			}
			if changes == t.changes {
				move(cursor.Next)
			} else if seek(key); string(k) == key {
				move(cursor.Next)
			}
		}
	}
}

// cursor goes through a table; nil if there is none.
func (t *boltTx) cursor(table string) *bbolt.Cursor {
	defer own()
	bucket := t.tx.Bucket([]byte(table))
	if bucket == nil {
		return nil
	}
	return bucket.Cursor()
}

func (t *boltTx) Put(table, key string, value []byte) error {
	defer own()
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
	defer own()
	bucket := t.tx.Bucket([]byte(table))
	if bucket == nil {
		return nil
	}
	t.changes++
	return bucket.Delete([]byte(key))
}

func (t *boltTx) Next(table string) (uint64, error) {
	defer own()
	bucket, err := t.tx.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return 0, fmt.Errorf("table %q: %w", table, err)
	}
	return bucket.NextSequence()
}

func (t *boltTx) OnCommit(fn func()) {
	t.after = append(t.after, fn)
}
