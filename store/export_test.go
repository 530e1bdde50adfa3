package store

import "github.com/engawa-bot/engawa/store/engine"

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
