package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

func scanWhileWriting(t *testing.T, e store.Engine) {
	want, got := map[string]int{}, map[string]int{}
	put := func(w store.Writer) error {
		for i := range 500 {
			key := fmt.Sprintf("k%04d", i)
			want[key] = 1
			if err := w.Put("t", key, make([]byte, 100)); err != nil {
				return err
			}
		}
		return nil
	}
	disturb := func(w store.Writer) error {
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
	update(t, e, put)
	update(t, e, disturb)
	update(t, e, func(w store.Writer) error { return errors.Join(put(w), disturb(w)) })
}

func viewIsOnePicture(t *testing.T, e store.Engine) {
	update(t, e, fill("a"))
	view(t, e, func(r store.Reader) {
		written := make(chan error)
		go func() { written <- e.Update(fill("b")) }()
		if err := <-written; err != nil {
			t.Errorf("Update beside a View: %v", err)
		}
		if got, want := content(r, "t", ""), "a=a"; got != want {
			t.Errorf("inside the View: got %q, want %q", got, want)
		}
	})
	wantContent(t, e, "t", "a=a b=b")
}

func nextCounts(t *testing.T, e store.Engine) {
	var got []uint64
	take := func(table string, then error) {
		err := e.Update(func(w store.Writer) error {
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
	if want := []uint64{1, 2, 1, 3, 3}; !slices.Equal(got, want) {
		t.Errorf("got %d, want %d", got, want)
	}
	wantContent(t, e, "one", "")
}

func onCommit(t *testing.T, e store.Engine) {
	var got []string
	say := func(w store.Writer, word string) { w.OnCommit(func() { got = append(got, word) }) }
	update(t, e, func(w store.Writer) error {
		say(w, "first")
		say(w, "second")
		w.OnCommit(func() { wantContent(t, e, "t", "a=a") })
		got = nil
		return w.Put("t", "a", []byte("a"))
	})
	if want := []string{"first", "second"}; !slices.Equal(got, want) {
		t.Errorf("after a commit: got %q, want %q", got, want)
	}
	got = nil
	undone := errors.New("undone")
	err := e.Update(func(w store.Writer) error { say(w, "never"); return undone })
	if !errors.Is(err, undone) || got != nil {
		t.Errorf("after an undone one: got %q, error %v, want none, error %v", got, err, undone)
	}
}

func closed(t *testing.T, e store.Engine) {
	update(t, e, fill("a"))
	if err := errors.Join(e.Close(), e.Close()); err != nil {
		t.Errorf("Close twice: %v", err)
	}
	if err := e.Update(fill("b")); err == nil {
		t.Error("Update when closed: got no error")
	}
	if err := e.View(func(store.Reader) error { return nil }); err == nil {
		t.Error("View when closed: got no error")
	}
}

func copyOfOneMoment(t *testing.T, engines Engines) {
	e := engines.Open(t)
	defer func() { _ = e.Close() }()
	update(t, e, increase)

	var writing sync.WaitGroup
	stop := make(chan struct{})
	writing.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if err := e.Update(increase); err != nil {
					t.Errorf("Update beside Copy: %v", err)
					return
				}
			}
		}
	})
	var copies []*bytes.Buffer
	for range 10 {
		var b bytes.Buffer
		n, err := e.Copy(&b)
		if err != nil || n != int64(b.Len()) {
			t.Errorf("Copy: got %d, error %v, want %d", n, err, b.Len())
		}
		copies = append(copies, &b)
	}
	close(stop)
	writing.Wait()

	for _, b := range copies {
		loaded := engines.Load(t, b.Bytes())
		view(t, loaded, func(r store.Reader) {
			n, ok := r.Get("count", "n")
			again, _ := r.Get("again", "n")
			if !ok || !bytes.Equal(n, again) {
				t.Errorf("got %q and %q, want the same number twice", n, again)
			}
		})
		if err := loaded.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
}
