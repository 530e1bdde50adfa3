package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/engawa-bot/engawa/store/engine"
)

// Create makes a new file with what fill writes, under a name of its own, and then
// gives it its name, so that a file that is there is a whole store at every moment.
// If another process was quicker, its store stays. What is there already is refused.
func Create(path string, fill func(engine.DB) error) error {
	there, err := exists(path)
	if err != nil {
		return err
	}
	if there {
		return fmt.Errorf("store: %s exists already: name a new file", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return explain(path, err)
	}
	made := f.Name()
	defer func() { _ = os.Remove(made) }()
	if err := f.Close(); err != nil {
		return explain(path, err)
	}
	d, err := open(made)
	if err != nil {
		return err
	}
	err = fill(d)
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	return explain(path, place(made, path))
}

// place gives a file its name, unless the name is taken.
func place(made, path string) error {
	err := os.Link(made, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil: // not every file system knows a second name
		err = os.Rename(made, path)
	}
	return errors.Join(err, syncFolder(filepath.Dir(path)))
}

// stray refuses to begin anew where something says that there was a store.
func stray(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return explain(path, err)
	}
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), filepath.Base(path)+".")
		if ours && slices.ContainsFunc([]string{"sock", "format-", "before-restore-", "torn-"}, func(kind string) bool {
			return strings.HasPrefix(rest, kind)
		}) {
			return fmt.Errorf("store: %s is missing, but %s is beside it, so there was a store: put a backup in its place with 'engawa restore', or move %s away to begin anew",
				path, e.Name(), e.Name())
		}
	}
	return nil
}

// target follows symbolic links to what is, or would be, the file.
func target(path string) (string, error) {
	for range 40 {
		to, err := os.Readlink(path)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.EINVAL): // nothing, or no link
			return path, nil
		case err != nil:
			return "", explain(path, err)
		case filepath.IsAbs(to):
			path = to
		default:
			path = filepath.Join(filepath.Dir(path), to)
		}
	}
	return "", explain(path, syscall.ELOOP)
}

// exists says whether there is anything under a name.
func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, explain(path, err)
}
