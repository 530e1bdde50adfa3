package markdown

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

var rounds = flag.Int("rounds", 30, "random histories")

// team is a Book in a real store, a real file, and people at both.
type team struct {
	t     *testing.T
	rand  *rand.Rand
	db    *store.Store
	book  kpt.Book
	file  *Notebook
	now   time.Time
	prose []string              // lines that people wrote and that are no bullets
	lines []string              // bullets that people wrote, by their words
	notes map[string]kpt.NoteID // notes by their words
}

func TestAFileAndItsPeopleKeepTheirWords(t *testing.T) {
	need.Unraced(t)
	synctest.Test(t, keepTheirWords) // the notebook waits for editors
}

func keepTheirWords(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for seed := range *rounds {
		tm := &team{
			t: t, rand: rand.New(rand.NewPCG(uint64(seed), 11)), db: db, book: kpt.Of(fmt.Sprintf("team%d", seed)),
			file: notebook(t, "# Ours\n\n| a | table |\n|---|---|\n\ntext\n\n"), notes: map[string]kpt.NoteID{},
			now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), prose: []string{"# Ours", "| a | table |", "|---|---|", "text"},
		}
		tm.update(func(tx *store.Tx) error {
			return tm.book.OpenRetro(tx, kpt.Retro{Date: friday(), Opened: tm.now})
		})
		for range 15 {
			tm.now = tm.now.Add(time.Minute)
			[]func(){tm.notes1, tm.edits, tm.types, tm.types, tm.prosaic, func() { tm.sync(0) }, func() { tm.sync(1) }, func() { tm.sync(2) }}[tm.rand.IntN(8)]()
		}
		tm.sync(0)
		tm.sync(0)
		tm.check(seed)
	}
}

func (tm *team) update(fn func(*store.Tx) error) {
	if err := tm.db.Update(fn); err != nil {
		tm.t.Fatal(err)
	}
}

func (tm *team) words() string {
	return fmt.Sprintf("%s %d", []string{"tea", "# heading", "- [ ] box", "朝会が長い\n- とても", "~~struck~~", "👩‍👩‍👧"}[tm.rand.IntN(6)], tm.rand.Uint32())
}

func (tm *team) notes1() {
	words := tm.words()
	n, err := kpt.NewNote(kpt.Keep, words, kpt.Author{Member: "1", Name: "Ana"}, tm.now)
	if err != nil {
		tm.t.Fatal(err)
	}
	tm.update(func(tx *store.Tx) error {
		_, err := tm.book.Add(tx, n, tm.rand.IntN(2) == 0)
		return err
	})
	tm.notes[words] = n.ID
}

func (tm *team) edits() {
	for old, id := range tm.notes {
		words := tm.words()
		tm.update(func(tx *store.Tx) error {
			ana, err := tm.book.Viewer(tx, "1")
			if err != nil {
				return err
			}
			_, err = tm.book.Edit(tx, id, words, ana, tm.now)
			return err
		})
		delete(tm.notes, old)
		tm.notes[words] = id
		return
	}
}

// types inserts a line somewhere, as an editor does.
func (tm *team) types() {
	words := fmt.Sprintf("typed 入力 %d", tm.rand.Uint32())
	if tm.insert([]string{"- ", "* ", "  - ", "1. "}[tm.rand.IntN(4)] + words) {
		tm.lines = append(tm.lines, words)
	}
}

func (tm *team) prosaic() {
	words := fmt.Sprintf("prose %d", tm.rand.Uint32())
	if tm.insert(words) {
		tm.prose = append(tm.prose, words)
	}
}

// insert puts a line into the Keep section, between two bullets.
func (tm *team) insert(line string) bool {
	text := tm.file.text(tm.t)
	d := parse(text, kpt.Titles{})
	var places []int
	for _, b := range d.bullets {
		if b.read.Section == kpt.Keeps {
			places = append(places, b.line, b.after)
		}
	}
	for _, h := range d.heads {
		if h.section == kpt.Keeps {
			places = append(places, h.after)
		}
	}
	if len(places) == 0 {
		return false
	}
	lines := slices.Insert(d.lines, places[tm.rand.IntN(len(places))], line+"\n")
	if err := os.WriteFile(tm.file.path, []byte(strings.Join(lines, "")), 0o600); err != nil {
		tm.t.Fatal(err)
	}
	return true
}

// sync is one round: all of it, or with a crash before or after the write.
func (tm *team) sync(crash int) {
	r, err := tm.file.Read(tm.t.Context())
	if err != nil {
		tm.t.Fatal(err)
	}
	var changes []kpt.Change
	tm.update(func(tx *store.Tx) error {
		changes, _, err = tm.book.Merge(tx, merge.Reconcile, r, nil, tm.now)
		return err
	})
	if crash == 1 || len(changes) == 0 {
		return
	}
	revision, err := tm.file.Write(tm.t.Context(), r, changes)
	if errors.Is(err, kpt.ErrMoved) {
		return
	} else if err != nil {
		tm.t.Fatal(err)
	}
	if crash == 2 {
		return
	}
	tm.update(func(tx *store.Tx) error { return tm.book.Wrote(tx, changes, revision) })
}

func (tm *team) check(seed int) {
	text := tm.file.text(tm.t)
	d := parse(text, kpt.Titles{})
	count := map[string]int{}
	for _, b := range d.bullets {
		count[strings.TrimPrefix(b.read.Text, "Ana: ")]++
	}
	for _, words := range tm.lines {
		if count[words] != 1 {
			tm.t.Errorf("history %d: a person's %q stands there %d times", seed, words, count[words])
		}
	}
	for words := range tm.notes {
		if count[words] != 1 {
			tm.t.Errorf("history %d: note %q stands there %d times", seed, words, count[words])
		}
	}
	adopted := 0 // prose is notes where there were no bullets
	for _, line := range tm.prose {
		adopted += count[line]
		if n := strings.Count("\n"+text, "\n"+line+"\n") + strings.Count("\n"+text, "\n"+line+" <!-- engawa:"); n != 1 {
			tm.t.Errorf("history %d: %q stands there %d times", seed, line, n)
		}
	}
	err := tm.db.View(func(tx *store.Tx) error {
		shown, err := tm.book.Notes(tx, friday(), kpt.Viewer{})
		if len(shown.Notes) != len(tm.lines)+len(tm.notes)+adopted {
			tm.t.Errorf("history %d: got %d notes, want %d, %d and %d", seed, len(shown.Notes), len(tm.lines), len(tm.notes), adopted)
		}
		return err
	})
	if err != nil {
		tm.t.Fatal(err)
	}
	if tm.t.Failed() {
		tm.t.Fatalf("the file:\n%s", text)
	}
}
