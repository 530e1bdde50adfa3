package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

// Whatever is damaged, what a salvage saves was written once, and what it does
// not save it tells of. What was deleted does not come back, but for what the last
// change deleted: that may be, if the state before it had to be looked into.
func TestASalvageSavesWhatIsSoundAndTellsOfTheRest(t *testing.T) {
	for _, small := range []bool{true, false} {
		path, all := sample(t, small)
		data := readFile(t, path)
		dice := rand.New(rand.NewPCG(11, uint64(*damages)))
		whole, part, none := 0, 0, 0
		saved, total := 0, 0
		for range *damages / 10 {
			what, bad := harm(dice, data)
			dir := t.TempDir()
			from, to := filepath.Join(dir, "engawa.db"), filepath.Join(dir, "saved.db")
			writeFile(t, from, bad)
			haul, err := store.Salvage(from, to)
			if errors.Is(err, store.ErrDamaged) {
				none++
				if statError(to) == nil {
					t.Errorf("%s: there is a file although nothing could be read", what)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", what, err)
				continue
			}
			got := holds(t, to)
			if !mayBeReborn(haul) {
				delete(got["words"], lastDeleted(small))
				wantOnly(t, what, got, all)
			}
			missing := missing(got, all)
			total += len(all["words"])
			saved += len(got["words"])
			switch {
			case missing == 0:
				whole++
			case len(haul.Lost) == 0 && olderIn(haul) == 0:
				t.Errorf("%s: %d values are missing, and nothing is said of it", what, missing)
			default:
				part++
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%d times all was saved, %d times a part, %d times nothing; %d of %d words", whole, part, none, saved, total)
		if !small && saved < total*8/10 {
			t.Errorf("only %d of %d words were saved", saved, total)
		}
	}
}

func lastDeleted(small bool) store.Key {
	rounds := 40
	if small {
		rounds = 3
	}
	return store.KeyOf("sakura", padded((rounds-1)/2), padded(3))
}

func olderIn(h store.Haul) (n int) {
	for _, t := range h.Saved {
		n += t.Older
	}
	return n
}

func holds(t *testing.T, path string) content {
	t.Helper()
	s := openStore(t, path)
	defer s.Close()
	got := content{"words": {}, "left": {}, "one": {}}
	err := s.View(func(tx *store.Tx) error {
		for row, err := range words.Scan(tx, "") {
			if err != nil {
				return err
			}
			got["words"][row.Key] = row.Value
		}
		for row, err := range left.Scan(tx, "") {
			if err != nil {
				return err
			}
			got["left"][row.Key] = fmt.Sprint(row.Value.N)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// wantOnly fails the test where something is there that was never written, or was
// deleted.
func wantOnly(t *testing.T, what string, got, all content) {
	t.Helper()
	for _, table := range []string{"words", "left"} {
		for k, v := range got[table] {
			if want, ok := all[table][k]; !ok || v != want {
				t.Errorf("%s: table %s, %s: got %.20q, want %.20q", what, table, k, v, want)
			}
		}
	}
}

func missing(got, all content) (n int) {
	for _, table := range []string{"words", "left"} {
		for k, v := range all[table] {
			if got[table][k] != v {
				n++
			}
		}
	}
	return n
}

func mayBeReborn(h store.Haul) bool {
	return slices.ContainsFunc(h.Lost, func(f store.Fault) bool { return strings.Contains(f.What, "was deleted before") })
}

func TestASalvageNamesTableAndTeamOfWhatIsLost(t *testing.T) {
	path, _ := sample(t, false)
	data := readFile(t, path)
	i := strings.Index(string(data), `"tea tea`)
	data[i+1] = 'T'
	writeFile(t, path, data)
	faults, err := store.CheckFile(path)
	if err != nil || len(faults) != 1 || faults[0].Table != "words" || faults[0].Team() == "" {
		t.Fatalf("got %v, error %v, want a fault of the table words", faults, err)
	}
	to := filepath.Join(t.TempDir(), "saved.db")
	haul, err := store.Salvage(path, to)
	if err != nil {
		t.Fatal(err)
	}
	if len(haul.Lost) != 1 || haul.Lost[0] != faults[0] {
		t.Errorf("lost: got %v, want %v", haul.Lost, faults)
	}
	if _, err := store.Salvage(path, to); err == nil || !strings.Contains(err.Error(), "name a new file") {
		t.Errorf("onto a file that is there: got error %v", err)
	}
}

// The last change is in the file although its meta page is damaged.
func TestASalvageFindsTheLastChange(t *testing.T) {
	s, path := newStore(t)
	for _, word := range []string{"first", "last"} {
		putWord(t, s, word)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound := readFile(t, path)
	for page := range 2 {
		data := append([]byte(nil), sound...)
		data[page*os.Getpagesize()+16+60] ^= 1
		writeFile(t, path, data)
		to := filepath.Join(t.TempDir(), "saved.db")
		if _, err := store.Salvage(path, to); err != nil {
			t.Fatal(err)
		}
		wantWord(t, to, "last")
	}
}
