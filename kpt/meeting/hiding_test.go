package meeting

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Hiding is for who leads the meeting while it goes on, and for keepers; and nobody can
// touch by it what is not shown yet.
func TestOnlyWhoLeadsAndKeepersHideNotes(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	now := time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC)
	date := schedule.DateOf(now)
	next := kpt.Retro{Date: date.AddDays(7)}
	hall := Of("sakura", nil)
	err = db.Update(func(tx *store.Tx) error {
		r := kpt.Retro{Date: date, Opened: now.Add(-time.Hour), Starts: now.Add(time.Hour), Reveal: kpt.RevealMeeting}
		if err := kpt.Of("sakura").OpenRetro(tx, r); err != nil {
			return err
		}
		n, err := kpt.NewNote(kpt.Keep, "it is quiet without dan", kpt.Author{Member: "bo", Name: "bo"}, now)
		if err == nil {
			n, err = kpt.Of("sakura").Add(tx, n, false)
		}
		if err != nil {
			return err
		}
		for _, step := range []struct {
			by     string
			d      Deed
			want   Why
			change bool
		}{
			{"ana", Hide{Note: n.ID}, NotToHide, false},
			{"ana", Hide{Note: n.ID, Keeper: true}, UnknownNote, false}, // not shown yet
			{"ana", Start{}, "", true},
			{"ana", Join{}, "", true},
			{"ana", Hide{Note: n.ID}, UnknownNote, false}, // alone, and early
			{"bo", Join{}, "", true},
			{"bo", Hide{Note: n.ID}, NotToHide, false},
			{"ana", Hide{Note: "nothing"}, UnknownNote, false},
			{"ana", Hide{Note: n.ID}, "", true},
			{"ana", Hide{Note: n.ID}, "", false},
			{"ana", Table{Note: n.ID}, UnknownNote, false},
			{"bo", Hide{Note: n.ID, Off: true}, NotToHide, false},
			{"chika", Hide{Note: n.ID, Off: true, Keeper: true}, "", true},
			{"chika", TakeOver{From: "ana"}, "", true},
			{"ana", Hide{Note: n.ID}, NotToHide, false},
			{"chika", Hide{Note: n.ID}, "", true},
			{"chika", Goto{InClose}, "", true},
			{"chika", Close{next}, "", true},
			{"chika", Hide{Note: n.ID, Off: true}, NotToHide, false},
			{"ana", Hide{Note: n.ID, Off: true, Keeper: true}, "", true},
		} {
			m, err := hall.Meeting(tx, date)
			if err != nil {
				return err
			}
			_, out, err := hall.Act(tx, Press{Retro: date, By: kpt.Author{Member: step.by}, At: now, Seen: m.Place.Moves}, step.d)
			var refused *Refusal
			if err != nil && !errors.As(err, &refused) {
				return err
			}
			if got := whyOf(err); got != step.want || out.Changed != step.change {
				t.Errorf("%s: %T%+v: got %q, changed %v, want %q, %v", step.by, step.d, step.d, got, out.Changed, step.want, step.change)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
