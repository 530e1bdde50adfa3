package app

import (
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// lines keeps what is logged, from many goroutines.
type lines struct {
	mu  sync.Mutex
	all []string
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, string(p))
	return len(p), nil
}

// with gives the lines that contain a text.
func (l *lines) with(text string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(l.all), func(line string) bool { return !strings.Contains(line, text) })
}

// nights is a store that is copied, and the time of day.
type nights struct {
	t      *testing.T
	cfg    Config
	db     *store.Store
	now    time.Time
	log    *lines
	copies *copies
}

func newNights(t *testing.T, backups string) *nights {
	t.Helper()
	cfg := Config{Store: filepath.Join(t.TempDir(), "engawa.db"), TeamsConfig: TeamsConfig{Backups: backups}}
	db, err := store.Open(cfg.Store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	n := &nights{t: t, cfg: cfg, db: db, now: time.Date(2031, 5, 6, 22, 0, 0, 0, time.UTC), log: &lines{}}
	n.start()
	return n
}

func (n *nights) start() {
	n.copies = newCopies(n.cfg, n.db, slog.New(slog.NewTextHandler(n.log, nil)), func() time.Time { return n.now })
}

// pass lets time pass, looking as often as given.
func (n *nights) pass(d, every time.Duration) {
	for end := n.now.Add(d); n.now.Before(end); n.now = n.now.Add(every) {
		n.copies.look()
	}
}

func (n *nights) files() (names []string) {
	n.t.Helper()
	entries, err := os.ReadDir(n.copies.folder)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (n *nights) write(name string) string {
	n.t.Helper()
	path := filepath.Join(n.copies.folder, name)
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		n.t.Fatal(err)
	}
	return name
}

func TestEveryNightACopyIsMadeAndSevenAreKeptAndNothingElseIsTouched(t *testing.T) {
	n := newNights(t, "")
	n.pass(time.Minute, time.Minute)
	if got := n.files(); !slices.Equal(got, []string{"engawa.db.2031-05-06"}) {
		t.Fatalf("after a start: %v", got)
	}
	foreign := []string{n.write("engawa.db"), n.write("engawa.db.2001-01-01.bak"), n.write("kiri.db.2001-01-01"), n.write("engawa.db.before"), n.write("xengawa.db.2001-01-01")}
	if err := os.Mkdir(filepath.Join(n.copies.folder, "engawa.db.2000-01-01"), 0o700); err != nil {
		t.Fatal(err)
	}
	foreign = append(foreign, "engawa.db.2000-01-01")
	n.pass(12*24*time.Hour, 7*time.Minute)
	want := slices.Clone(foreign)
	for d := range 7 {
		want = append(want, fmt.Sprintf("engawa.db.2031-05-%02d", 18-d))
	}
	slices.Sort(want)
	if got := n.files(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	info, err := os.Stat(filepath.Join(n.copies.folder, "engawa.db.2031-05-18"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v and %v, want a file for its owner only", err, info.Mode())
	}
	if err := store.Restore(filepath.Join(n.copies.folder, "engawa.db.2031-05-18"), filepath.Join(t.TempDir(), "restored.db")); err != nil {
		t.Errorf("it cannot be restored: %v", err)
	}
	n.now = n.now.Add(4 * 24 * time.Hour) // the machine was off
	n.start()
	if age := n.copies.age(); age < 4*24*3600-3*3600 {
		t.Errorf("after four days the newest copy is %v s old", age)
	}
	n.pass(time.Minute, time.Minute)
	if got := n.files(); !slices.Contains(got, "engawa.db.2031-05-22") || n.copies.age() > 120 {
		t.Errorf("after the machine was off there are %v, the newest %v s old", got, n.copies.age())
	}
}

func TestACopyJustMadeStaysThoughTheClockWasWrong(t *testing.T) {
	n := newNights(t, "")
	n.now = n.now.AddDate(20, 0, 0)
	n.pass(9*24*time.Hour, time.Hour)
	n.now = n.now.AddDate(-20, 0, 0)
	n.pass(time.Hour, time.Hour)
	if got := n.files(); len(got) != 7 || got[0] != "engawa.db.2031-05-15" {
		t.Errorf("got %v, want the one just made among seven", got)
	}
}

func TestACopyOfAWrongClockAndAnUnfinishedOneGoWithTheNights(t *testing.T) {
	n := newNights(t, "")
	n.pass(3*24*time.Hour, time.Hour)
	n.write("engawa.db.2031-05-07.part-4711") // of a process that was killed
	foreign := n.write("engawa.db.2031-05-07.part-mine")
	n.now = n.now.AddDate(20, 0, 0)
	n.pass(time.Hour, time.Hour)
	n.now = n.now.AddDate(-20, 0, 0)
	n.pass(8*24*time.Hour, time.Hour)
	want := []string{foreign}
	for d := range 7 {
		want = append(want, fmt.Sprintf("engawa.db.2031-05-%02d", 17-d))
	}
	slices.Sort(want)
	if got := n.files(); !slices.Equal(got, want) {
		t.Errorf("got %v, want the last seven nights: %v", got, want)
	}
}

func TestACopyThatFailsIsSaidAndTriedAgainAndTheOldOnesStay(t *testing.T) {
	n := newNights(t, filepath.Join(t.TempDir(), "copies"))
	n.pass(9*24*time.Hour, time.Hour)
	before := n.files()
	locked := n.copies.folder + ".away"
	if err := os.Rename(n.copies.folder, locked); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(n.copies.folder, nil, 0o600); err != nil { // no folder can be made there
		t.Fatal(err)
	}
	n.pass(26*time.Hour, time.Minute)
	if got := len(n.log.with("was not made")); got < 15 || got > 26 {
		t.Errorf("the log says it %d times in a day and a bit, want about once an hour", got)
	}
	if f := n.copies.findings(); len(f) != 1 || f[0].OK {
		t.Errorf("the doctor finds %v", f)
	}
	if err := os.Remove(n.copies.folder); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(locked, n.copies.folder); err != nil {
		t.Fatal(err)
	}
	if got := n.files(); !slices.Equal(got, before) {
		t.Errorf("got %v, want %v", got, before)
	}
	n.pass(2*time.Hour, time.Minute)
	if f := n.copies.findings(); len(f) != 0 || len(n.files()) != 7 {
		t.Errorf("when it can be made again: %v and %v", f, n.files())
	}
}

func TestNoCopyIsMadeWhereNoneIsWanted(t *testing.T) {
	for _, off := range []string{"off", "OFF", " off "} {
		if folder := (Config{Store: "engawa.db", TeamsConfig: TeamsConfig{Backups: off}}).copyFolder(); folder != "" {
			t.Errorf("%q makes copies in %q", off, folder)
		}
	}
	n := newNights(t, "off")
	if err := n.copies.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(filepath.Dir(n.cfg.Store)); err != nil || len(entries) != 1 {
		t.Errorf("got %v and %d entries, want the store alone", err, len(entries))
	}
	if age := n.copies.age(); !math.IsInf(age, 1) || len(n.copies.findings()) != 0 {
		t.Errorf("got an age of %v, and the doctor finds %v", age, n.copies.findings())
	}
	if strings.Contains(fmt.Sprint(n.log.with("")), "copy") {
		t.Error("the log tells of copies")
	}
}
