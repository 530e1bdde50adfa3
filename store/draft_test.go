//go:build unix

package store_test

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

// A store may have any name, also one that an unfinished copy would have, and
// what is left of a copy that was killed may have any name too.
func TestAnUnfinishedCopyTakesNobodysName(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "engawa.db.part")
	s := openStore(t, path)
	putWord(t, s, "kept")
	backup := filepath.Join(folder, "engawa.db")
	if err := s.Backup(backup); err != nil {
		t.Error(err)
	}
	wantWordIn(t, s, "kept")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	wantWord(t, path, "kept")
	if err := store.Restore(path, backup); err != nil { // from what is left of a copy, say
		t.Error(err)
	}
	wantWord(t, path, "kept")
	wantWord(t, backup, "kept")
	wantFolder(t, folder, "engawa.db", "engawa.db.before-restore-1", "engawa.db.part")
}

func TestASalvageTakesNothingFromWhatAnotherLeft(t *testing.T) {
	folder := t.TempDir()
	other := openStore(t, filepath.Join(folder, "saved.db.part"))
	err := other.Update(func(tx *store.Tx) error { return words.Put(tx, "ume/b", "another's") })
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(folder, "again.db.part"), []byte("cut off"))
	from := filepath.Join(folder, "engawa.db")
	s := openStore(t, from)
	putWord(t, s, "mine")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"saved.db", "again.db"} {
		to := filepath.Join(folder, name)
		haul, err := store.Salvage(from, to)
		if err != nil || len(haul.Saved) != 1 || haul.Saved[0].Team != "sakura" || haul.Saved[0].Saved != 1 {
			t.Errorf("%s: got %+v, error %v, want one word of sakura", name, haul, err)
			continue
		}
		wantWord(t, to, "mine")
		err = openStore(t, to).View(func(tx *store.Tx) error {
			got, there, err := words.Get(tx, "ume/b")
			if there {
				t.Errorf("%s: it has %q of another store", name, got)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	wantFolder(t, folder, "engawa.db", "saved.db", "saved.db.part", "again.db", "again.db.part")
}

// A device, a pipe and a socket are not files: whoever names one, as 'backup
// /dev/null', would lose it.
func TestWhatIsNoFileIsNotReplaced(t *testing.T) {
	s, path := newStore(t)
	putWord(t, s, "kept")
	folder := t.TempDir()
	pipe, socket := filepath.Join(folder, "pipe"), filepath.Join(folder, "socket")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	good := filepath.Join(t.TempDir(), "good.db")
	if err := s.Backup(good); err != nil {
		t.Fatal(err)
	}
	for _, there := range []string{pipe, socket} {
		before, err := os.Stat(there)
		if err != nil {
			t.Fatal(err)
		}
		wantSentence(t, s.Backup(there), there, "no file")
		wantSentence(t, store.Restore(good, there), there, "no file")
		_, err = store.CheckFile(there)
		wantSentence(t, err, there, "no file")
		_, err = store.Salvage(there, filepath.Join(folder, "saved.db"))
		wantSentence(t, err, there, "no file")
		if after, err := os.Stat(there); err != nil || !os.SameFile(before, after) {
			t.Errorf("%s was replaced: %v", there, err)
		}
	}
	wantFolder(t, folder, "pipe", "socket")
	if !bytes.Contains(readFile(t, path), []byte("kept")) {
		t.Error("the store is not what it was")
	}
}
