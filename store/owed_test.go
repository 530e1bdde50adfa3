package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/store"
)

func owe(t *testing.T, s *store.Store, list ...store.Owed) {
	t.Helper()
	err := s.Update(func(tx *store.Tx) error {
		for _, o := range list {
			if err := store.Owe(tx, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func pending(t *testing.T, s *store.Store, team string) (list []store.Owed) {
	t.Helper()
	err := s.View(func(tx *store.Tx) (err error) {
		list, err = store.Pending(tx, team)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func keys(list []store.Owed) string {
	var keys []string
	for _, o := range list {
		keys = append(keys, string(o.Key))
	}
	return strings.Join(keys, " ")
}

func TestWhatIsOwedIsReadAsItWasWritten(t *testing.T) {
	s, _ := newStore(t)
	want := owedOf("sakura", "tea", "2026-11-24", "16:00", "card", "1234")
	owe(t, s, want)
	want.Seq = 1
	if got := pending(t, s, "sakura"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWhatIsOwedComesInTheOrderOfOwing(t *testing.T) {
	s, path := newStore(t)
	owe(t, s, owedOf("sakura", "z"), owedOf("momiji", "m"), owedOf("sakura", "a"))
	owe(t, s, owedOf("sakura2", "b"), owedOf("sakura", "B"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, path)
	owe(t, s, owedOf("sakura", "0"))
	for team, want := range map[string]string{
		"":       "sakura/z momiji/m sakura/a sakura2/b sakura/B sakura/0",
		"sakura": "sakura/z sakura/a sakura/B sakura/0",
		"momiji": "momiji/m",
		"none":   "",
	} {
		list := pending(t, s, team)
		if got := keys(list); got != want {
			t.Errorf("team %q: got %s, want %s", team, got, want)
		}
		if !slices.IsSortedFunc(list, func(a, b store.Owed) int { return int(a.Seq) - int(b.Seq) }) {
			t.Errorf("team %q: not in order of Seq", team)
		}
	}
}

func TestAKeyIsOwedOnceUntilItIsSettled(t *testing.T) {
	s, _ := newStore(t)
	first, again := owedOf("sakura", "tea"), owedOf("sakura", "tea")
	again.Kind = "edit"
	owe(t, s, first, again)
	owe(t, s, again)
	if got := pending(t, s, ""); len(got) != 1 || got[0].Kind != "post" || got[0].Seq != 1 {
		t.Errorf("got %+v, want the first only", got)
	}
	err := s.Update(func(tx *store.Tx) error {
		return errors.Join(store.Settle(tx, first.Key), store.Settle(tx, first.Key), store.Settle(tx, "none/such"))
	})
	if err != nil {
		t.Errorf("Settle: %v", err)
	}
	if got := pending(t, s, ""); len(got) != 0 {
		t.Errorf("after Settle: got %+v, want none", got)
	}
	owe(t, s, again)
	if got := pending(t, s, ""); len(got) != 1 || got[0].Kind != "edit" || got[0].Seq != 2 {
		t.Errorf("owed anew: got %+v, want an edit with Seq 2", got)
	}
}

func TestWhatCannotBeOwedIsRefused(t *testing.T) {
	s, _ := newStore(t)
	for name, spoil := range map[string]func(*store.Owed){
		"no key":             func(o *store.Owed) { o.Key = "" },
		"until when born":    func(o *store.Owed) { o.Until = o.Born },
		"until before born":  func(o *store.Owed) { o.Until = o.Born.Add(-time.Second) },
		"a body not of JSON": func(o *store.Owed) { o.Body = json.RawMessage("tea") },
	} {
		o := owedOf("sakura", "tea")
		spoil(&o)
		if err := s.Update(func(tx *store.Tx) error { return store.Owe(tx, o) }); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if got := pending(t, s, ""); len(got) != 0 {
		t.Errorf("got %+v, want none", got)
	}
}

func TestTheSubscriberHearsWhatEachCommitNewlyOwes(t *testing.T) {
	s, _ := newStore(t)
	var got []string
	s.OnOwed(func(list []store.Owed) {
		got = append(got, keys(list))
		if written := keys(pending(t, s, "")); !strings.Contains(written, string(list[0].Key)) {
			t.Errorf("%s is told but not written", list[0].Key)
		}
	})
	owe(t, s, owedOf("a", "2"), owedOf("a", "1"), owedOf("a", "2"))
	owe(t, s, owedOf("a", "1"))
	owe(t, s)
	owe(t, s, owedOf("a", "1"), owedOf("b", "3"))
	undone := errors.New("undone")
	err := s.Update(func(tx *store.Tx) error { return errors.Join(store.Owe(tx, owedOf("c", "4")), undone) })
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	err = s.Update(func(tx *store.Tx) error {
		return errors.Join(store.Owe(tx, owedOf("d", "5")), store.Owe(tx, owedOf("d", "6")), store.Settle(tx, "d/5"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a/2 a/1", "b/3", "d/6"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheSubscriberHearsOfConcurrentCommitsInOrderAndOnce(t *testing.T) {
	s, _ := newStore(t)
	var got []uint64 // no lock: the race detector proves that calls do not overlap
	s.OnOwed(func(list []store.Owed) {
		for _, o := range list {
			got = append(got, o.Seq)
		}
	})
	const callers, each = 20, 10
	refused := errors.New("refused")
	var owed atomic.Uint64
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			for i := range each {
				runs := 0
				err := s.Update(func(tx *store.Tx) error {
					runs++
					if caller%4 == 0 && runs == 1 {
						return refused // a second run, alone, goes well
					}
					return store.Owe(tx, owedOf("sakura", padded(caller), padded(i)))
				})
				switch {
				case err == nil:
					owed.Add(1)
				case !errors.Is(err, refused):
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	var want []uint64
	for i := range owed.Load() {
		want = append(want, i+1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %d, want 1 to %d in order", got, len(want))
	}
}

// A clock that is stepped must not make a difference between what was told and
// what was read again.
func TestWhatIsToldHasNoMonotonicTime(t *testing.T) {
	s, _ := newStore(t)
	var told []store.Owed
	s.OnOwed(func(list []store.Owed) { told = list })
	o := owedOf("sakura", "tea")
	o.Born = time.Now()
	o.Until = o.Born.Add(time.Minute)
	owe(t, s, o)
	if got := told[0]; got.Born != got.Born.Round(0) || got.Until != got.Until.Round(0) {
		t.Errorf("got born %v, until %v, want them without a monotonic reading", got.Born, got.Until)
	}
}

func TestASecondSubscriberPanics(t *testing.T) {
	s, _ := newStore(t)
	s.OnOwed(func([]store.Owed) {})
	defer func() {
		if recover() == nil {
			t.Error("got no panic")
		}
	}()
	s.OnOwed(func([]store.Owed) {})
}
