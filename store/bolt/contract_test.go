package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
	"github.com/engawa-bot/engawa/store/storetest"
)

func TestTheContractIsKeptOnDisk(t *testing.T) {
	storetest.Contract(t, storetest.Engine{
		Kind:    bolt.Files{},
		Address: func(t *testing.T) string { return filepath.Join(t.TempDir(), "engine.db") },
		Ail:     ail,
		Damage: func(t *testing.T, path string) { // only the meta pages are left
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data[:2*os.Getpagesize()], 0o600); err != nil {
				t.Fatal(err)
			}
		},
	})
}

// ail has bbolt's commit fail: before anything is written, or when all is written
// and only the last sync fails, also when it is tried again.
func ail(_ *testing.T, db engine.DB, how storetest.Trouble) (mend func()) {
	fails := func(number syscall.Errno) error { return &os.PathError{Op: "write", Path: "engine.db", Err: number} }
	commit := func(*bbolt.Tx) error { return fails(syscall.EIO) }
	switch how {
	case storetest.Full:
		commit = func(*bbolt.Tx) error { return fails(syscall.ENOSPC) }
	case storetest.Unsure:
		commit = func(tx *bbolt.Tx) error { return errors.Join(tx.Commit(), fails(syscall.EIO)) }
	}
	return bolt.SetDisk(db, commit, func() error { return fails(syscall.EIO) })
}
