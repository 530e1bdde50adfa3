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
	seen    sight               // what it reads; see the method sight
	last    table               // that it came to last
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

// Get looks at the way to the key. Where nothing can have been written, the look has
// found the value already.
func (t *transaction) Get(table, key string) ([]byte, bool) {
	defer own()
	k := []byte(key)
	p := t.look(table, k, false)
	if !t.bolt.Writable() {
		value, isTable, there, err := p.find(k)
		told(table, err)
		return value, there && !isTable
	}
	bucket := t.bolt.Bucket([]byte(table))
	if bucket == nil {
		return nil, false
	}
	value := bucket.Get(k)
	return value, value != nil
}

func (t *transaction) Tables() (names []string) {
	c := t.names()
	for c.seek(""); c.key != nil; c.next() {
		names = append(names, string(c.key))
	}
	return names
}

func (t *transaction) Scan(table, prefix string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		c := t.rows(table)
		if c == nil {
			return
		}
		c.seek(prefix)
		for c.key != nil {
			key, changes := string(c.key), t.changes
			if !strings.HasPrefix(key, prefix) || !yield(key, c.value) {
				return
			}
			if changes == t.changes {
				c.next()
			} else if c.seek(key); string(c.key) == key {
				c.next()
			}
		}
	}
}

func (t *transaction) Put(table, key string, value []byte) error {
	defer own()
	k := []byte(key)
	t.look(table, k, false)
	t.note(table, key)
	bucket, err := t.bolt.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return tableError(table, err)
	}
	if value == nil {
		value = []byte{} // bbolt would say until the commit that there is none
	}
	return bucket.Put(k, value)
}

func (t *transaction) Delete(table, key string) error {
	defer own()
	k := []byte(key)
	t.look(table, k, true) // a cursor leaves out a leaf that is empty then
	bucket := t.bolt.Bucket([]byte(table))
	if bucket == nil {
		return nil
	}
	t.note(table, key)
	return bucket.Delete(k)
}

func (t *transaction) Next(table string) (uint64, error) {
	defer own()
	t.lookAtRoot(table)
	t.note(table)
	bucket, err := t.bolt.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return 0, tableError(table, err)
	}
	return bucket.NextSequence()
}

func (t *transaction) Count(table string, n uint64) error {
	defer own()
	t.lookAtRoot(table)
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
