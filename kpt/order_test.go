package kpt_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// The ids are drawn, so their order is another each time.
func TestTriesStandInTheOrderInWhichTheyWereDecided(t *testing.T) {
	for _, ids := range []string{"a b c d", "d c b a", "c a d b"} {
		db, b := openBook(t)
		update(t, db, func(tx *store.Tx) error {
			var want []string
			for i, id := range strings.Fields(ids) {
				text := fmt.Sprint("try ", i)
				n := kpt.Note{ID: kpt.NoteID(strings.Repeat(id, 16)), Kind: kpt.Draft, Text: text, Written: clock(26, 9, 0)}
				if _, err := b.Add(tx, n, false); err != nil {
					return err
				}
				if _, err := b.Decide(tx, kpt.Try{ID: n.ID, Text: text, Born: day(27), State: kpt.Open}); err != nil {
					return err
				}
				want = append(want, text)
			}
			for _, retro := range []int{27, 28} {
				changes, _, err := b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: "1"}, nil, clock(26, 10, 0))
				if err != nil {
					return err
				}
				var got []string
				for _, c := range changes {
					if c.Kind == kpt.AddLine && c.Retro == day(retro) {
						got = append(got, c.Text)
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("ids %s, sheet of %v: got %q, want %q", ids, day(retro), got, want)
				}
				r, _, err := b.Retro(tx, day(27))
				if err == nil && retro == 27 {
					err = b.CloseRetro(tx, r, kpt.Retro{Date: day(28)}, clock(27, 16, 0))
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
}
