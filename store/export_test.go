package store

import "go.etcd.io/bbolt"

// Step is a step of an upgrade, for tests.
type Step struct {
	What string
	Run  func(Writer) error
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
