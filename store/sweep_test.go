package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/engine"
)

// leftWords are the keys that are left.
func leftWords(t *testing.T, s *store.Store) string {
	t.Helper()
	var keys []string
	err := s.View(func(tx *store.Tx) error {
		for row, err := range words.Scan(tx, "") {
			if err != nil && !errors.Is(err, store.ErrUnreadable) {
				return err
			}
			keys = append(keys, string(row.Key))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(keys, " ")
}

func putWords(t *testing.T, s *store.Store, word string, keys ...store.Key) {
	t.Helper()
	err := s.Update(func(tx *store.Tx) error {
		for _, k := range keys {
			if err := words.Put(tx, k, word); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func old(row store.Row[string]) bool { return row.Value == "old" }

func TestASweepTakesWhatIsOldAndNothingElse(t *testing.T) {
	s, _ := newStore(t)
	putWords(t, s, "old", "a", "a/1", "a/3", "a2/1", "b/1")
	putWords(t, s, "new", "a/2")
	err := s.Update(func(tx *store.Tx) error {
		more, err := words.Sweep(tx, "a", old)
		if more {
			t.Error("it says that there is more")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if got, want := leftWords(t, s), "a/2 a2/1 b/1"; got != want {
		t.Errorf("left: got %s, want %s", got, want)
	}
}

// A transaction stays small; what is left over is for the next one.
func TestASweepOfManyTakesThemInParts(t *testing.T) {
	s, _ := newStore(t)
	var keys []store.Key
	for i := range 120 {
		keys = append(keys, store.KeyOf("a", padded(i)))
	}
	putWords(t, s, "old", keys...)
	var took []int
	for more := true; more; {
		before := len(strings.Fields(leftWords(t, s)))
		err := s.Update(func(tx *store.Tx) (err error) {
			more, err = words.Sweep(tx, "", old)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, before-len(strings.Fields(leftWords(t, s))))
	}
	if len(took) != 3 || took[0] != 50 || took[1] != 50 || took[2] != 20 {
		t.Errorf("got parts of %d, want 50, 50 and 20", took)
	}
}

func TestASweepSaysWhatItCannotRead(t *testing.T) {
	s, _ := newStore(t)
	spoil(t, s, "a/1")
	err := s.Update(func(tx *store.Tx) error { _, err := words.Sweep(tx, "a", old); return err })
	if !errors.Is(err, store.ErrUnreadable) {
		t.Errorf("got error %v, want %v", err, store.ErrUnreadable)
	}
}

// spoil puts a value that cannot be read.
func spoil(t *testing.T, s *store.Store, key string) {
	t.Helper()
	err := store.EngineOf(s).Update(func(w engine.Writer) error { return w.Put("words", key, []byte("spoilt")) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestClearTakesAllBelowAKeyAlsoWhatCannotBeRead(t *testing.T) {
	s, _ := newStore(t)
	putWords(t, s, "word", "a", "a/1", "a/2/3", "a2", "b/1")
	spoil(t, s, "a/0")
	if err := s.Update(func(tx *store.Tx) error { return words.Clear(tx, "a") }); err != nil {
		t.Error(err)
	}
	if got, want := leftWords(t, s), "a2 b/1"; got != want {
		t.Errorf("left: got %s, want %s", got, want)
	}
}

func TestAViewNeitherSweepsNorClears(t *testing.T) {
	s, _ := newStore(t)
	putWords(t, s, "old", "a/1")
	err := s.View(func(tx *store.Tx) error {
		if _, err := words.Sweep(tx, "a", old); err == nil {
			t.Error("Sweep: got no error")
		}
		if err := words.Clear(tx, "a"); err == nil {
			t.Error("Clear: got no error")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
