package bolt

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/engawa-bot/engawa/store/engine"
)

// transaction is one of bbolt, as Reader and Writer. A table is a bucket.
type transaction struct {
	bolt    *bbolt.Tx
	changes int                 // counts writes: a cursor of bbolt loses its place by them
	changed map[string][]string // by table the keys that were written or deleted
	after   []func()
}

// note is called before a table is written to.
func (t *transaction) note(table string, keys ...string) {
	if t.changed == nil {
		t.changed = map[string][]string{}
	}
	t.changed[table] = append(t.changed[table], keys...)
	t.changes += len(keys)
}

func (t *transaction) Get(table, key string) ([]byte, bool) {
	defer own()
	bucket := t.bolt.Bucket([]byte(table))
	if bucket == nil {
		return nil, false
	}
	value := bucket.Get([]byte(key))
	return value, value != nil
}

func (t *transaction) Tables() (names []string) {
	defer own()
	cursor := t.bolt.Cursor()
	for name, _ := cursor.First(); name != nil; name, _ = cursor.Next() {
		possible(name)
		names = append(names, string(name))
	}
	return names
}

func (t *transaction) Scan(table, prefix string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		var cursor *bbolt.Cursor
		var k, v []byte
		move := func(to func() (key, value []byte)) {
			defer own()
			k, v = to()
			possible(k)
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

// possible refuses a key that nobody wrote before it is copied: a damaged page can
// have one of 4 GB.
func possible(key []byte) {
	if len(key) > bbolt.MaxKeySize {
		panic(damage{fmt.Sprintf("a key of %d bytes", len(key))})
	}
}

// cursor goes through a table; nil if there is none.
func (t *transaction) cursor(table string) *bbolt.Cursor {
	defer own()
	bucket := t.bolt.Bucket([]byte(table))
	if bucket == nil {
		return nil
	}
	return bucket.Cursor()
}

func (t *transaction) Put(table, key string, value []byte) error {
	defer own()
	t.note(table, key)
	bucket, err := t.bolt.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return tableError(table, err)
	}
	if value == nil {
		value = []byte{} // bbolt would say until the commit that there is none
	}
	return bucket.Put([]byte(key), value)
}

func (t *transaction) Delete(table, key string) error {
	defer own()
	bucket := t.bolt.Bucket([]byte(table))
	if bucket == nil {
		return nil
	}
	t.note(table, key)
	return bucket.Delete([]byte(key))
}

func (t *transaction) Next(table string) (uint64, error) {
	defer own()
	t.note(table)
	bucket, err := t.bolt.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return 0, tableError(table, err)
	}
	return bucket.NextSequence()
}

func (t *transaction) Count(table string, n uint64) error {
	defer own()
	t.note(table)
	bucket, err := t.bolt.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return tableError(table, err)
	}
	return bucket.SetSequence(n)
}

func (t *transaction) OnCommit(fn func()) {
	t.after = append(t.after, fn)
}

// tableError is about a table that cannot be written to: something else has its
// name, if a page is damaged.
func tableError(table string, err error) error {
	if errors.Is(err, bolterrors.ErrIncompatibleValue) {
		return fmt.Errorf("table %q: the file is %w: %w", table, engine.ErrDamaged, err)
	}
	return fmt.Errorf("table %q: %w", table, err)
}
