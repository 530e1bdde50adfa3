package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// WriteTo writes a copy of the store as it is at this moment, which can be
// opened as a store. Others may read and write meanwhile. A w that is slow
// keeps freed pages from being used again; prefer Backup.
func (s *Store) WriteTo(w io.Writer) (int64, error) {
	n, err := s.engine.Copy(w)
	if err != nil {
		return n, fmt.Errorf("store: copy %s: %w", s.path, err)
	}
	return n, nil
}

// Backup writes a copy of the store as it is at this moment to path, while
// others read and write. A file that is there, also at the end of a symbolic link,
// is replaced when the copy is complete, checked and on disk; if anything fails,
// it stays as it was. Until then the copy is the file's name with .part- and a
// number. What is there but no file is refused. If the store itself is damaged,
// the error says so.
func (s *Store) Backup(path string) error {
	if same(path, s.path) {
		return fmt.Errorf("store: %s is the store itself: give the backup another name", path)
	}
	s.copying.Lock()
	defer s.copying.Unlock()
	path, err := target(path)
	if err != nil {
		return err
	}
	part, err := writePart(path, s.engine.Copy)
	if errors.Is(err, ErrDamaged) { // a copy is damaged if the store is
		if faults, failed := s.examine(func() error { return nil }); failed != nil || len(faults) > 0 {
			return errors.Join(failed, verdict(s.path, faults))
		}
	}
	if err != nil {
		return err
	}
	return putInPlace(part, path)
}

// Restore makes the store at to what the file from is: a backup, or another
// store that is not in use. If to is a symbolic link, this is about the file that
// it leads to. The old file is kept as to.before-restore-<n>, with the first n
// that is free. from is checked first; if it is damaged (ErrDamaged) or too new
// (ErrNewer), or if to is in use (ErrInUse), nothing changes.
func Restore(from, to string) error {
	if same(from, to) {
		return fmt.Errorf("store: %s cannot be restored from itself: name a backup", to)
	}
	source, err := openSource(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return explain(to, err)
	}
	if to, err = target(to); err != nil {
		return err
	}
	release, err := claim(to)
	if err != nil {
		return err
	}
	defer release()

	part, err := writePart(to, (&bolt{path: from, db: source}).Copy)
	if err != nil {
		return fmt.Errorf("store: restore from %s: %w", from, err)
	}
	if err := keep(to); err != nil {
		_ = os.Remove(part)
		return err
	}
	return putInPlace(part, to)
}

// openSource opens a file to restore from, and so keeps others from writing it.
func openSource(path string) (*bbolt.DB, error) {
	if err := known(path); err != nil {
		return nil, err
	}
	if err := check(path); err != nil {
		return nil, err
	}
	db, _, err := openFile(path, bbolt.Options{ReadOnly: true})
	return db, err
}

// known refuses the file of a newer version.
func known(path string) error {
	c, err := probe(path)
	if newest := formatAfter(upgrades()); err == nil && c.format > newest {
		return newerError(path, c.format, newest)
	}
	return err
}

// claim keeps others from opening the store at path until release is called. A
// damaged file needs no claim: nobody can open it.
func claim(path string) (release func(), err error) {
	there, err := exists(path)
	if err != nil || !there {
		return func() {}, err
	}
	c, err := probe(path)
	if errors.Is(err, ErrDamaged) || err == nil && len(c.faults) > 0 {
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	db, _, err := openFile(path, bbolt.Options{})
	if err != nil {
		return nil, err
	}
	return func() { _ = db.Close() }, nil
}

// keep gives the file at path, if there is one, a second name.
func keep(path string) error {
	for n := 1; ; n++ {
		err := os.Link(path, fmt.Sprintf("%s.before-restore-%d", path, n))
		switch {
		case err == nil, errors.Is(err, fs.ErrNotExist):
			return nil
		case !errors.Is(err, fs.ErrExist):
			return explain(path, err)
		}
	}
}

// keepBeside copies the file at path, byte for byte, to path.kind-<n> with the
// first n that is free.
func keepBeside(path, kind string) (name string, err error) {
	from, err := os.Open(path)
	if err != nil {
		return "", explain(path, err)
	}
	defer func() { _ = from.Close() }()
	for n := 1; ; n++ {
		name = fmt.Sprintf("%s.%s-%d", path, kind, n)
		to, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			_, err = io.Copy(to, from)
			err = errors.Join(err, to.Sync(), to.Close())
		}
		return name, explain(name, err)
	}
}

// syncFolder makes the names in a folder survive a power cut.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	return errors.Join(err, f.Close())
}

func same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}
