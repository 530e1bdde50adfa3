package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/engine"
)

// formerly writes rows as a program of format 3 left them.
func formerly(t *testing.T, rows map[string]string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "engawa.db")
	s, err := store.OpenAt(path, 3)
	if err != nil {
		t.Fatal(err)
	}
	err = store.EngineOf(s).Update(func(w engine.Writer) error {
		for at, value := range rows {
			table, key, _ := strings.Cut(at, " ")
			if err := w.Put(table, key, store.Seal(table, key, value)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// nowAt opens a store and gives what stands in a row; "" for nothing.
func nowAt(t *testing.T, path string, at ...string) (rows []string) {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = store.EngineOf(s).View(func(r engine.Reader) error {
		for _, at := range at {
			table, key, _ := strings.Cut(at, " ")
			value, _ := r.Get(table, key)
			data, _, _ := strings.Cut(string(value), "\n")
			rows = append(rows, data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheStepToFormat5SaysOnWhichPlatformEverythingIs(t *testing.T) {
	for _, c := range []struct{ at, before, at4, after string }{
		{"people sakura/1300", `{"name":"ana","seen":"2026-11-20"}`, "people sakura/1300", `{"accounts":{"discord":"1300"},"name":"ana","seen":"2026-11-20"}`},
		{"people sakura/1301", `{"name":"bo","slack":"U07","hidden":true}`, "people sakura/1301", `{"accounts":{"discord":"1301","slack":"U07"},"also":["U07"],"hidden":true,"name":"bo"}`},
		{"people sakura/U07", `{"is":"1301","name":"bo"}`, "people sakura/U07", `{"accounts":{"slack":"U07"},"is":"1301","name":"bo"}`},
		{"teams sakura", `{"id":"sakura","role":"9"}`, "teams sakura", `{"bare":["discord","slack"],"home":"discord","id":"sakura","role":"9"}`},
		{
			"teams sakura", `{"id":"sakura","slack":{"channel":"C01","wishes":{"window":{"place":"C02","at":"2026-11-20T00:00:00Z"}}}}`, "teams sakura",
			`{"bare":["discord","slack"],"elsewhere":[{"channel":"C01","on":"slack","wishes":{"window":{"at":"2026-11-20T00:00:00Z","place":"C02"}}}],"home":"discord","id":"sakura"}`,
		},
		{"posted sakura/x", `{"channel":"12","message":"3"}`, "posted sakura/x", `{"channel":"12","face":"discord","message":"3"}`},
		{"posted sakura/x", `{"channel":"D012","message":"3.4"}`, "posted sakura/x", `{"channel":"D012","face":"slack","message":"3.4"}`},
		{"shown sakura/window", `{"id":"1.2","place":"C02"}`, "shown sakura/window", `{"face":"slack","id":"1.2","place":"C02"}`},
		{"shown sakura/window", `{"hash":""}`, "shown sakura/window", `{"hash":""}`},
		{"shut sakura/slack", `{"since":"2026-11-20T00:00:00Z"}`, "shut sakura/slack", `{"on":"slack","since":"2026-11-20T00:00:00Z"}`},
		{"looked sakura", `"2026-11-20T00:00:00Z"`, "looked sakura/slack", `"2026-11-20T00:00:00Z"`},
		{"notes sakura/x", `{"author":{"member":"U07"}}`, "notes sakura/x", `{"author":{"member":"U07"}}`},
	} {
		path := formerly(t, map[string]string{c.at: c.before})
		for range 2 { // the second time nothing is left to do
			if got := nowAt(t, path, c.at4)[0]; !sameJSON(got, c.after) {
				t.Errorf("%s: got %s, want %s", c.at, got, c.after)
			}
		}
		if got := nowAt(t, path, c.at)[0]; c.at != c.at4 && got != "" {
			t.Errorf("%s is still there: %s", c.at, got)
		}
	}
}

func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	p, _ := json.Marshal(x)
	q, _ := json.Marshal(y)
	return string(p) == string(q)
}

// What touches many rows is done a few at a time, and may be interrupted between any
// two of them: the program of before may not touch the file any more, and this one
// goes on.
func TestAnInterruptedStepToFormat5IsGoneOnWith(t *testing.T) {
	const people = 500
	rows := map[string]string{}
	for i := range people {
		rows[fmt.Sprintf("people sakura/1%03d", i)] = fmt.Sprintf(`{"name":"m%d","slack":"U%03d"}`, i, i)
	}
	for _, after := range []int{1, 2, 5} {
		path := formerly(t, rows)
		if err := store.OpenInterrupted(path, after); !errors.Is(err, store.ErrInterrupted) {
			t.Fatalf("got error %v, want the interruption", err)
		}
		if s, err := store.OpenAt(path, 3); !errors.Is(err, store.ErrNewer) {
			t.Errorf("the program of before opens it after %d transactions: %v", after, err)
			_ = s.Close()
		}
		got := nowAt(t, path, "people sakura/1000", "people sakura/1250", "people sakura/1499", "meta unfinished")
		for i, n := range []string{"000", "250", "499"} {
			if !strings.Contains(got[i], `"slack":"U`+n+`"`) || !strings.Contains(got[i], `"also"`) {
				t.Errorf("after %d transactions: got %s", after, got[i])
			}
		}
		if got[3] != "" {
			t.Errorf("after %d transactions and an Open: it is still marked as unfinished", after)
		}
	}
}
