package bolt

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"github.com/engawa-bot/engawa/store/engine"
)

// Files are the stores that are a file each; an address is a path.
type Files struct{}

var _ engine.Kind = Files{}

// Begin makes a file (0600) and its folders (0700), unless there is a file.
func (Files) Begin(path string, first func(engine.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return explain(path, err)
	}
	path, err := target(path)
	if err != nil {
		return err
	}
	if there, err := exists(path); err != nil || there {
		return err
	}
	if err := stray(path); err != nil {
		return err
	}
	return Create(path, func(d engine.DB) error { return d.Update(first) })
}

// Look shows fn the file at a path.
func (Files) Look(path string, fn func(engine.State) error) error { return Look(path, fn) }

// Look shows fn the file at a path, a store or a copy of one, without changing it,
// while nobody uses it.
func Look(path string, fn func(engine.State) error) error {
	return look(path, func(s state) error { return fn(s) })
}

func look(path string, fn func(state) error) error {
	if err := glance(path); err != nil {
		return err
	}
	bolt, file, err := openFile(path, bbolt.Options{ReadOnly: true}) // for the lock
	if err != nil {
		return err
	}
	defer func() { _ = bolt.Close() }()
	return guarded(path, func() error {
		v, heads, err := volumeOf(file)
		if err != nil {
			return engine.Damaged(path, err)
		}
		return fn(state{volume: v, head: newest(heads), torn: torn(heads)})
	})
}

// glance refuses what bbolt could not open.
func glance(path string) error {
	if err := regular(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return explain(path, err)
	case info.Size() == 0:
		return engine.Damaged(path, "it is empty; to begin anew, delete it")
	}
	f, err := os.Open(path)
	if err != nil {
		return explain(path, err)
	}
	defer func() { _ = f.Close() }()
	if _, _, err := volumeOf(f); err != nil {
		return engine.Damaged(path, err)
	}
	return nil
}

// Open opens a file. If one of its meta pages is damaged, the file as it is is kept
// beside it, and DB.Warnings tells.
func (Files) Open(path string) (engine.DB, error) {
	d, err := open(path)
	if err != nil {
		return nil, err
	}
	_, heads, err := volumeOf(d.file)
	err = explain(path, err)
	if err == nil && torn(heads) {
		err = d.mend()
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// mend keeps the file as it is, of which one meta page is damaged, beside the
// store, and has both pages written anew.
func (d *db) mend() error {
	kept, err := keepBeside(d.path, "torn")
	if err != nil {
		return fmt.Errorf("store: the copy of a damaged file: %w", err)
	}
	d.warnings = append(d.warnings, fmt.Sprintf("store: %s: %s; %s is the file as it was, in which 'engawa salvage' may find more", d.path, tornText, kept))
	nothing := func(engine.Writer) error { return nil }
	return errors.Join(d.Update(nothing), d.Update(nothing))
}

// Beside is the name of a file with a suffix.
func (Files) Beside(path, what string) string { return path + "." + what }

// Restore makes the store at path to what the file from is: a copy, or another
// store that is not in use. If path is a symbolic link, this is about the file that
// it leads to. The old file is kept as path.before-restore-<n>, with the first n
// that is free.
func (Files) Restore(path, from string, check engine.Check) error {
	if same(from, path) {
		return fmt.Errorf("store: %s cannot be restored from itself: name a backup", path)
	}
	if err := look(from, func(s state) error { return check(from, s) }); err != nil {
		return err
	}
	source, _, err := openFile(from, bbolt.Options{ReadOnly: true}) // and so keeps others from writing it
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return explain(path, err)
	}
	if path, err = target(path); err != nil {
		return err
	}
	release, err := claim(path)
	if err != nil {
		return err
	}
	defer release()
	copied := func(w io.Writer) (int64, error) { return (&db{path: from, bolt: source}).Copy(w) }
	part, err := writePart(path, copied, check)
	if err != nil {
		return fmt.Errorf("store: restore from %s: %w", from, err)
	}
	kept, err := keep(path)
	if err != nil {
		_ = os.Remove(part)
		return err
	}
	return putInPlace(part, path, kept...)
}

// claim keeps others from opening the file at path until release is called. One
// with damaged pages needs no claim: nobody can open it.
func claim(path string) (release func(), err error) {
	there, err := exists(path)
	if err != nil || !there {
		return func() {}, err
	}
	damaged := false
	err = look(path, func(s state) error {
		faults, err := s.Walk(engine.Visitor{})
		damaged = len(faults) > 0
		return err
	})
	if damaged || errors.Is(err, engine.ErrDamaged) {
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	bolt, _, err := openFile(path, bbolt.Options{})
	if err != nil {
		return nil, err
	}
	return func() { _ = bolt.Close() }, nil
}
