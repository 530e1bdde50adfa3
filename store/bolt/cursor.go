package bolt

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"
)

// sight is that of the transaction.
func (t *transaction) sight() *sight {
	if t.seen.data == nil {
		t.seen = sightOf(t.bolt)
	}
	return &t.seen
}

// table looks at the way to a table before bbolt goes it. The last one is kept: a
// transaction finds each table where it was at its beginning.
func (t *transaction) table(name string) *table {
	if t.last.name != name || !t.last.there {
		found, err := t.sight().table(name)
		t.last = found
		told(name, err)
	}
	return &t.last
}

// told panics with what is wrong with a table.
func told(table string, err error) {
	if err != nil {
		panic(damage{fmt.Errorf("table %q: %w", table, err)})
	}
}

// look looks at the way to a key of a table before bbolt goes it.
func (t *transaction) look(table string, key []byte, behind bool) slot {
	p, err := t.sight().key(t.table(table), key, behind)
	told(table, err)
	return p
}

// lookAtRoot is look for what changes nothing but the number of a table.
func (t *transaction) lookAtRoot(table string) {
	if found := t.table(table); found.there && found.root.id != 0 {
		_, err := t.sight().sheet(&found.root)
		told(table, err)
	}
}

// cursor goes through the keys of a table, or through the names of all. It looks at
// the way to each leaf before bbolt's goes there: the leaf of its key and the next
// are looked at, as is the next of each leaf that was emptied (see Delete), for bbolt
// leaves out those.
type cursor struct {
	bolt       *bbolt.Cursor
	look       func(key []byte) slot
	key, value []byte
	until      []byte // the keys of the next leaf are from here on; nil: there is none
}

// rows are those of a table; nil if there is none.
func (t *transaction) rows(table string) *cursor {
	defer own()
	t.lookAtRoot(table)
	bucket := t.bolt.Bucket([]byte(table))
	if bucket == nil {
		return nil
	}
	return &cursor{bolt: bucket.Cursor(), look: func(key []byte) slot { return t.look(table, key, true) }}
}

// names are those of the tables.
func (t *transaction) names() *cursor {
	defer own()
	return &cursor{bolt: t.bolt.Cursor(), look: func(key []byte) slot {
		p, err := t.sight().way(rootLimb(t.sight().root), key, true)
		if err != nil {
			panic(damage{fmt.Errorf("the tables: %w", err)})
		}
		return p
	}}
}

func (c *cursor) seek(key string) {
	defer own()
	to := []byte(key)
	c.until = c.look(to).until
	c.take(c.bolt.Seek(to))
}

func (c *cursor) next() {
	defer own()
	if c.until != nil && bytes.Compare(c.key, c.until) >= 0 {
		c.until = c.look(c.key).until
	}
	before := c.key
	c.take(c.bolt.Next())
	if c.key != nil && bytes.Compare(before, c.key) >= 0 {
		panic(damage{fmt.Errorf("the key %q is out of order", c.key)})
	}
}

// take refuses a key that nobody wrote before it is copied: a damaged page can have
// one of 4 GB.
func (c *cursor) take(key, value []byte) {
	if len(key) > bbolt.MaxKeySize {
		panic(damage{fmt.Sprintf("a key of %d bytes", len(key))})
	}
	c.key, c.value = key, value
}
