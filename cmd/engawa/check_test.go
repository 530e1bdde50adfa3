package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/store"
)

// keeperOf runs a subcommand on a store, and gives what it says and its error's
// text.
func keeperOf(t *testing.T, path string, args ...string) (says, failed string) {
	t.Helper()
	var out bytes.Buffer
	environ := map[string]string{"ENGAWA_STORE": path, "HOME": t.TempDir(), "ENGAWA_LOG": "text,error"}
	err := dispatch(t.Context(), app.World{Environ: environ, Out: &out, Err: io.Discard, Now: time.Now}, args)
	if err != nil {
		failed = err.Error()
	}
	return out.String(), failed
}

func TestADamagedStoreIsNamedAndSalvaged(t *testing.T) {
	path := storeOf(t, "format-2.db.gz")
	if _, failed := keeperOf(t, path, "team", "show"); failed != "" { // brings it to the present format
		t.Fatal(failed)
	}
	if says, failed := keeperOf(t, path, "check"); failed != "" || !strings.Contains(says, "is sound") {
		t.Fatalf("check: %q, %s", says, failed)
	}
	db, err := store.Open(path) // the damage must be to what is in use
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := db.Backup(backup); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.db")
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ { // some copies of the note are on free pages
		data := bytes.Clone(whole)
		i := 0
		for range n + 1 {
			next := bytes.Index(data[i+1:], []byte("Tea at four"))
			if next < 0 {
				t.Fatal("no copy of the note is in use")
			}
			i += 1 + next
		}
		data[i] = 'P'
		if err := os.WriteFile(bad, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if faults, err := store.CheckFile(bad); err == nil && len(faults) > 0 {
			break
		}
	}
	for _, args := range [][]string{{"check"}, {"check", bad}, {"export", "--format", "md"}, {"backup", filepath.Join(t.TempDir(), "new.db")}} {
		says, failed := keeperOf(t, bad, args...)
		if says != "" || !strings.Contains(failed, "table notes, team sakura") || !strings.Contains(failed, "engawa salvage") {
			t.Errorf("%v: says %q, fails with %q, want the table, the team and what to do", args, says, failed)
		}
	}
	saved := filepath.Join(t.TempDir(), "saved.db")
	says, failed := keeperOf(t, bad, "salvage", bad, saved)
	for _, want := range []string{"Saved to " + saved, "table people, team sakura: ", "Lost, or perhaps lost:", "table notes, team sakura", "engawa restore " + saved} {
		if failed != "" || !strings.Contains(says, want) {
			t.Errorf("salvage says %q, fails with %q, want %q", says, failed, want)
		}
	}
	if says, failed := keeperOf(t, saved, "export", "--format", "md"); failed != "" || !strings.Contains(says, "Reviews take days") || strings.Contains(says, "at four") {
		t.Errorf("export of what was saved: %q, %s", says, failed)
	}
	if _, failed := keeperOf(t, bad, "check", "one", "two"); !strings.Contains(failed, "usage") {
		t.Errorf("two files: %q", failed)
	}
}

func TestAnEmptyStoreFileIsRefusedByEverySubcommand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check"}, {"team", "show"}, {"export"}, {"salvage", path, path + ".new"}} {
		says, failed := keeperOf(t, path, args...)
		if says != "" || !strings.Contains(failed, "damaged") {
			t.Errorf("%v: says %q, fails with %q", args, says, failed)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Error("the file was changed")
	}
}
