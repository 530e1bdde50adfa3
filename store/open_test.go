package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
)

func newStore(t testing.TB) (s *store.Store, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "engawa.db")
	return openStore(t, path), path
}

func openStore(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func statError(path string) error {
	_, err := os.Stat(path)
	return err
}

// wantSentence checks that an error names the path and says what to do.
func wantSentence(t *testing.T, err error, path, advice string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one that says %q", advice)
	}
	for _, want := range []string{path, advice} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want it to say %q", err, want)
		}
	}
}

func TestOpenMakesThePrivateFileAndItsFolders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "engawa.db")
	if err := openStore(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: got mode %o, want %o", name, got, want)
		}
	}
}

func TestASecondProcessIsToldThatTheStoreIsInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	c := startChild(t, "hold", path)
	c.waitFor(t, "open")
	begun := time.Now()
	s, err := store.Open(path)
	if s != nil || !errors.Is(err, store.ErrInUse) {
		t.Fatalf("got %v, error %v, want %v", s, err, store.ErrInUse)
	}
	wantSentence(t, err, path, "stop that one")
	if took, most := time.Since(begun), need.Limit(2*time.Second); took > most {
		t.Errorf("it took %v, want at most %v", took, most)
	}
	if err := errors.Join(c.in.Close(), c.cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	openStore(t, path)
}

func TestAStoreOfAProcessThatDiedCanBeOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	c := startChild(t, "hold", path)
	c.waitFor(t, "open")
	c.kill(t)
	_ = c.cmd.Wait()
	openStore(t, path)
}

func TestAFileThatIsNoIntactStoreIsRefusedAndLeftAlone(t *testing.T) {
	good := goodFile(t)
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	err := bolt.Files{}.Begin(foreign, func(w engine.Writer) error { return w.Put("songs", "1", []byte("la")) })
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"text":                []byte("Dear diary, today we had tea.\n"),
		"long text":           bytes.Repeat([]byte("tea "), 1<<14),
		"zeros":               make([]byte, 1<<16),
		"cut in the first KB": good[:1000],
		"cut after the meta":  good[:2*os.Getpagesize()],
		"cut by a page":       good[:len(good)-os.Getpagesize()],
		"foreign bbolt file":  readFile(t, foreign),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "engawa.db")
			writeFile(t, path, data)
			_, err := store.Open(path)
			if !errors.Is(err, store.ErrDamaged) {
				t.Fatalf("got error %v, want %v", err, store.ErrDamaged)
			}
			wantSentence(t, err, path, "restore a backup")
			if !bytes.Equal(readFile(t, path), data) {
				t.Error("the file was changed")
			}
		})
	}
}

// A bad page must give an error or be harmless; it must not end the process.
func TestADamagedPageDoesNotEndTheProcess(t *testing.T) {
	good, size := goodFile(t), os.Getpagesize()
	found := 0
	for page := range len(good) / size {
		bad := bytes.Clone(good)
		copy(bad[page*size:], bytes.Repeat([]byte{0xDB}, size))
		checked, opened := filepath.Join(t.TempDir(), "checked.db"), filepath.Join(t.TempDir(), "opened.db")
		writeFile(t, checked, bad)
		writeFile(t, opened, bad)
		err := store.Check(checked)
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("page %d: Check: got error %v, want %v", page, err, store.ErrDamaged)
		}
		if err != nil {
			found++
		}
		if s, err := store.Open(opened); err == nil {
			_ = s.Close()
		} else if !errors.Is(err, store.ErrDamaged) {
			t.Errorf("page %d: Open: got error %v, want %v", page, err, store.ErrDamaged)
		}
	}
	if found == 0 {
		t.Error("Check found no damage at all")
	}
	t.Logf("Check found %d of %d damaged pages; the others are free or a spare", found, len(good)/size)
}

func TestAnEmptyFileIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	writeFile(t, path, nil)
	_, err := store.Open(path)
	if !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got error %v, want %v", err, store.ErrDamaged)
	}
	wantSentence(t, err, path, "to begin anew, delete it")
	if len(readFile(t, path)) != 0 {
		t.Error("the file was changed")
	}
}

func TestAStoreThatIsMissingBesideItsCopiesIsNotBegunAnew(t *testing.T) {
	for _, beside := range []string{".sock", ".format-2", ".before-restore-1", ".torn-1"} {
		path := filepath.Join(t.TempDir(), "engawa.db")
		writeFile(t, path+beside, nil)
		_, err := store.Open(path)
		wantSentence(t, err, path, "engawa.db"+beside)
		wantSentence(t, err, path, "engawa restore")
		wantFolder(t, filepath.Dir(path), "engawa.db"+beside)
	}
}

func TestAnAddressThatNoEngineKnowsIsRefused(t *testing.T) {
	address := "etcd://" + filepath.Join(t.TempDir(), "engawa")
	_, err := store.Open(address)
	wantSentence(t, err, address, "no engine for etcd")
	_, err = store.CheckFile(address)
	wantSentence(t, err, address, "no engine for etcd")
	wantSentence(t, store.Restore("any.db", address), address, "no engine for etcd")
}

func TestAFolderInPlaceOfTheFileIsRefused(t *testing.T) {
	path := t.TempDir()
	_, err := store.Open(path)
	wantSentence(t, err, path, "name a file in it")
}

func TestAFileInPlaceOfTheFolderIsRefused(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "file")
	writeFile(t, folder, nil)
	path := filepath.Join(folder, "engawa.db")
	_, err := store.Open(path)
	wantSentence(t, err, path, "not a directory")
}

func TestAForbiddenFileIsRefused(t *testing.T) {
	s, path := newStore(t)
	if err := errors.Join(s.Close(), os.Chmod(path, 0)); err != nil {
		t.Fatal(err)
	}
	asNobody(t)
	_, err := store.Open(path)
	wantSentence(t, err, path, "no permission")
}

func TestAClosedStoreSaysSo(t *testing.T) {
	s, path := newStore(t)
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	wantSentence(t, s.Writable(), path, "closed")
	wantSentence(t, s.View(func(*store.Tx) error { return nil }), path, "closed")
}

func TestWritableDoesNotMakeTheFileGrow(t *testing.T) {
	s, path := newStore(t)
	size := func(times int) int64 {
		for range times {
			if err := s.Writable(); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer // what is used of the file
		if _, err := s.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size() + int64(b.Len())
	}
	want := size(10)
	if got := size(200); got != want {
		t.Errorf("got %d bytes, want %d", got, want)
	}
}

// goodFile is a store with a hundred values, some longer than a page.
func goodFile(t testing.TB) []byte {
	t.Helper()
	s, _ := newStore(t)
	for i := range 4 {
		err := s.Update(func(tx *store.Tx) error {
			for j := range 25 {
				v := strings.Repeat("tea ", 1+j*j*j/5)
				if err := words.Put(tx, store.KeyOf("sakura", padded(i), padded(j)), v); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := s.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeFile(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Who waits for the lock while a restore puts another file in place must not
// write to the old one.
func TestAFileThatIsReplacedDuringOpenIsNotUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, path := newStore(t)
		other := older(t)
		opened := make(chan error)
		go func() {
			e, err := bolt.Files{}.Open(path)
			if err == nil {
				_ = e.Close()
			}
			opened <- err
		}()
		synctest.Wait() // it has the old file, and sleeps before it asks for the lock again
		if err := errors.Join(os.Rename(other, path), s.Close()); err != nil {
			t.Error(err)
		}
		wantSentence(t, <-opened, path, "try again")
	})
}
