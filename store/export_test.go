package store

import (
	"errors"

	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
)

// Step is a step of an upgrade, for tests.
type Step struct {
	What string
	Run  func(engine.Writer) error
}

// Present is the format of what this version writes.
func Present() int { return formatAfter(upgrades()) }

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

// Check reads all of a file.
func Check(path string) error {
	c, err := probe(path)
	if err != nil {
		return err
	}
	return verdict(path, c.all())
}

// EngineOf returns the engine of a store.
func EngineOf(s *Store) engine.DB { return s.db }

// OpenAt opens a store as the version of a former format would.
func OpenAt(path string, format int) (*Store, error) { return open(path, upgrades()[:format-1]) }

// ErrInterrupted ends an upgrade that OpenInterrupted begins.
var ErrInterrupted = errors.New("interrupted")

// OpenInterrupted begins to upgrade a store, and gives up in front of a transaction.
func OpenInterrupted(path string, after int) error {
	db, err := bolt.Files{}.Open(path)
	if err != nil {
		return err
	}
	s := &Store{address: path, db: &interrupted{db, after}}
	err = s.upgrade(upgrades(), func(what string) string { return bolt.Files{}.Beside(path, what) })
	return errors.Join(err, db.Close())
}

// interrupted takes so many changes.
type interrupted struct {
	engine.DB
	left int
}

func (e *interrupted) Update(fn func(engine.Writer) error) error {
	if e.left == 0 {
		return ErrInterrupted
	}
	e.left--
	return e.DB.Update(fn)
}
