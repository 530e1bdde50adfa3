package tries

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// owner is who owns a Try.
func (w running) owner(id kpt.NoteID) (owner kpt.Author) {
	w.Helper()
	w.keep(func(tx *store.Tx, k kpt.Book) error {
		t, _, err := k.Try(tx, id)
		owner = t.Owner
		return err
	})
	return owner
}

func TestATryOfWhoHasLeftIsTakenOnByWhoPressesFirst(t *testing.T) {
	play(t, func(w running) {
		bos := kpt.Author{Member: string(bo), Name: "Bo"}
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: bos})
		w.try(kpt.Try{ID: "over", Text: "over", Owner: bos, State: kpt.Done})
		if got := read(w.Press(ana, "tries take", "a")); !strings.Contains(got, "Someone else owns") || w.owner("a") != bos {
			w.Errorf("of who is there: it was answered %q, and %v owns it", got, w.owner("a"))
		}
		w.Visit(func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, bo, func(m *bot.Member) { m.Out = true })
		})
		w.Press(ana, "tries take", "over")
		w.Press(ana, "tries take", "a")
		w.Press(dan, "tries take", "a")
		if got := w.owner("a"); got.Member != string(ana) || got.Name == "" {
			w.Errorf("%v owns it, want Ana, who pressed first", got)
		}
		if got := w.owner("over"); got != bos {
			w.Errorf("one that is over is owned by %v, want %v", got, bos)
		}
	})
}
