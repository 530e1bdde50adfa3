package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/storetest"
)

func TestTheContractIsKeptOnDisk(t *testing.T) {
	open := func(t *testing.T, path string) store.Engine {
		e, err := store.OpenBolt(path)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	storetest.Contract(t, storetest.Engines{
		Open: func(t *testing.T) store.Engine {
			return open(t, filepath.Join(t.TempDir(), "engine.db"))
		},
		Load: func(t *testing.T, copied []byte) store.Engine {
			path := filepath.Join(t.TempDir(), "copy.db")
			if err := os.WriteFile(path, copied, 0o600); err != nil {
				t.Fatal(err)
			}
			return open(t, path)
		},
	})
}

// Who waits for the lock while a restore puts another file in place must not
// write to the old one.
func TestAFileThatIsReplacedDuringOpenIsNotUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, path := newStore(t)
		other := older(t)
		opened := make(chan error)
		go func() {
			e, err := store.OpenBolt(path)
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
