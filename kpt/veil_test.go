package kpt_test

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestAVeiledNoteIsItsAuthorsAloneToRead(t *testing.T) {
	for name, anonymous := range map[string]bool{"named": false, "anonymous": true} {
		t.Run(name, func(t *testing.T) {
			db, b := openBook(t)
			n, err := kpt.NewNote(kpt.Problem, "bo is useless", kpt.Author{Member: "member-1", Name: "Ana"}, clock(20, 10, 0))
			if err != nil {
				t.Fatal(err)
			}
			update(t, db, func(tx *store.Tx) error {
				_, err := b.Add(tx, n, anonymous)
				return err
			})
			seen := func() (shown, with, own int) {
				update(t, db, func(tx *store.Tx) error {
					for _, member := range []string{"", "member-1", "member-2"} {
						viewer, err := b.Viewer(tx, member)
						if err != nil {
							return err
						}
						s, err := b.Notes(tx, day(27), viewer)
						if err != nil {
							return err
						}
						found, err := b.NotesWith(tx, []kpt.NoteID{n.ID}, viewer)
						if err != nil {
							return err
						}
						mine, err := b.Own(tx, day(27), viewer)
						if err != nil {
							return err
						}
						shown, with, own = shown+len(s.Notes)+s.Hidden.Problems, with+len(found.Notes)+found.Hidden.Problems, own+len(mine)
					}
					return nil
				})
				return shown, with, own
			}
			for _, step := range []struct{ on, changes bool }{{true, true}, {true, false}, {false, true}, {false, false}} {
				update(t, db, func(tx *store.Tx) error {
					veiled, changed, err := b.Veil(tx, day(27), n.ID, step.on)
					if changed != step.changes || veiled.Text != n.Text || anonymous != (veiled.Author == kpt.Author{}) {
						t.Errorf("veiled %v: got %v of %+v, want changed %v", step.on, changed, veiled, step.changes)
					}
					return err
				})
				want := 3
				if step.on {
					want = 0
				}
				if shown, with, own := seen(); shown != want || with != want || own != 1 {
					t.Errorf("veiled %v: %d see it, %d find it, %d own it, want %d, %d and 1", step.on, shown, with, own, want, want)
				}
			}
		})
	}
}

func TestANoteThatIsNotThereCannotBeVeiled(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		if _, _, err := b.Veil(tx, day(27), "nothing", true); why(err) != kpt.Unknown {
			t.Errorf("got %v, want %s", err, kpt.Unknown)
		}
		return nil
	})
}
