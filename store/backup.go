package store

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
)

// WriteTo writes a copy of the store as it is at this moment, which can be
// opened as a store. Others may read and write meanwhile. A w that is slow
// keeps freed pages from being used again; prefer Backup.
func (s *Store) WriteTo(w io.Writer) (int64, error) {
	n, err := s.db.Copy(w)
	if err != nil {
		return n, fmt.Errorf("store: copy %s: %w", s.address, err)
	}
	return n, nil
}

// Backup writes a copy of the store as it is at this moment to path, while
// others read and write. A file that is there, also at the end of a symbolic link,
// is replaced when the copy is complete, checked and on disk; if anything fails,
// it stays as it was. Until then the copy is the file's name with .part- and a
// number. What is there but no file is refused. If the store itself is damaged,
// the error says so. ErrUncertain: the copy is there, but may not outlive a power cut.
func (s *Store) Backup(path string) error {
	if same(path, s.address) {
		return fmt.Errorf("store: %s is the store itself: give the backup another name", path)
	}
	s.copying.Lock()
	defer s.copying.Unlock()
	err := bolt.Save(path, s.db.Copy, checkCopy)
	if errors.Is(err, ErrDamaged) { // a copy is damaged if the store is
		if faults, failed := s.examine(func() error { return nil }); failed != nil || len(faults) > 0 {
			return errors.Join(failed, verdict(s.address, faults))
		}
	}
	return err
}

func same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// Restore makes the store at an address to what the file from is: a backup, or
// another store that is not in use. What was there is kept beside it. from is checked
// first; if it is damaged (ErrDamaged) or too new (ErrNewer), if the store is in
// use (ErrInUse), or if anything else fails, nothing changes. ErrUncertain: it is
// done, but may be undone by a power cut.
func Restore(from, to string) error {
	kind, err := kindOf(to)
	if err != nil {
		return err
	}
	return kind.Restore(to, from, known)
}

// known is checkCopy that refuses a copy of a newer version too.
func known(address string, s engine.State) error {
	if format, err := formatIn(s); err == nil && format > formatAfter(upgrades()) {
		return newerError(address, format, formatAfter(upgrades()))
	}
	return checkCopy(address, s)
}

// checkCopy refuses a copy in which anything is wrong.
func checkCopy(address string, s engine.State) error {
	c, err := look(address, s)
	switch {
	case err != nil:
		return err
	case c.format == 0 && len(c.faults) == 0:
		return engine.Damaged(address, "nothing was ever written to it")
	}
	return verdict(address, c.all())
}
