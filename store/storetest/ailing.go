package storetest

import (
	"errors"
	"testing"

	"github.com/engawa-bot/engawa/store/engine"
)

func withoutRoom(t *testing.T, e Engine) { nothingRemains(t, e, Full, engine.ErrNoRoom) }

func refused(t *testing.T, e Engine) { nothingRemains(t, e, Refusing, engine.ErrDisk) }

// nothingRemains has the disk fail before anything is written for good.
func nothingRemains(t *testing.T, e Engine, how Trouble, want error) {
	db := e.begun(t)
	update(t, db, fill("a"))
	mend := e.Ail(t, db, how)
	called := false
	err := db.Update(func(w engine.Writer) error {
		w.OnCommit(func() { called = true })
		_, err := w.Next("t")
		return errors.Join(err, fill("b")(w), w.Delete("t", "a"))
	})
	if !errors.Is(err, want) || called {
		t.Errorf("got error %v, told of a commit %v, want %v", err, called, want)
	}
	wantContent(t, db, "t", "a=a")
	mend()
	update(t, db, fill("c"))
	update(t, db, func(w engine.Writer) error {
		if n, err := w.Next("t"); n != 1 || err != nil {
			t.Errorf("Next: got %d, error %v, want 1", n, err)
		}
		return nil
	})
	wantContent(t, db, "t", "a=a c=c")
}

// uncertain has the disk fail when all is written.
func uncertain(t *testing.T, e Engine) {
	db := e.begun(t)
	update(t, db, fill("a"))
	mend := e.Ail(t, db, Unsure)
	told := 0
	err := db.Update(func(w engine.Writer) error {
		w.OnCommit(func() { told++ })
		return fill("b")(w)
	})
	if !errors.Is(err, engine.ErrUncertain) || told != 1 {
		t.Errorf("got error %v, told of a commit %d times, want %v, once", err, told, engine.ErrUncertain)
	}
	wantContent(t, db, "t", "a=a b=b")
	err = db.Update(fill("c"))
	if !errors.Is(err, engine.ErrDisk) && !errors.Is(err, engine.ErrUncertain) {
		t.Errorf("while it is unsure: got error %v, want %v or %v", err, engine.ErrDisk, engine.ErrUncertain)
	}
	want := "a=a b=b"
	if errors.Is(err, engine.ErrUncertain) {
		want += " c=c"
	}
	wantContent(t, db, "t", want)
	mend()
	update(t, db, fill("d"))
	wantContent(t, db, "t", want+" d=d")
}
