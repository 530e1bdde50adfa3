package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

// What is written to a file that has lost its name is gone when the process ends.
// So nothing is said to be kept until the file is back; what is known can be read,
// and saved.
func TestNothingIsKeptInAFileThatWasDeletedMovedOrReplaced(t *testing.T) {
	for what, take := range map[string]func(path, away string) error{
		"deleted": func(path, away string) error { return errors.Join(os.Link(path, away), os.Remove(path)) },
		"moved":   os.Rename,
		"replaced": func(path, away string) error {
			return errors.Join(os.Rename(path, away), os.WriteFile(path, []byte("another"), 0o600))
		},
	} {
		t.Run(what, func(t *testing.T) {
			s, path := newStore(t)
			putWord(t, s, "kept")
			away := filepath.Join(t.TempDir(), "away.db")
			if err := take(path, away); err != nil {
				t.Fatal(err)
			}
			err := s.Update(func(tx *store.Tx) error { return words.Put(tx, "sakura/a", "lost") })
			if !errors.Is(err, store.ErrDisk) {
				t.Errorf("got error %v, want %v", err, store.ErrDisk)
			}
			wantSentence(t, err, path, "put it back")
			_, err = s.Check(t.Context())
			wantSentence(t, err, path, "put it back")
			wantWordIn(t, s, "kept")
			saved := filepath.Join(t.TempDir(), "saved.db")
			if err := s.Backup(saved); err != nil {
				t.Error(err)
			}
			wantWord(t, saved, "kept")
			if err := os.Rename(away, path); err != nil {
				t.Fatal(err)
			}
			putWord(t, s, "again")
			wantWordIn(t, s, "again")
		})
	}
}
