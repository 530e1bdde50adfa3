package storetest

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/store/engine"
)

// wantAll checks what a look at a store finds.
func (e Engine) wantAll(t *testing.T, address, want string) {
	t.Helper()
	err := e.Kind.Look(address, func(s engine.State) error {
		if got := all(t, s, ""); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		return nil
	})
	if err != nil {
		t.Errorf("Look: %v", err)
	}
}

// filled is a store with these keys, not open.
func (e Engine) filled(t *testing.T, keys ...string) (address string) {
	t.Helper()
	address = e.Address(t)
	if err := e.Kind.Begin(address, fill(keys...)); err != nil {
		t.Fatalf("Begin: %v", err)
	}
	return address
}

// copied is a copy of a store as a file.
func copied(t *testing.T, db engine.DB) (path string) {
	t.Helper()
	var b bytes.Buffer
	n, err := db.Copy(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("Copy: got %d, error %v, want %d", n, err, b.Len())
	}
	path = filepath.Join(t.TempDir(), "copy")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func anything(string, engine.State) error { return nil }

func nothingThere(t *testing.T, e Engine) {
	err := e.Kind.Look(e.Address(t), func(engine.State) error { t.Error("it is shown"); return nil })
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Look: got error %v, want %v", err, fs.ErrNotExist)
	}
}

func beginsOnce(t *testing.T, e Engine) {
	address := e.filled(t, "a")
	e.wantAll(t, address, "t counted 0: a=a")
	if err := e.Kind.Begin(address, fill("b")); err != nil {
		t.Errorf("Begin again: %v", err)
	}
	e.wantAll(t, address, "t counted 0: a=a")
	said := errors.New("said")
	if err := e.Kind.Look(address, func(engine.State) error { return said }); !errors.Is(err, said) {
		t.Errorf("Look: got error %v, want that of the function", err)
	}
	if one, two := e.Kind.Beside(address, "one"), e.Kind.Beside(address, "two"); one == two || one == address {
		t.Errorf("beside %s are %s and %s: two things of one name", address, one, two)
	}
}

func beginningFails(t *testing.T, e Engine) {
	address, failed := e.Address(t), errors.New("failed")
	err := e.Kind.Begin(address, func(w engine.Writer) error { return errors.Join(fill("a")(w), failed) })
	if !errors.Is(err, failed) {
		t.Errorf("Begin: got error %v, want %v", err, failed)
	}
	nothing := func(engine.State) error { return nil }
	if err := e.Kind.Look(address, nothing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Look: got error %v, want %v", err, fs.ErrNotExist)
	}
}

func thereAgain(t *testing.T, e Engine) {
	address := e.filled(t, "a")
	db := e.opened(t, address)
	update(t, db, fill("b"))
	update(t, db, func(w engine.Writer) error { _, err := w.Next("t"); return err })
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	e.wantAll(t, address, "t counted 1: a=a b=b")
	db = e.opened(t, address)
	update(t, db, func(w engine.Writer) error {
		if n, err := w.Next("t"); n != 2 || err != nil {
			t.Errorf("Next: got %d, error %v, want 2", n, err)
		}
		return nil
	})
	wantContent(t, db, "t", "a=a b=b")
}

func inUse(t *testing.T, e Engine) {
	address := e.filled(t, "a")
	db := e.opened(t, address)
	from := copied(t, db)
	if again, err := e.Kind.Open(address); !errors.Is(err, engine.ErrInUse) || again != nil {
		t.Errorf("Open: got %v, error %v, want %v", again, err, engine.ErrInUse)
	}
	look := func(engine.State) error { return nil }
	if err := e.Kind.Look(address, look); !errors.Is(err, engine.ErrInUse) {
		t.Errorf("Look: got error %v, want %v", err, engine.ErrInUse)
	}
	if err := e.Kind.Restore(address, from, anything); !errors.Is(err, engine.ErrInUse) {
		t.Errorf("Restore: got error %v, want %v", err, engine.ErrInUse)
	}
	update(t, db, fill("b"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	e.wantAll(t, address, "t counted 0: a=a b=b")
}

func copyOfOneMoment(t *testing.T, e Engine) {
	db := e.begun(t)
	update(t, db, increase)

	var writing sync.WaitGroup
	stop := make(chan struct{})
	writing.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if err := db.Update(increase); err != nil {
					t.Errorf("Update beside Copy: %v", err)
					return
				}
			}
		}
	})
	var copies []string
	for range 10 {
		copies = append(copies, copied(t, db))
	}
	close(stop)
	writing.Wait()

	for _, from := range copies {
		address := e.Address(t)
		if err := e.Kind.Restore(address, from, anything); err != nil {
			t.Fatalf("Restore where nothing is: %v", err)
		}
		view(t, e.opened(t, address), func(r engine.Reader) {
			n, ok := r.Get("count", "n")
			again, _ := r.Get("again", "n")
			if !ok || !bytes.Equal(n, again) {
				t.Errorf("got %q and %q, want the same number twice", n, again)
			}
		})
	}
}

func restored(t *testing.T, e Engine) {
	db := e.begun(t)
	update(t, db, fill("a", "b"))
	update(t, db, func(w engine.Writer) error { return w.Count("t", 7) })
	from := copied(t, db)
	address := e.filled(t, "b", "c")
	if err := e.Kind.Restore(address, from, func(name string, s engine.State) error {
		if got, want := all(t, s, ""), "t counted 7: a=a b=b"; got != want || name == "" {
			t.Errorf("the copy %q: got %q, want %q", name, got, want)
		}
		return nil
	}); err != nil {
		t.Errorf("Restore: %v", err)
	}
	e.wantAll(t, address, "t counted 7: a=a b=b")
	again := e.opened(t, address)
	update(t, again, fill("d"))
	wantContent(t, again, "t", "a=a b=b d=d")
	wantContent(t, db, "t", "a=a b=b")
}

func restoreRefused(t *testing.T, e Engine) {
	db := e.begun(t)
	update(t, db, fill("a"))
	from := copied(t, db)
	address, no := e.filled(t, "b"), errors.New("no")
	err := e.Kind.Restore(address, from, func(name string, _ engine.State) error {
		if name != from {
			t.Errorf("%s is checked, want %s", name, from)
		}
		return no
	})
	if !errors.Is(err, no) {
		t.Errorf("Restore: got error %v, want that of the check", err)
	}
	if err := os.WriteFile(from, []byte("no copy"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.Kind.Restore(address, from, anything); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("Restore of what is no copy: got error %v, want %v", err, engine.ErrDamaged)
	}
	e.wantAll(t, address, "t counted 0: b=b")
}

func damaged(t *testing.T, e Engine) {
	db := e.begun(t)
	update(t, db, fill("a"))
	from := copied(t, db)
	address := e.filled(t, "a", "b")
	e.Damage(t, address)
	told := false
	err := e.Kind.Look(address, func(s engine.State) error {
		faults, err := s.Walk(engine.Visitor{})
		told = len(faults) > 0
		return err
	})
	if !told && !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("Look: got error %v and no fault, want a fault, or %v", err, engine.ErrDamaged)
	}
	if err := e.Kind.Begin(address, fill("c")); err != nil {
		t.Errorf("Begin: %v", err)
	}
	if err := e.Kind.Restore(address, from, anything); err != nil {
		t.Errorf("Restore: %v", err)
	}
	e.wantAll(t, address, "t counted 0: a=a")
}
