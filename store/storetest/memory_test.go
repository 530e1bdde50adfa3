package storetest_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
	"github.com/engawa-bot/engawa/store/storetest"
)

func TestTheContractIsKeptInMemory(t *testing.T) {
	k := &kind{stores: map[string]*memory{}}
	storetest.Contract(t, storetest.Engine{
		Kind:    k,
		Address: func(t *testing.T) string { return t.Name() + t.TempDir() },
		Ail: func(_ *testing.T, db engine.DB, how storetest.Trouble) (mend func()) {
			m := db.(*memory)
			m.ailing = map[storetest.Trouble]error{
				storetest.Full: engine.ErrNoRoom, storetest.Refusing: engine.ErrDisk, storetest.Unsure: engine.ErrUncertain,
			}[how]
			return func() { m.ailing = nil }
		},
		Damage: func(_ *testing.T, address string) { k.at(address).damaged = true },
	})
}

// kind keeps stores by name. It is the smallest that the contract allows, and what a
// second engine may begin from.
type kind struct {
	mu     sync.Mutex
	stores map[string]*memory
}

func (k *kind) at(address string) *memory {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.stores[address]
}

func (k *kind) put(address string, m *memory) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stores[address] = m
}

// sound is the store at an address, if it can be read and nobody uses it.
func (k *kind) sound(address string) (*memory, error) {
	switch m := k.at(address); {
	case m == nil:
		return nil, fmt.Errorf("%s: %w", address, fs.ErrNotExist)
	case m.open:
		return nil, fmt.Errorf("%s is %w", address, engine.ErrInUse)
	case m.damaged:
		return nil, engine.Damaged(address, "somebody damaged it")
	default:
		return m, nil
	}
}

func (k *kind) Begin(address string, first func(engine.Writer) error) error {
	if k.at(address) != nil {
		return nil
	}
	m := &memory{open: true}
	if err := m.Update(first); err != nil {
		return err
	}
	m.open = false
	k.put(address, m)
	return nil
}

func (k *kind) Look(address string, fn func(engine.State) error) error {
	m, err := k.sound(address)
	if err != nil {
		return err
	}
	return fn(m)
}

func (k *kind) Open(address string) (engine.DB, error) {
	m, err := k.sound(address)
	if err != nil {
		return nil, err
	}
	m.open = true
	return m, nil
}

func (k *kind) Restore(address, from string, check engine.Check) error {
	if m := k.at(address); m != nil && m.open {
		return fmt.Errorf("%s is %w", address, engine.ErrInUse)
	}
	m := &memory{open: true}
	err := bolt.Look(from, func(s engine.State) error {
		if err := check(from, s); err != nil {
			return err
		}
		return m.Update(func(w engine.Writer) error {
			_, err := s.Walk(engine.Visitor{
				Table: func(name string, counted uint64) bool { return w.Count(name, counted) == nil },
				Value: func(table, key string, value []byte) error { return w.Put(table, key, bytes.Clone(value)) },
			})
			return err
		})
	})
	if err != nil {
		return err
	}
	m.open = false
	k.put(address, m)
	return nil
}

func (k *kind) Beside(address, what string) string { return address + "." + what }

var errClosed = errors.New("closed")

// memory is the smallest engine: every update works on a copy of everything.
type memory struct {
	writing sync.Mutex
	ailing  error

	mu      sync.Mutex
	state   tables
	open    bool
	damaged bool
}

type tables map[string]*table

type table struct {
	rows map[string][]byte
	last uint64
}

func (m *memory) now() tables {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state
}

func (m *memory) use() (tables, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.open {
		return nil, errClosed
	}
	return m.state, nil
}

func (m *memory) View(fn func(engine.Reader) error) error {
	state, err := m.use()
	if err != nil {
		return err
	}
	return fn(&memoryTx{tables: state})
}

func (m *memory) Update(fn func(engine.Writer) error) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	state, err := m.use()
	if err != nil {
		return err
	}
	tx := &memoryTx{tables: tables{}}
	for name, t := range state {
		tx.tables[name] = &table{maps.Clone(t.rows), t.last}
	}
	if err := fn(tx); err != nil {
		return err
	}
	if m.ailing != nil && !errors.Is(m.ailing, engine.ErrUncertain) {
		return m.ailing
	}
	m.mu.Lock()
	m.state = tx.tables
	m.mu.Unlock()
	for _, fn := range tx.after {
		fn()
	}
	return m.ailing
}

// Copy fills a file of bolt, as every engine does.
func (m *memory) Copy(w io.Writer) (int64, error) {
	dir, err := os.MkdirTemp("", "memory")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "copy")
	if err := bolt.Create(path, func(db engine.DB) error { return db.Update(m.pour) }); err != nil {
		return 0, err
	}
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	return io.Copy(w, f)
}

// pour puts all into another engine.
func (m *memory) pour(w engine.Writer) error {
	state, err := m.use()
	if err != nil {
		return err
	}
	for name, t := range state {
		if err := w.Count(name, t.last); err != nil {
			return err
		}
		for key, value := range t.rows {
			if err := w.Put(name, key, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *memory) Walk(see engine.Visitor) ([]engine.Fault, error) {
	tx := &memoryTx{tables: m.now()}
	for _, name := range tx.Tables() {
		if see.Table != nil && !see.Table(name, tx.tables[name].last) {
			continue
		}
		for key, value := range tx.Scan(name, "") {
			if see.Value == nil {
				break
			}
			if err := see.Value(name, key, value); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

func (m *memory) Warnings() []string { return nil }

func (m *memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open = false
	return nil
}

type memoryTx struct {
	tables tables
	after  []func()
}

func (tx *memoryTx) Tables() []string { return slices.Sorted(maps.Keys(tx.tables)) }

func (tx *memoryTx) table(name string) *table {
	if tx.tables[name] == nil {
		tx.tables[name] = &table{rows: map[string][]byte{}}
	}
	return tx.tables[name]
}

func (tx *memoryTx) Get(table, key string) ([]byte, bool) {
	if tx.tables[table] == nil {
		return nil, false
	}
	value, ok := tx.tables[table].rows[key]
	return value, ok
}

func (tx *memoryTx) Scan(table, prefix string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if tx.tables[table] == nil {
			return
		}
		rows := tx.tables[table].rows
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
	tx.table(table).rows[key] = value
	return nil
}

func (tx *memoryTx) Delete(table, key string) error {
	delete(tx.table(table).rows, key)
	return nil
}

func (tx *memoryTx) Next(table string) (uint64, error) {
	t := tx.table(table)
	t.last++
	return t.last, nil
}

func (tx *memoryTx) Count(table string, n uint64) error {
	tx.table(table).last = n
	return nil
}

func (tx *memoryTx) OnCommit(fn func()) { tx.after = append(tx.after, fn) }
