// Package storetest holds the contract that every store.Engine keeps, as a test
// to be called from the tests of an engine. It must know no particular engine.
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

	"github.com/engawa-bot/engawa/store"
)

// Engines makes the engines that Contract tries.
type Engines struct {
	Open func(t *testing.T) store.Engine                // a new and empty one
	Load func(t *testing.T, copied []byte) store.Engine // one with what Copy wrote
}

// Contract fails t where the engines break the contract that is written at
// store.Engine, store.Reader and store.Writer.
func Contract(t *testing.T, engines Engines) {
	rules := []struct {
		name string
		keep func(*testing.T, store.Engine)
	}{
		{"ATableNobodyWroteToIsEmpty", emptyTable},
		{"WhatIsPutIsThere", putGet},
		{"AnEmptyKeyIsRefused", emptyKey},
		{"WhatIsDeletedIsGone", deleted},
		{"TablesAreApart", tablesApart},
		{"AScanIsOrderedAndKeepsToItsPrefix", scanOrder},
		{"AScanMayStop", scanStops},
		{"AScanMeetsEachKeyOnceWhileTheTableChanges", scanWhileWriting},
		{"TheTablesAreListedInOrder", tablesListed},
		{"AnInspectionShowsEachValueAndFindsNoFault", inspected},
		{"AnErrorUndoesAndIsReturned", errorUndoes},
		{"APanicUndoesAndReachesTheCaller", panicUndoes},
		{"AViewIsOnePicture", viewIsOnePicture},
		{"NextCountsForEachTable", nextCounts},
		{"OnCommitIsCalledInOrderBeforeUpdateReturns", onCommit},
		{"ConcurrentUpdatesLoseNothing", concurrent},
		{"AClosedEngineRefuses", closed},
	}
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			e := engines.Open(t)
			t.Cleanup(func() { _ = e.Close() })
			rule.keep(t, e)
		})
	}
	t.Run("ACopyIsOfOneMoment", func(t *testing.T) { copyOfOneMoment(t, engines) })
}

func update(t *testing.T, e store.Engine, fn func(store.Writer) error) {
	t.Helper()
	if err := e.Update(fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func view(t *testing.T, e store.Engine, fn func(store.Reader)) {
	t.Helper()
	if err := e.View(func(r store.Reader) error { fn(r); return nil }); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// content is a table as "key=value" in the order of a scan.
func content(r store.Reader, table, prefix string) string {
	var rows []string
	for key, value := range r.Scan(table, prefix) {
		rows = append(rows, key+"="+string(value))
	}
	return strings.Join(rows, " ")
}

func wantContent(t *testing.T, e store.Engine, table, want string) {
	t.Helper()
	view(t, e, func(r store.Reader) {
		if got := content(r, table, ""); got != want {
			t.Errorf("table %s: got %q, want %q", table, got, want)
		}
	})
}

// fill puts each key with itself as value.
func fill(keys ...string) func(store.Writer) error {
	return func(w store.Writer) error {
		for _, key := range keys {
			if err := w.Put("t", key, []byte(key)); err != nil {
				return err
			}
		}
		return nil
	}
}

func emptyTable(t *testing.T, e store.Engine) {
	wantContent(t, e, "t", "")
	view(t, e, func(r store.Reader) {
		if value, ok := r.Get("t", "a"); ok {
			t.Errorf("Get: got %q, want none", value)
		}
	})
}

func putGet(t *testing.T, e store.Engine) {
	get := func(r store.Reader, when string) {
		for key, want := range map[string]string{"a": "1", "empty": "", "nil": ""} {
			if got, ok := r.Get("t", key); !ok || string(got) != want {
				t.Errorf("%s: key %s: got %q, %v, want %q", when, key, got, ok, want)
			}
		}
		if _, ok := r.Get("t", "aa"); ok {
			t.Errorf("%s: there is a key that nobody put", when)
		}
	}
	update(t, e, func(w store.Writer) error {
		err := errors.Join(w.Put("t", "a", []byte("0")), w.Put("t", "a", []byte("1")),
			w.Put("t", "empty", []byte{}), w.Put("t", "nil", nil))
		get(w, "inside")
		return err
	})
	view(t, e, func(r store.Reader) { get(r, "after") })
}

func emptyKey(t *testing.T, e store.Engine) {
	if err := e.Update(func(w store.Writer) error { return w.Put("t", "", []byte("1")) }); err == nil {
		t.Error("Put with an empty key: got no error")
	}
}

func deleted(t *testing.T, e store.Engine) {
	update(t, e, fill("a", "b"))
	update(t, e, func(w store.Writer) error {
		return errors.Join(w.Delete("t", "a"), w.Delete("t", "a"), w.Delete("nothing", "a"))
	})
	wantContent(t, e, "t", "b=b")
}

func tablesListed(t *testing.T, e store.Engine) {
	update(t, e, func(w store.Writer) error {
		return errors.Join(w.Put("two", "a", []byte("2")), w.Put("one", "a", []byte("1")))
	})
	view(t, e, func(r store.Reader) {
		if got := r.Tables(); !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("got tables %q, want one and two", got)
		}
	})
}

func inspected(t *testing.T, e store.Engine) {
	update(t, e, fill("a", "b"))
	update(t, e, func(w store.Writer) error { return w.Delete("t", "a") })
	update(t, e, fill("c"))
	var seen []string
	faults, err := e.Inspect(func(table, key string, value []byte) error {
		seen = append(seen, table+"/"+key+"="+string(value))
		return nil
	})
	if want := []string{"t/b=b", "t/c=c"}; !slices.Equal(seen, want) || len(faults) > 0 || err != nil {
		t.Errorf("got %q, faults %v, error %v, want %q", seen, faults, err, want)
	}
	enough := errors.New("enough")
	if _, err := e.Inspect(func(string, string, []byte) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got error %v, want that of the function", err)
	}
}

func tablesApart(t *testing.T, e store.Engine) {
	update(t, e, func(w store.Writer) error {
		return errors.Join(w.Put("one", "a", []byte("1")), w.Put("two", "a", []byte("2")), w.Delete("one", "b"))
	})
	wantContent(t, e, "one", "a=1")
	wantContent(t, e, "two", "a=2")
}

func scanOrder(t *testing.T, e store.Engine) {
	update(t, e, fill("b", "a/2", "a/10", "a", "\xff", "a0", "日本", "a-1", "a/"))
	view(t, e, func(r store.Reader) {
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

func scanStops(t *testing.T, e store.Engine) {
	update(t, e, fill("a", "b", "c"))
	view(t, e, func(r store.Reader) {
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

func errorUndoes(t *testing.T, e store.Engine) {
	update(t, e, fill("a"))
	refused := errors.New("refused")
	err := e.Update(func(w store.Writer) error {
		return errors.Join(w.Put("t", "b", nil), w.Put("new", "b", nil), w.Delete("t", "a"), refused)
	})
	if !errors.Is(err, refused) {
		t.Errorf("got error %v, want %v", err, refused)
	}
	if err := e.View(func(store.Reader) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("View: got error %v, want %v", err, refused)
	}
	wantContent(t, e, "t", "a=a")
	wantContent(t, e, "new", "")
}

func panicUndoes(t *testing.T, e store.Engine) {
	type reason struct{ int }
	caught := func(run func()) (p any) {
		defer func() { p = recover() }()
		run()
		return nil
	}
	p := caught(func() {
		_ = e.Update(func(w store.Writer) error { _ = w.Put("t", "a", nil); panic(reason{1}) })
	})
	if want := (reason{1}); p != want {
		t.Errorf("Update: got panic %v, want %v", p, want)
	}
	p = caught(func() { _ = e.View(func(store.Reader) error { panic(reason{2}) }) })
	if want := (reason{2}); p != want {
		t.Errorf("View: got panic %v, want %v", p, want)
	}
	update(t, e, fill("b"))
	wantContent(t, e, "t", "b=b")
}

func concurrent(t *testing.T, e store.Engine) {
	const callers, rounds = 16, 20
	refused := errors.New("refused")
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			for round := range rounds {
				fail := (caller+round)%4 == 0
				err := e.Update(func(w store.Writer) error {
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
	wantContent(t, e, "count", fmt.Sprintf("n=%d", callers*rounds*3/4))
}

// increase adds one to a number that is kept in two tables.
func increase(w store.Writer) error {
	n, err := 0, error(nil)
	if data, ok := w.Get("count", "n"); ok {
		if n, err = strconv.Atoi(string(data)); err != nil {
			return err
		}
	}
	data := []byte(strconv.Itoa(n + 1))
	return errors.Join(w.Put("count", "n", data), w.Put("again", "n", bytes.Clone(data)))
}
