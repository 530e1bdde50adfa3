package storetest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/storetest"
)

func TestTheContractIsKeptInMemory(t *testing.T) {
	storetest.Contract(t, storetest.Engines{
		Open: func(*testing.T) store.Engine { return &memory{} },
		Load: func(t *testing.T, copied []byte) store.Engine {
			m := &memory{}
			if err := json.Unmarshal(copied, &m.state); err != nil {
				t.Fatal(err)
			}
			return m
		},
	})
}

var errClosed = errors.New("closed")

// memory is the smallest engine: every update works on a copy of everything.
type memory struct {
	writing sync.Mutex

	mu     sync.Mutex
	state  tables
	closed bool
}

type tables map[string]*table

type table struct {
	Rows map[string][]byte
	Last uint64
}

func (m *memory) now() (tables, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, errClosed
	}
	return m.state, nil
}

func (m *memory) View(fn func(store.Reader) error) error {
	state, err := m.now()
	if err != nil {
		return err
	}
	return fn(&memoryTx{tables: state})
}

func (m *memory) Update(fn func(store.Writer) error) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	state, err := m.now()
	if err != nil {
		return err
	}
	tx := &memoryTx{tables: tables{}}
	for name, t := range state {
		tx.tables[name] = &table{maps.Clone(t.Rows), t.Last}
	}
	if err := fn(tx); err != nil {
		return err
	}
	m.mu.Lock()
	m.state = tx.tables
	m.mu.Unlock()
	for _, fn := range tx.after {
		fn()
	}
	return nil
}

func (m *memory) Copy(w io.Writer) (int64, error) {
	state, err := m.now()
	if err != nil {
		return 0, err
	}
	data, err := json.Marshal(state)
	if err != nil {
		return 0, err
	}
	return io.Copy(w, bytes.NewReader(data))
}

func (m *memory) Inspect(fn func(table, key string, value []byte) error) ([]store.Fault, error) {
	state, err := m.now()
	if err != nil {
		return nil, err
	}
	tx := &memoryTx{tables: state}
	for _, name := range tx.Tables() {
		for key, value := range tx.Scan(name, "") {
			if err := fn(name, key, value); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

func (m *memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

type memoryTx struct {
	tables tables
	after  []func()
}

func (tx *memoryTx) Tables() []string { return slices.Sorted(maps.Keys(tx.tables)) }

func (tx *memoryTx) table(name string) *table {
	if tx.tables[name] == nil {
		tx.tables[name] = &table{Rows: map[string][]byte{}}
	}
	return tx.tables[name]
}

func (tx *memoryTx) Get(table, key string) ([]byte, bool) {
	if tx.tables[table] == nil {
		return nil, false
	}
	value, ok := tx.tables[table].Rows[key]
	return value, ok
}

func (tx *memoryTx) Scan(table, prefix string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if tx.tables[table] == nil {
			return
		}
		rows := tx.tables[table].Rows
		for _, key := range slices.Sorted(maps.Keys(rows)) {
			value, ok := rows[key]
			if ok && strings.HasPrefix(key, prefix) && !yield(key, value) {
				return
			}
		}
	}
}

func (tx *memoryTx) Put(table, key string, value []byte) error {
	if key == "" {
		return errors.New("empty key")
	}
	tx.table(table).Rows[key] = value
	return nil
}

func (tx *memoryTx) Delete(table, key string) error {
	delete(tx.table(table).Rows, key)
	return nil
}

func (tx *memoryTx) Next(table string) (uint64, error) {
	t := tx.table(table)
	t.Last++
	return t.Last, nil
}

func (tx *memoryTx) OnCommit(fn func()) { tx.after = append(tx.after, fn) }
