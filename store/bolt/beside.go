package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

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
