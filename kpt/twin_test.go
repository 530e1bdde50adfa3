package kpt_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

var rounds = flag.Int("rounds", 3, "random hours of writing")

var errLost = errors.New("the disk is full")

// Members write a few words over and over, each time under a new id, and what is
// written is kept, lost, or kept though its author is told that it was lost. In
// the Book the same words of one author stand once an hour.
func TestWhatIsToldToHaveFailedAndIsWrittenAgainStandsOnce(t *testing.T) {
	need.Unraced(t)
	for seed := range uint64(*rounds) {
		dice := rand.New(rand.NewPCG(seed, 3))
		db, b := openBook(t)
		now := clock(20, 10, 0)
		since := map[string]time.Time{} // when each was kept last, by the model
		stand := map[string]int{}       // how often it stands
		for range 80 {
			now = now.Add(time.Duration(dice.IntN(50)) * time.Minute)
			member, anonymous := fmt.Sprint("member-", dice.IntN(2)), dice.IntN(2) == 0
			n, err := kpt.NewNote([]kpt.Kind{kpt.Keep, kpt.Problem, kpt.Draft}[dice.IntN(3)], []string{"朝会が短い", "  tea at four ", "a\nb"}[dice.IntN(3)], kpt.Author{Member: member, Name: member}, now)
			if err != nil {
				t.Fatal(err)
			}
			id := fmt.Sprint(member, anonymous, n.Kind, n.Text)
			lost := dice.IntN(3) == 0
			var kept kpt.Note
			err = db.Update(func(tx *store.Tx) (err error) {
				if kept, err = b.Add(tx, n, anonymous); err == nil && lost {
					err = errLost
				}
				return err
			})
			if lost != errors.Is(err, errLost) || !lost && err != nil {
				t.Fatal(err)
			}
			if lost {
				continue
			}
			fresh := stand[id] == 0 || now.Sub(since[id]) >= kpt.SameWithin
			if fresh {
				stand[id]++
				since[id] = now
			}
			if fresh != (kept.ID == n.ID) {
				t.Fatalf("seed %d: %s at %v, kept last at %v: new %v, want %v", seed, id, now, since[id], kept.ID == n.ID, fresh)
			}
		}
		want, got := 0, 0
		for _, times := range stand {
			want += times
		}
		update(t, db, func(tx *store.Tx) error {
			all, err := kpt.NotesOf(tx, b, day(27))
			got = len(all)
			return err
		})
		if got != want || want == 0 {
			t.Errorf("seed %d: %d notes stand, want %d", seed, got, want)
		}
	}
}

func TestANoteThatItsAuthorHasTakenBackMayBeWrittenAgain(t *testing.T) {
	db, b := openBook(t)
	add := func(minute int) (kept kpt.Note, fresh bool) {
		n, err := kpt.NewNote(kpt.Keep, "soup together", kpt.Author{Member: "member-1", Name: "Ana"}, clock(20, 10, minute))
		if err != nil {
			t.Fatal(err)
		}
		update(t, db, func(tx *store.Tx) (err error) {
			kept, err = b.Add(tx, n, false)
			return err
		})
		return kept, kept.ID == n.ID
	}
	first, _ := add(0)
	update(t, db, func(tx *store.Tx) error {
		ana, err := b.Viewer(tx, "member-1")
		if err != nil {
			return err
		}
		return b.Delete(tx, first.ID, ana, clock(20, 10, 1))
	})
	if _, fresh := add(2); !fresh {
		t.Error("it is not there again")
	}
	if again, fresh := add(3); fresh || again.Text != "soup together" {
		t.Errorf("twice: got %+v", again)
	}
}
