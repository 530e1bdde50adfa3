package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/store/engine"
)

func emptyTable(t *testing.T, db engine.DB) {
	wantContent(t, db, "t", "")
	view(t, db, func(r engine.Reader) {
		if value, ok := r.Get("t", "a"); ok {
			t.Errorf("Get: got %q, want none", value)
		}
	})
}

func putGet(t *testing.T, db engine.DB) {
	get := func(r engine.Reader, when string) {
		for key, want := range map[string]string{"a": "1", "empty": "", "nil": ""} {
			if got, ok := r.Get("t", key); !ok || string(got) != want {
				t.Errorf("%s: key %s: got %q, %v, want %q", when, key, got, ok, want)
			}
		}
		if _, ok := r.Get("t", "aa"); ok {
			t.Errorf("%s: there is a key that nobody put", when)
		}
	}
	update(t, db, func(w engine.Writer) error {
		err := errors.Join(w.Put("t", "a", []byte("0")), w.Put("t", "a", []byte("1")),
			w.Put("t", "empty", []byte{}), w.Put("t", "nil", nil))
		get(w, "inside")
		return err
	})
	view(t, db, func(r engine.Reader) { get(r, "after") })
}

func emptyKey(t *testing.T, db engine.DB) {
	if err := db.Update(func(w engine.Writer) error { return w.Put("t", "", []byte("1")) }); err == nil {
		t.Error("Put with an empty key: got no error")
	}
}

func deleted(t *testing.T, db engine.DB) {
	update(t, db, fill("a", "b"))
	update(t, db, func(w engine.Writer) error {
		return errors.Join(w.Delete("t", "a"), w.Delete("t", "a"), w.Delete("nothing", "a"))
	})
	wantContent(t, db, "t", "b=b")
}

func tablesListed(t *testing.T, db engine.DB) {
	update(t, db, func(w engine.Writer) error {
		return errors.Join(w.Put("two", "a", []byte("2")), w.Put("one", "a", []byte("1")))
	})
	view(t, db, func(r engine.Reader) {
		if got := r.Tables(); !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("got tables %q, want one and two", got)
		}
	})
}

func walked(t *testing.T, db engine.DB) {
	update(t, db, fill("a", "b"))
	update(t, db, func(w engine.Writer) error { return errors.Join(w.Delete("t", "a"), w.Count("t", 7)) })
	update(t, db, fill("c"))
	update(t, db, func(w engine.Writer) error { return w.Put("left out", "a", nil) })
	if got, want := all(t, db, "left out"), "t counted 7: b=b c=c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	enough := errors.New("enough")
	if _, err := db.Walk(engine.Visitor{Value: func(string, string, []byte) error { return enough }}); !errors.Is(err, enough) {
		t.Errorf("got error %v, want that of the visitor", err)
	}
	if got := db.Warnings(); len(got) > 0 {
		t.Errorf("got warnings %q, want none", got)
	}
}

// all is what a state holds, but for a table that is left out, in one line.
func all(t *testing.T, s engine.State, leftOut string) string {
	t.Helper()
	var seen []string
	faults, err := s.Walk(engine.Visitor{
		Table: func(name string, counted uint64) bool {
			if name != leftOut {
				seen = append(seen, fmt.Sprintf("%s counted %d:", name, counted))
			}
			return name != leftOut
		},
		Value: func(_, key string, value []byte) error {
			seen = append(seen, key+"="+string(value))
			return nil
		},
	})
	if err != nil || len(faults) > 0 {
		t.Errorf("Walk: got faults %v, error %v, want none", faults, err)
	}
	return strings.Join(seen, " ")
}

func tablesApart(t *testing.T, db engine.DB) {
	update(t, db, func(w engine.Writer) error {
		return errors.Join(w.Put("one", "a", []byte("1")), w.Put("two", "a", []byte("2")), w.Delete("one", "b"))
	})
	wantContent(t, db, "one", "a=1")
	wantContent(t, db, "two", "a=2")
}

func scanOrder(t *testing.T, db engine.DB) {
	update(t, db, fill("b", "a/2", "a/10", "a", "\xff", "a0", "日本", "a-1", "a/"))
	view(t, db, func(r engine.Reader) {
		for prefix, want := range map[string]string{
			"":   "a=a a-1=a-1 a/=a/ a/10=a/10 a/2=a/2 a0=a0 b=b 日本=日本 \xff=\xff",
			"a/": "a/=a/ a/10=a/10 a/2=a/2",
			"b":  "b=b",
			"c":  "",
		} {
			if got := content(r, "t", prefix); got != want {
				t.Errorf("prefix %q: got %q, want %q", prefix, got, want)
			}
		}
	})
}

func scanStops(t *testing.T, db engine.DB) {
	update(t, db, fill("a", "b", "c"))
	view(t, db, func(r engine.Reader) {
		var got []string
		for key := range r.Scan("t", "") {
			got = append(got, key)
			if key == "b" {
				break
			}
		}
		if want := []string{"a", "b"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func errorUndoes(t *testing.T, db engine.DB) {
	update(t, db, fill("a"))
	refused := errors.New("refused")
	err := db.Update(func(w engine.Writer) error {
		return errors.Join(w.Put("t", "b", nil), w.Put("new", "b", nil), w.Delete("t", "a"), refused)
	})
	if !errors.Is(err, refused) {
		t.Errorf("got error %v, want %v", err, refused)
	}
	if err := db.View(func(engine.Reader) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("View: got error %v, want %v", err, refused)
	}
	wantContent(t, db, "t", "a=a")
	wantContent(t, db, "new", "")
}

func panicUndoes(t *testing.T, db engine.DB) {
	type reason struct{ int }
	caught := func(run func()) (p any) {
		defer func() { p = recover() }()
		run()
		return nil
	}
	p := caught(func() {
		_ = db.Update(func(w engine.Writer) error { _ = w.Put("t", "a", nil); panic(reason{1}) })
	})
	if want := (reason{1}); p != want {
		t.Errorf("Update: got panic %v, want %v", p, want)
	}
	p = caught(func() { _ = db.View(func(engine.Reader) error { panic(reason{2}) }) })
	if want := (reason{2}); p != want {
		t.Errorf("View: got panic %v, want %v", p, want)
	}
	update(t, db, fill("b"))
	wantContent(t, db, "t", "b=b")
}

func concurrent(t *testing.T, db engine.DB) {
	const callers, rounds = 16, 20
	refused := errors.New("refused")
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			for round := range rounds {
				fail := (caller+round)%4 == 0
				err := db.Update(func(w engine.Writer) error {
					if err := increase(w); err != nil || !fail {
						return err
					}
					return refused
				})
				if fail != errors.Is(err, refused) || !fail && err != nil {
					t.Errorf("Update that fails %v: got error %v", fail, err)
				}
			}
		})
	}
	all.Wait()
	wantContent(t, db, "count", fmt.Sprintf("n=%d", callers*rounds*3/4))
}

// increase adds one to a number that is kept in two tables.
func increase(w engine.Writer) error {
	n, err := 0, error(nil)
	if data, ok := w.Get("count", "n"); ok {
		if n, err = strconv.Atoi(string(data)); err != nil {
			return err
		}
	}
	data := []byte(strconv.Itoa(n + 1))
	return errors.Join(w.Put("count", "n", data), w.Put("again", "n", bytes.Clone(data)))
}
