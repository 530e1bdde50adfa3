package markdown

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
)

// maxFile is how large a notebook may be: some centuries of retros.
const maxFile = 64 << 20

var errTooLarge = errors.New("the file is too large")

// Create makes the file of a new notebook, with a title if there is one. A file
// that is there stays as it is.
func Create(path, title string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // people are to read it
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return trouble(path, err, kpt.ReadOnly)
	}
	if title != "" {
		_, err = f.WriteString("# " + escape(plain.Line(title)) + "\n")
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(path)
		return trouble(path, err, kpt.ReadOnly)
	}
	return nil
}

func (n *Notebook) load() (string, error) {
	f, err := os.Open(n.path)
	if err != nil {
		return "", trouble(n.path, err, kpt.NotShared)
	}
	defer func() { _ = f.Close() }()
	return n.content(f)
}

func (n *Notebook) content(f *os.File) (string, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", trouble(n.path, err, kpt.NotShared)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errTooLarge
	}
	if err != nil {
		return "", trouble(n.path, err, kpt.NotShared)
	}
	return string(data), nil
}

// replace puts the written text in the place of the one that was read. A person
// who saved meanwhile keeps what they saved, and it is ErrMoved.
func (n *Notebook) replace(read, written string) error {
	path, err := filepath.EvalSymlinks(n.path)
	if err != nil {
		return trouble(n.path, err, kpt.ReadOnly)
	}
	old, err := os.Open(path)
	if err != nil {
		return trouble(n.path, err, kpt.ReadOnly)
	}
	defer func() { _ = old.Close() }()
	sweep(path)
	temp, err := prepare(path, old, written)
	if err != nil {
		return trouble(n.path, err, kpt.ReadOnly)
	}
	defer func() { _ = os.Remove(temp) }()

	second := temp + "." + revision(read) + kept // another name of the old file, so that it can be put back at once
	if os.Link(path, second) == nil {
		defer func() { _ = os.Remove(second) }()
	}
	if now, err := n.load(); err != nil || now != read {
		return errors.Join(err, moved(err))
	}
	if err := os.Rename(temp, path); err != nil {
		return trouble(n.path, err, kpt.ReadOnly)
	}
	if err := n.putBack(path, second, old, read); err != nil {
		return err
	}
	return syncFolder(path)
}

// putBack puts back what an editor wrote to the old file, which it had open,
// after we read it: by its second name, or as a copy where it has none.
func (n *Notebook) putBack(path, second string, old *os.File, read string) error {
	saved, err := n.content(old)
	if err != nil || saved == read {
		return err
	}
	if os.Rename(second, path) == nil {
		return kpt.ErrMoved
	}
	temp, err := prepare(path, old, saved)
	if err == nil {
		err = os.Rename(temp, path)
	}
	return errors.Join(err, moved(err))
}

func moved(err error) error {
	if err != nil {
		return nil
	}
	return kpt.ErrMoved
}

// prepare writes a text to a file beside path, on disk, with the rights of old.
func prepare(path string, old *os.File, text string) (temp string, err error) {
	info, err := old.Stat()
	if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o222 == 0 {
		return "", fs.ErrPermission // replacing it would go around its rights
	}
	f, err := os.CreateTemp(filepath.Dir(path), besides(path)+"*")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close())
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// besides begins the names of what lies beside a file while it is replaced; kept
// ends that of the old file, after its revision.
func besides(path string) string { return "." + filepath.Base(path) + ".engawa-" }

const kept = ".old"

// sweep takes away what a power cut left beside a file. An old file that an
// editor wrote to stays: nobody has its words but it.
func sweep(path string) {
	folder := filepath.Dir(path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return // so does replacing the file, and says why
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), besides(path)) {
			continue
		}
		name := filepath.Join(folder, e.Name())
		if of, old := strings.CutSuffix(e.Name(), kept); old {
			text, err := os.ReadFile(name)
			if err != nil || !strings.HasSuffix(of, "."+revision(string(text))) {
				continue
			}
		}
		_ = os.Remove(name) // or the next time
	}
}

func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// trouble gives an error of the system the reason that members understand;
// denied is what a lack of rights means here.
func trouble(path string, err error, denied kpt.Reason) error {
	t := &kpt.Trouble{Reason: kpt.Down, Help: path, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.Reason = kpt.Missing
	case errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.ENOTDIR):
		t.Reason = kpt.WrongAddress
	case errors.Is(err, fs.ErrPermission):
		t.Reason = denied
	case errors.Is(err, errTooLarge):
		t.Reason = kpt.TooLarge
	case errors.Is(err, syscall.EROFS):
		t.Reason = kpt.ReadOnly
	}
	return t
}
