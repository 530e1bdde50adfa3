package store_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/engine"
)

func putWord(t *testing.T, s *store.Store, word string) {
	t.Helper()
	err := s.Update(func(tx *store.Tx) error { return words.Put(tx, "sakura/a", word) })
	if err != nil {
		t.Fatal(err)
	}
}

// wantFolder checks that a folder holds these names and no other.
func wantFolder(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if len(got) != len(want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
	for _, name := range want {
		if err := statError(filepath.Join(folder, name)); err != nil {
			t.Errorf("the folder holds %q, want %q", got, want)
		}
	}
}

func TestABackupUnderLoadIsOfOneMoment(t *testing.T) {
	s, _ := newStore(t)
	stop := make(chan struct{})
	var writing sync.WaitGroup
	for _, team := range writers {
		writing.Go(func() {
			for n := 1; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := writePair(s, team, n); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "backup.db")
	for range 10 {
		if err := s.Backup(path); err != nil {
			t.Error(err)
			break
		}
		wantPairs(t, path)
	}
	close(stop)
	writing.Wait()
	wantFolder(t, folder, "backup.db")
}

func wantPairs(t *testing.T, path string) {
	t.Helper()
	s := openStore(t, path)
	defer s.Close()
	err := s.View(func(tx *store.Tx) error {
		for row, err := range left.Scan(tx, "") {
			other, _, errR := right.Get(tx, row.Key)
			if err := errors.Join(err, errR); err != nil {
				return err
			}
			if row.Value != other {
				t.Errorf("%s: got %v and %v, want the same", row.Key, row.Value, other)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestABackupIsPrivateAndReplacesTheLast(t *testing.T) {
	s, _ := newStore(t)
	path := filepath.Join(t.TempDir(), "backup.db")
	putWord(t, s, "first")
	if err := s.Backup(path); err != nil {
		t.Fatal(err)
	}
	putWord(t, s, "second")
	if err := s.Backup(path); err != nil {
		t.Fatal(err)
	}
	wantWord(t, path, "second")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, error %v, want mode 600", info.Mode(), err)
	}
}

func TestABackupThatFailsLeavesWhatWasThere(t *testing.T) {
	s, path := newStore(t)
	putWord(t, s, "kept")
	wantSentence(t, s.Backup(path), path, "another name")
	wantWordIn(t, s, "kept")

	folder := t.TempDir()
	wantSentence(t, s.Backup(folder), folder, "name a file in it")
	missing := filepath.Join(folder, "no", "backup.db")
	if err := s.Backup(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got error %v, want %v", err, fs.ErrNotExist)
	}

	backup := filepath.Join(folder, "backup.db")
	writeFile(t, backup, []byte("the last"))
	err := store.EngineOf(s).Update(func(w engine.Writer) error { return w.Put("words", "a", []byte("no JSON")) })
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(backup); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a bad value: got error %v, want %v", err, store.ErrDamaged)
	}
	if got := string(readFile(t, backup)); got != "the last" {
		t.Errorf("got %q, want the last", got)
	}
	wantFolder(t, folder, "backup.db")
}

func wantWordIn(t *testing.T, s *store.Store, want string) {
	t.Helper()
	err := s.View(func(tx *store.Tx) error {
		got, _, err := words.Get(tx, "sakura/a")
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRestoreKeepsTheOldFile(t *testing.T) {
	s, path := newStore(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	putWord(t, s, "saved")
	if err := s.Backup(backup); err != nil {
		t.Fatal(err)
	}
	putWord(t, s, "later")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := store.Restore(backup, path); err != nil {
			t.Fatal(err)
		}
		wantWord(t, path, "saved")
	}
	wantWord(t, path+".before-restore-1", "later")
	wantWord(t, path+".before-restore-2", "saved")
	wantWord(t, backup, "saved")
	wantFolder(t, filepath.Dir(path), "engawa.db", "engawa.db.before-restore-1", "engawa.db.before-restore-2")
}

func TestRestoreReplacesADamagedFile(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good.db")
	writeFile(t, good, goodFile(t))
	for name, data := range map[string][]byte{
		"garbage": []byte("tea"), "empty": nil,
		"cut":          goodFile(t)[:5*os.Getpagesize()],
		"cut and tiny": readFile(t, filepath.Join("testdata", "format-1.store"))[:2*4096], // faults on the map
	} {
		path := filepath.Join(t.TempDir(), "engawa.db")
		writeFile(t, path, data)
		if err := store.Restore(good, path); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		openStore(t, path)
	}
}

func TestRestoreMakesAStoreWhereNoneWas(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good.db")
	writeFile(t, good, goodFile(t))
	path := filepath.Join(t.TempDir(), "new", "engawa.db")
	if err := store.Restore(good, path); err != nil {
		t.Fatal(err)
	}
	openStore(t, path)
	wantFolder(t, filepath.Dir(path), "engawa.db")
}

func TestRestoreRefusesWhatIsNoIntactStore(t *testing.T) {
	s, path := newStore(t)
	putWord(t, s, "kept")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, size := goodFile(t), os.Getpagesize()
	overwritten := bytes.Clone(good)
	copy(overwritten[2*size:], bytes.Repeat([]byte{0xDB}, len(good)-2*size))
	for name, data := range map[string][]byte{
		"text": []byte("tea"), "empty": nil, "cut": good[:len(good)-size], "overwritten": overwritten,
	} {
		from := filepath.Join(t.TempDir(), "from.db")
		writeFile(t, from, data)
		if err := store.Restore(from, path); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: got error %v, want %v", name, err, store.ErrDamaged)
		}
	}
	if err := store.Restore(filepath.Join(t.TempDir(), "none.db"), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: got error %v, want %v", err, fs.ErrNotExist)
	}
	wantSentence(t, store.Restore(path, path), path, "name a backup")
	wantWord(t, path, "kept")
	wantFolder(t, filepath.Dir(path), "engawa.db")
}

func TestRestoreRefusesANewerFile(t *testing.T) {
	from, to := older(t), kept(t)
	wantWord(t, from, "TEA, please", upper(), bow())
	if err := store.Restore(from, to); !errors.Is(err, store.ErrNewer) {
		t.Errorf("got error %v, want %v", err, store.ErrNewer)
	}
	wantWord(t, to, "tea")
}

func TestRestoreRefusesAStoreInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // it waits a second for the lock
		s, used := newStore(t)
		putWord(t, s, "used")
		free := kept(t)
		if err := store.Restore(free, used); !errors.Is(err, store.ErrInUse) {
			t.Errorf("onto: got error %v, want %v", err, store.ErrInUse)
		}
		if err := store.Restore(used, free); !errors.Is(err, store.ErrInUse) {
			t.Errorf("from: got error %v, want %v", err, store.ErrInUse)
		}
		wantWordIn(t, s, "used")
		wantFolder(t, filepath.Dir(used), "engawa.db")
		wantFolder(t, filepath.Dir(free), "engawa.db")
	})
}

// What a symbolic link leads to is replaced, not the link.
func TestRestoreAndBackupFollowASymbolicLink(t *testing.T) {
	for _, dangling := range []bool{false, true} {
		disk, links := t.TempDir(), t.TempDir()
		real, link := filepath.Join(disk, "real.db"), filepath.Join(links, "engawa.db")
		if err := errors.Join(os.Symlink(real, filepath.Join(links, "second")), os.Symlink("second", link)); err != nil {
			t.Fatal(err)
		}
		if !dangling {
			putWordAt(t, real, "before")
		}
		from := kept(t)
		if err := store.Restore(from, link); err != nil {
			t.Fatal(err)
		}
		wantWord(t, real, "tea")
		wantWord(t, link, "tea")
		if to, err := os.Readlink(link); to != "second" {
			t.Errorf("the link leads to %q, error %v", to, err)
		}
		if !dangling {
			wantWord(t, real+".before-restore-1", "before")
		}
		putWordAt(t, from, "later")
		s := openStore(t, from)
		if err := s.Backup(link); err != nil {
			t.Fatal(err)
		}
		wantWord(t, real, "later")
		wantFolder(t, links, "engawa.db", "second")
	}
}

func putWordAt(t *testing.T, path, word string) {
	t.Helper()
	s := openStore(t, path)
	putWord(t, s, word)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestANewStoreIsMadeWhereALinkLeads(t *testing.T) {
	path, link := filepath.Join(t.TempDir(), "real.db"), filepath.Join(t.TempDir(), "engawa.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	putWordAt(t, link, "tea")
	wantWord(t, path, "tea")
}

func TestABackupOfADamagedStoreSaysThatTheStoreIsDamaged(t *testing.T) {
	path, _ := sample(t, false)
	s := openStore(t, path)
	data := readFile(t, path)
	i := bytes.Index(data, []byte(`"tea tea`))
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte("T"), int64(i+1))
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	err = s.Backup(backup)
	wantSentence(t, err, path, "table words")
	if !errors.Is(err, store.ErrDamaged) || bytes.Contains([]byte(err.Error()), []byte(".part")) {
		t.Errorf("got error %v, want one that names the store alone", err)
	}
	wantFolder(t, filepath.Dir(backup))
}
