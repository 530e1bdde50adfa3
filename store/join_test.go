package store_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// together holds the disk, lets all calls wait for it, and lets go: so they are
// one batch. It returns how many transactions they took. It is called in a bubble.
func together(t *testing.T, s *store.Store, path string, calls ...func()) uint64 {
	t.Helper()
	holding, letGo := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		err := s.Update(func(*store.Tx) error { close(holding); <-letGo; return nil })
		if err != nil {
			t.Error(err)
		}
	})
	<-holding
	for _, call := range calls {
		all.Go(call)
	}
	synctest.Wait()
	before := commits(t, path)
	close(letGo)
	all.Wait()
	return commits(t, path) - before - 1 // without the one that held the disk
}

// commits is how many transactions a file has seen.
func commits(t testing.TB, path string) uint64 {
	t.Helper()
	_, tx := newestHead(readFile(t, path))
	return tx
}

func TestUpdatesThatWaitShareOneTransaction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, path := newStore(t)
		var calls []func()
		for i := range 250 {
			calls = append(calls, func() {
				err := s.Update(func(tx *store.Tx) error { return words.Put(tx, store.KeyOf("sakura", padded(i)), "tea") })
				if err != nil {
					t.Error(err)
				}
			})
		}
		if got, want := together(t, s, path, calls...), uint64(1); got != want {
			t.Errorf("250 callers: got %d transactions, want %d", got, want)
		}
		if err := wantWords(s, 250); err != nil {
			t.Error(err)
		}
	})
}

func TestMoreUpdatesThanShareATransactionAllComeThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, path := newStore(t)
		var calls []func()
		for i := range 1_000 {
			calls = append(calls, func() {
				err := s.Update(func(tx *store.Tx) error { return words.Put(tx, store.KeyOf("sakura", padded(i)), "tea") })
				if err != nil {
					t.Error(err)
				}
			})
		}
		if got, want := together(t, s, path, calls...), uint64(4); got != want {
			t.Errorf("1,000 callers: got %d transactions, want %d", got, want)
		}
		if err := wantWords(s, 1_000); err != nil {
			t.Error(err)
		}
	})
}

func TestAnUpdateThatFailsDoesNotTouchThoseItWasJoinedWith(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, path := newStore(t)
		refused := errors.New("refused")
		var owed []string
		s.OnOwed(func(list []store.Owed) {
			for _, o := range list {
				owed = append(owed, string(o.Key))
			}
		})
		put := func(key string, then func() error) func() error {
			return func() error {
				return s.Update(func(tx *store.Tx) error {
					return errors.Join(words.Put(tx, store.Key("sakura/"+key), key), store.Owe(tx, owedOf("sakura", key)), then())
				})
			}
		}
		fine := func() error { return nil }
		together(t, s, path,
			func() {
				if err := put("a", fine)(); err != nil {
					t.Errorf("a: %v", err)
				}
			},
			func() {
				if err := put("b", func() error { return refused })(); !errors.Is(err, refused) {
					t.Errorf("b: got error %v, want %v", err, refused)
				}
			},
			func() {
				defer func() {
					if p := recover(); p != "spilled" {
						t.Errorf("c: got panic %v, want spilled", p)
					}
				}()
				_ = put("c", func() error { panic("spilled") })()
			},
			func() {
				if err := put("d", fine)(); err != nil {
					t.Errorf("d: %v", err)
				}
			},
		)
		err := s.View(func(tx *store.Tx) error {
			for key, want := range map[store.Key]bool{"sakura/a": true, "sakura/b": false, "sakura/c": false, "sakura/d": true} {
				if _, got, err := words.Get(tx, key); got != want || err != nil {
					t.Errorf("%s: got %v, error %v, want %v", key, got, err, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if len(owed) != 2 {
			t.Errorf("newly owed: got %q, want a and d once", owed)
		}
	})
}

// t.Fatal in an update ends the goroutine that runs it, which may be that of
// another caller.
func TestAnUpdateThatEndsItsGoroutineLeavesNobodyWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, path := newStore(t)
		var calls []func()
		for i := range 20 {
			calls = append(calls, func() {
				_ = s.Update(func(tx *store.Tx) error {
					if i == 7 {
						runtime.Goexit()
					}
					return words.Put(tx, store.KeyOf("sakura", padded(i)), "tea")
				})
			})
		}
		together(t, s, path, calls...)
		if err := s.Writable(); err != nil {
			t.Error(err)
		}
	})
}

func TestTheErrorOfAnUpdateIsTheCallersOwn(t *testing.T) {
	s, _ := newStore(t)
	want := errors.New("refused")
	if got := s.Update(func(*store.Tx) error { return want }); !errors.Is(got, want) {
		t.Errorf("Update: got %v, want %v", got, want)
	}
	if got := s.View(func(*store.Tx) error { return want }); !errors.Is(got, want) {
		t.Errorf("View: got %v, want %v", got, want)
	}
}

func TestALoneUpdateRunsOnceInItsOwnGoroutine(t *testing.T) {
	s, _ := newStore(t)
	for _, want := range []error{nil, errors.New("refused")} {
		runs := 0
		err := s.Update(func(*store.Tx) error { runs++; return want })
		if !errors.Is(err, want) || runs != 1 {
			t.Errorf("got error %v after %d runs, want %v after 1", err, runs, want)
		}
	}
}

// Tests of features play against a real store inside such a bubble.
func TestTheClockOfABubbleStandsStillDuringUpdates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newStore(t)
		begun := time.Now()
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				err := s.Update(func(tx *store.Tx) error {
					return words.Put(tx, store.KeyOf("sakura", padded(i)), fmt.Sprint(i))
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took != 0 {
			t.Errorf("the clock moved by %v", took)
		}
	})
}
