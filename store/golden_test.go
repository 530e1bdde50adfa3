package store_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/engine"
)

// testdata/format-1.store was written by the first version. Every later one
// opens it; with a new format comes another such file, and this one stays.
func TestTheFileOfTheFirstVersionIsUnderstood(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	writeFile(t, path, readFile(t, filepath.Join("testdata", "format-1.store")))
	s := openStore(t, path)
	err := s.View(func(tx *store.Tx) error {
		word, _, err := words.Get(tx, store.KeyOf("sakura", "topics", "1"))
		if want := "桜の季節 🌸"; word != want || err != nil {
			t.Errorf("got %q, error %v, want %q", word, err, want)
		}
		p, _, err := left.Get(tx, store.KeyOf("sakura", "a/b", ""))
		if want := (pair{7}); p != want || err != nil {
			t.Errorf("got %v, error %v, want %v", p, err, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := owedOf("sakura", "tea", "2026-11-24", "16:00", "card", "1234")
	want.Seq = 2
	if got := pending(t, s, ""); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	owe(t, s, owedOf("sakura", "next"))
	if got := pending(t, s, ""); len(got) != 2 || got[1].Seq != 3 {
		t.Errorf("got %+v, want the next with Seq 3", got)
	}
}

func TestAnOwedOfTheFirstVersionDecodes(t *testing.T) {
	s, _ := newStore(t)
	err := store.EngineOf(s).Update(func(w engine.Writer) error {
		return w.Put("owed", "sakura/tea", store.Seal("owed", "sakura/tea", `{"seq":9,"face":"discord","lane":"room-1","kind":"post",`+
			`"body":{"text":"tea"},"born":"2026-11-24T07:00:00Z","until":"2026-11-24T07:05:00Z"}`))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := owedOf("sakura", "tea")
	want.Seq = 9
	if got := pending(t, s, "sakura"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
