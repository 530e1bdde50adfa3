package store_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

var rounds = flag.Int("rounds", 10, "how often to kill a process that writes")

func TestAnAcknowledgedUpdateSurvivesAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	kept := 0
	for range *rounds {
		acked := map[string]int{}
		c := startChild(t, "write", path)
		lines := 1 + rand.IntN(300)
		for c.out.Scan() {
			var team string
			var n int
			if _, err := fmt.Sscanf(c.out.Text(), "%s %d", &team, &n); err != nil {
				t.Fatalf("the child said %q", c.out.Text())
			}
			acked[team] = n
			kept++
			if lines--; lines == 0 {
				c.kill(t)
			}
		}
		_ = c.cmd.Wait()
		if lines > 0 {
			t.Fatal("the child ended by itself")
		}
		wantIntact(t, path, acked)
		if errors.Is(statError(path+".backup"), fs.ErrNotExist) {
			continue // none is done yet
		}
		if err := store.Check(path + ".backup"); err != nil {
			t.Errorf("the backup: %v", err)
		}
	}
	t.Logf("%d kills, %d acknowledged updates, none lost", *rounds, kept)
}

// wantIntact checks a file whose writers acknowledged what is in acked. Each
// may have written one more, the acknowledgement of which was lost.
func wantIntact(t *testing.T, path string, acked map[string]int) {
	t.Helper()
	if err := store.Check(path); err != nil {
		t.Fatalf("after a kill: %v", err)
	}
	s := openStore(t, path)
	defer s.Close()
	err := s.View(func(tx *store.Tx) error {
		for team, n := range acked {
			l, _, errL := left.Get(tx, store.KeyOf(team, "n"))
			r, _, errR := right.Get(tx, store.KeyOf(team, "n"))
			owed, err := store.Pending(tx, team)
			if err := errors.Join(errL, errR, err); err != nil {
				return err
			}
			if l != r || l.N < n || l.N > n+1 {
				t.Errorf("%s: got %d and %d, want %d or one more, twice", team, l.N, r.N, n)
			}
			if want := store.KeyOf(team, fmt.Sprint(l.N)); len(owed) == 0 || owed[len(owed)-1].Key != want {
				t.Errorf("%s: the last owed is not %s: %v", team, want, owed)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
