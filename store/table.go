package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"

	"github.com/engawa-bot/engawa/store/engine"
)

var errReadOnly = errors.New("a View cannot write")

// Tx is a transaction: what View and Update hand to their function. It ends
// with that function and must not be used after, nor by several goroutines.
type Tx struct {
	read  engine.Reader
	write engine.Writer // nil in a View
	owed  []Owed        // newly owed, in order
	rows  *atomic.Int64
}

// Table keeps values of one type under the table's name. V is a type that
// encoding/json can write and read again.
type Table[V any] struct{ name string }

// Row is a key and its value.
type Row[V any] struct {
	Key   Key
	Value V
}

// NewTable names a table. The owning package lists it in its package comment.
// It panics on a name that is empty or belongs to this package.
func NewTable[V any](name string) Table[V] {
	if name == "" || name == metaTable || name == owedTable {
		panic(fmt.Sprintf("store: a table cannot be named %q", name))
	}
	return Table[V]{name}
}

// Get returns the value of a key, and whether there is one.
func (t Table[V]) Get(tx *Tx, k Key) (V, bool, error) {
	data, ok := tx.read.Get(t.name, string(k))
	if !ok {
		var none V
		return none, false, nil
	}
	v, err := t.decode(tx, k, data)
	return v, err == nil, err
}

// Put sets the value of a key.
func (t Table[V]) Put(tx *Tx, k Key, v V) error {
	if tx.write == nil {
		return t.failed("put", k, errReadOnly)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return t.failed("put", k, err)
	}
	if err := tx.write.Put(t.name, string(k), seal(t.name, string(k), data)); err != nil {
		return t.failed("put", k, err)
	}
	return nil
}

// Delete removes a key. It is no error that there is none.
func (t Table[V]) Delete(tx *Tx, k Key) error {
	if tx.write == nil {
		return t.failed("delete", k, errReadOnly)
	}
	if err := tx.write.Delete(t.name, string(k)); err != nil {
		return t.failed("delete", k, err)
	}
	return nil
}

// Scan goes through prefix itself and the keys below it, in order; through all
// keys if prefix is empty. Only whole parts count: "sakura" does not lead to
// "sakura2/tea". A value that cannot be decoded comes as its key and an error,
// after which the scan may go on. The table may be written to meanwhile.
func (t Table[V]) Scan(tx *Tx, prefix Key) iter.Seq2[Row[V], error] {
	return func(yield func(Row[V], error) bool) {
		below := ""
		if prefix != "" {
			if data, ok := tx.read.Get(t.name, string(prefix)); ok {
				v, err := t.decode(tx, prefix, data)
				if !yield(Row[V]{prefix, v}, err) {
					return
				}
			}
			below = string(prefix) + "/"
		}
		for key, data := range tx.read.Scan(t.name, below) {
			v, err := t.decode(tx, Key(key), data)
			if !yield(Row[V]{Key(key), v}, err) {
				return
			}
		}
	}
}

// sweptAtOnce is how many rows one Sweep deletes: a transaction stays below 100
// writes, see docs/adr/0001.
const sweptAtOnce = 50

// Sweep deletes the rows at and below prefix that are old. If they are many, it
// deletes some, and more says that another Sweep, in a transaction of its own or
// the next time around, has something to do.
func (t Table[V]) Sweep(tx *Tx, prefix Key, old func(Row[V]) bool) (more bool, err error) {
	swept := 0
	for row, err := range t.Scan(tx, prefix) {
		if err != nil {
			return false, err
		}
		if !old(row) {
			continue
		}
		if swept == sweptAtOnce {
			return true, nil
		}
		if err := t.Delete(tx, row.Key); err != nil {
			return false, err
		}
		swept++
	}
	return false, nil
}

// Clear deletes all rows at and below prefix, also those that cannot be read. It is
// for what is known to be few: the rows of one person, say.
func (t Table[V]) Clear(tx *Tx, prefix Key) error {
	if err := t.Delete(tx, prefix); err != nil {
		return err
	}
	for key := range tx.read.Scan(t.name, string(prefix)+"/") {
		if err := t.Delete(tx, Key(key)); err != nil {
			return err
		}
	}
	return nil
}

func (t Table[V]) decode(tx *Tx, k Key, data []byte) (V, error) {
	tx.rows.Add(1)
	var v, none V
	data, err := unseal(t.name, string(k), data)
	if err != nil {
		return none, t.failed("read", k, fmt.Errorf("%w: the file is %w: %w", ErrUnreadable, ErrDamaged, err))
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return none, t.failed("decode", k, fmt.Errorf("%w: %w", ErrUnreadable, err))
	}
	return v, nil
}

func (t Table[V]) failed(what string, k Key, err error) error {
	return fmt.Errorf("store: %s %s %s: %w", what, t.name, k, err)
}
