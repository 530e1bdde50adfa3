package store

import (
	"errors"

	"go.etcd.io/bbolt"
)

// Step is a step of an upgrade, for tests.
type Step struct {
	What string
	Run  func(Writer) error
}

// Seal is a value as it stands in the file.
func Seal(table, key, data string) []byte { return seal(table, key, []byte(data)) }

// OpenWith opens a store as a version that knows these steps beyond the present
// ones would.
func OpenWith(path string, steps ...Step) (*Store, error) {
	list := upgrades()
	for _, s := range steps {
		list = append(list, step{what: s.What, run: s.Run})
	}
	return open(path, list)
}

// OpenBolt opens the engine alone.
func OpenBolt(path string) (Engine, error) {
	b, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Check reads all of a file.
func Check(path string) error { return check(path) }

// EngineOf returns the engine of a store.
func EngineOf(s *Store) Engine { return s.engine }

// Waiting is how many updates wait for the disk.
func Waiting(s *Store) int {
	l := s.engine.(*bolt).line
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting)
}

// Commits is how many transactions the file has seen.
func Commits(s *Store) (n int, err error) {
	err = s.engine.(*bolt).db.View(func(tx *bbolt.Tx) error {
		n = tx.ID()
		return nil
	})
	return n, err
}

// OpenAt opens a store as the version of a former format would.
func OpenAt(path string, format int) (*Store, error) { return open(path, upgrades()[:format-1]) }

// ErrInterrupted ends an upgrade that OpenInterrupted begins.
var ErrInterrupted = errors.New("interrupted")

// OpenInterrupted begins to upgrade a store, and gives up in front of a transaction.
func OpenInterrupted(path string, after int) error {
	engine, err := openBolt(path)
	if err != nil {
		return err
	}
	s := &Store{path: path, engine: &interrupted{engine, after}}
	return errors.Join(s.upgrade(upgrades()), engine.Close())
}

// interrupted takes so many changes.
type interrupted struct {
	*bolt
	left int
}

func (e *interrupted) Update(fn func(Writer) error) error {
	if e.left == 0 {
		return ErrInterrupted
	}
	e.left--
	return e.bolt.Update(fn)
}
