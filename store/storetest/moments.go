package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store/engine"
)

func scanWhileWriting(t *testing.T, db engine.DB) {
	want, got := map[string]int{}, map[string]int{}
	put := func(w engine.Writer) error {
		for i := range 500 {
			key := fmt.Sprintf("k%04d", i)
			want[key] = 1
			if err := w.Put("t", key, make([]byte, 100)); err != nil {
				return err
			}
		}
		return nil
	}
	disturb := func(w engine.Writer) error {
		clear(got)
		for key := range w.Scan("t", "k") {
			got[key]++
			n, err := strconv.Atoi(key[1:])
			switch n % 3 {
			case 0: // itself
				err = w.Delete("t", key)
			case 1: // something behind
				err = w.Put("t", "a"+key, make([]byte, 300))
			case 2: // itself, larger
				err = w.Put("t", key, make([]byte, 300))
			}
			if err != nil {
				return err
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("met %d keys of %d, or some more than once", len(got), len(want))
		}
		if got, want := len(strings.Fields(content(w, "t", "k"))), 333; got != want {
			t.Errorf("left: got %d keys, want %d", got, want)
		}
		return nil
	}
	// What was put is on disk the first time, and still in memory the second.
	update(t, db, put)
	update(t, db, disturb)
	update(t, db, func(w engine.Writer) error { return errors.Join(put(w), disturb(w)) })
}

func viewIsOnePicture(t *testing.T, db engine.DB) {
	update(t, db, fill("a"))
	view(t, db, func(r engine.Reader) {
		written := make(chan error)
		go func() { written <- db.Update(fill("b")) }()
		if err := <-written; err != nil {
			t.Errorf("Update beside a View: %v", err)
		}
		if got, want := content(r, "t", ""), "a=a"; got != want {
			t.Errorf("inside the View: got %q, want %q", got, want)
		}
	})
	wantContent(t, db, "t", "a=a b=b")
}

func nextCounts(t *testing.T, db engine.DB) {
	var got []uint64
	take := func(table string, then error) {
		err := db.Update(func(w engine.Writer) error {
			n, err := w.Next(table)
			got = append(got, n)
			return errors.Join(err, then)
		})
		if !errors.Is(err, then) {
			t.Errorf("Next: got error %v, want %v", err, then)
		}
	}
	take("one", nil)
	take("one", nil)
	take("two", nil)
	take("one", errors.New("undone"))
	take("one", nil)
	update(t, db, func(w engine.Writer) error { return w.Count("one", 9) })
	take("one", nil)
	if want := []uint64{1, 2, 1, 3, 3, 10}; !slices.Equal(got, want) {
		t.Errorf("got %d, want %d", got, want)
	}
	wantContent(t, db, "one", "")
}

func onCommit(t *testing.T, db engine.DB) {
	var got []string
	say := func(w engine.Writer, word string) { w.OnCommit(func() { got = append(got, word) }) }
	update(t, db, func(w engine.Writer) error {
		say(w, "first")
		say(w, "second")
		w.OnCommit(func() { wantContent(t, db, "t", "a=a") })
		got = nil
		return w.Put("t", "a", []byte("a"))
	})
	if want := []string{"first", "second"}; !slices.Equal(got, want) {
		t.Errorf("after a commit: got %q, want %q", got, want)
	}
	got = nil
	undone := errors.New("undone")
	err := db.Update(func(w engine.Writer) error { say(w, "never"); return undone })
	if !errors.Is(err, undone) || got != nil {
		t.Errorf("after an undone one: got %q, error %v, want none, error %v", got, err, undone)
	}
}

func closed(t *testing.T, db engine.DB) {
	update(t, db, fill("a"))
	if err := errors.Join(db.Close(), db.Close()); err != nil {
		t.Errorf("Close twice: %v", err)
	}
	if err := db.Update(fill("b")); err == nil {
		t.Error("Update when closed: got no error")
	}
	if err := db.View(func(engine.Reader) error { return nil }); err == nil {
		t.Error("View when closed: got no error")
	}
}
