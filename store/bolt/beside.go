package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

const beforeRestore = "before-restore"

// keep gives the file at path, if there is one, a second name, or where the file
// system knows no such thing, makes a copy of it.
func keep(path string) (names []string, err error) {
	for n := 1; ; n++ {
		name := besideName(path, beforeRestore, n)
		err := os.Link(path, name)
		switch {
		case err == nil:
			return []string{name}, nil
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil
		case !errors.Is(err, fs.ErrExist):
			name, err = keepBeside(path, beforeRestore)
			return []string{name}, err
		}
	}
}

func besideName(path, kind string, n int) string { return fmt.Sprintf("%s.%s-%d", path, kind, n) }

// keepBeside copies the file at path, byte for byte, to path.kind-<n> with the
// first n that is free. If that fails, nothing is left of it.
func keepBeside(path, kind string) (name string, err error) {
	from, err := os.Open(path)
	if err != nil {
		return "", explain(path, err)
	}
	defer func() { _ = from.Close() }()
	for n := 1; ; n++ {
		name = besideName(path, kind, n)
		to, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return name, explain(name, err)
		}
		_, err = io.Copy(to, from)
		if err = errors.Join(err, to.Sync(), to.Close()); err != nil {
			_ = os.Remove(name)
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
