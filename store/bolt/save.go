package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/engawa-bot/engawa/store/engine"
)

// A file that is being written stands beside the one that it becomes, under a
// name that nobody else has: two processes may write at once, and what one that
// was killed has left may be a store that somebody needs.

// Save writes what copied writes, as DB.Copy does, to path. A file that is there, also
// at the end of a symbolic link, is replaced when the new one is complete, on disk
// and found sound by check; if anything fails, it stays as it was. What is there but
// no file is refused.
func Save(path string, copied func(io.Writer) (int64, error), check engine.Check) error {
	path, err := target(path)
	if err != nil {
		return err
	}
	part, err := writePart(path, copied, check)
	if err != nil {
		return err
	}
	return putInPlace(part, path)
}

// writePart writes what is to become path to a file beside it, syncs and checks
// that. If anything fails, it leaves nothing behind.
func writePart(path string, write func(io.Writer) (int64, error), check engine.Check) (part string, err error) {
	if err := regular(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return "", explain(path, err)
	}
	part = f.Name()
	defer func() {
		if err != nil {
			_ = os.Remove(part)
		}
	}()
	_, err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return part, explain(part, err)
	}
	return part, look(part, func(s state) error { return check(part, s) })
}

// putInPlace gives what writePart wrote its name for good. If it cannot, that goes,
// and so do the other files that were made for it. ErrUncertain: it has its name, but
// may lose it in a power cut.
func putInPlace(part, path string, others ...string) error {
	if err := os.Rename(part, path); err != nil {
		for _, made := range append(others, part) {
			_ = os.Remove(made)
		}
		return explain(path, err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("store: %s: %w: %w", path, engine.ErrUncertain, err)
	}
	return nil
}

// regular says of what is there that it is no file: a folder, a pipe, a device.
func regular(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return explain(path, err)
	case info.IsDir():
		return folderError(path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("store: %s is no file, but a device, a pipe or a socket: name a file", path)
	}
	return nil
}
