package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/engine"
)

var words = store.NewTable[string]("words")

func padded(n int) string { return fmt.Sprintf("%06d", n) }

func TestAScanMatchesWholeParts(t *testing.T) {
	s, _ := newStore(t)
	err := s.Update(func(tx *store.Tx) error {
		for _, k := range []store.Key{"sakura", "sakura/tea", "sakura/tea/1", "sakura/tea-time", "sakura-2/tea", "sakura2/tea", "Sakura/tea"} {
			if err := words.Put(tx, k, string(k)); err != nil {
				return err
			}
		}
		for prefix, want := range map[store.Key]string{
			"sakura":     "sakura sakura/tea sakura/tea-time sakura/tea/1",
			"sakura/tea": "sakura/tea sakura/tea/1",
			"sakura2":    "sakura2/tea",
			"sak":        "",
			"":           "Sakura/tea sakura sakura-2/tea sakura/tea sakura/tea-time sakura/tea/1 sakura2/tea",
		} {
			var got []string
			for row, err := range words.Scan(tx, prefix) {
				if err != nil || row.Value != string(row.Key) {
					t.Errorf("prefix %q: got %v, error %v", prefix, row, err)
				}
				got = append(got, string(row.Key))
			}
			if got := strings.Join(got, " "); got != want {
				t.Errorf("prefix %q: got %s, want %s", prefix, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAScanOfAKeyMayStopAtTheKey(t *testing.T) {
	s, _ := newStore(t)
	err := s.Update(func(tx *store.Tx) error {
		err := errors.Join(words.Put(tx, "a", ""), words.Put(tx, "a/b", ""))
		for row, err := range words.Scan(tx, "a") {
			if row.Key != "a" || err != nil {
				t.Errorf("got %s, want a only", row.Key)
			}
			break
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnOldValueDecodesWithoutNewerFields(t *testing.T) {
	type newer struct {
		Name   string
		Emoji  string `json:",omitempty"`
		Guests []string
		Limits *struct{ Most int }
	}
	s, _ := newStore(t)
	err := store.EngineOf(s).Update(func(w engine.Writer) error {
		return w.Put("habits", "sakura/tea", store.Seal("habits", "sakura/tea", `{"Name":"tea","Dropped":[1,2]}`))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(func(tx *store.Tx) error {
		got, ok, err := store.NewTable[newer]("habits").Get(tx, "sakura/tea")
		if !ok || got.Name != "tea" || got.Emoji != "" || got.Guests != nil || got.Limits != nil {
			t.Errorf("got %+v, %v, want only the name", got, ok)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAValueThatCannotBeDecodedIsNamedAndSkipped(t *testing.T) {
	s, _ := newStore(t)
	numbers := store.NewTable[int]("words")
	err := s.Update(func(tx *store.Tx) error {
		return errors.Join(numbers.Put(tx, "a/1", 1), words.Put(tx, "a/2", "two"), numbers.Put(tx, "a/3", 3))
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = s.View(func(tx *store.Tx) error {
		for row, err := range numbers.Scan(tx, "a") {
			got = append(got, fmt.Sprintf("%s %d %v", row.Key, row.Value, err == nil))
			if err != nil {
				wantSentence(t, err, "words", "a/2")
			}
		}
		_, ok, err := numbers.Get(tx, "a/2")
		if ok {
			t.Error("Get says that it is there")
		}
		return err
	})
	wantSentence(t, err, "words", "a/2")
	if want := []string{"a/1 1 true", "a/2 0 false", "a/3 3 true"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAViewCannotWrite(t *testing.T) {
	s, path := newStore(t)
	for name, write := range map[string]func(*store.Tx) error{
		"Put":    func(tx *store.Tx) error { return words.Put(tx, "a", "b") },
		"Delete": func(tx *store.Tx) error { return words.Delete(tx, "a") },
		"Owe":    func(tx *store.Tx) error { return store.Owe(tx, owedOf("a", "b")) },
		"Settle": func(tx *store.Tx) error { return store.Settle(tx, "a") },
	} {
		if err := s.View(write); err == nil {
			t.Errorf("%s in a View of %s: got no error", name, path)
		}
	}
}

func TestTheStoresOwnTablesCannotBeNamed(t *testing.T) {
	for _, name := range []string{"", "meta", "owed"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("NewTable(%q): got no panic", name)
				}
			}()
			store.NewTable[int](name)
		}()
	}
}

// Random transactions do to a table what they do to a map.
func TestATableIsAMap(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	s := openStore(t, path)
	random := rand.New(rand.NewPCG(1, 2))
	model := map[store.Key]string{}
	undone := errors.New("undone")
	for round := range 200 {
		if round%50 == 49 {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = openStore(t, path)
		}
		next := maps.Clone(model)
		fail := random.IntN(4) == 0
		err := s.Update(func(tx *store.Tx) error {
			clear(next)
			maps.Copy(next, model)
			for range random.IntN(30) {
				if err := step(t, tx, random, next); err != nil {
					return err
				}
			}
			if fail {
				return undone
			}
			return nil
		})
		switch {
		case fail != errors.Is(err, undone), !fail && err != nil:
			t.Fatalf("got error %v", err)
		case !fail:
			model = next
		}
		wantModel(t, s, model, "")
		wantModel(t, s, model, store.KeyOf("b"))
	}
}

func step(t *testing.T, tx *store.Tx, random *rand.Rand, model map[store.Key]string) error {
	k := store.KeyOf(string(rune('a'+random.IntN(3))), padded(random.IntN(40)))
	switch random.IntN(3) {
	case 0:
		delete(model, k)
		return words.Delete(tx, k)
	case 1:
		v := strings.Repeat("x", random.IntN(3000))
		model[k] = v
		return words.Put(tx, k, v)
	default:
		got, ok, err := words.Get(tx, k)
		if want, there := model[k]; ok != there || got != want {
			t.Errorf("%s: got %q, %v, want %q, %v", k, got, ok, want, there)
		}
		return err
	}
}

func wantModel(t *testing.T, s *store.Store, model map[store.Key]string, prefix store.Key) {
	t.Helper()
	var want, got []store.Key
	for _, k := range slices.Sorted(maps.Keys(model)) {
		if prefix == "" || strings.HasPrefix(string(k), string(prefix)+"/") {
			want = append(want, k)
		}
	}
	err := s.View(func(tx *store.Tx) error {
		for row, err := range words.Scan(tx, prefix) {
			if err != nil || row.Value != model[row.Key] {
				t.Errorf("%s: got %q, error %v, want %q", row.Key, row.Value, err, model[row.Key])
			}
			got = append(got, row.Key)
		}
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("prefix %q: got %v, error %v, want %v", prefix, got, err, want)
	}
}
