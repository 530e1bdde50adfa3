package meeting

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Who was in it before everybody went home is not there when somebody goes on with it: what is
// hidden is not shown to one alone because of them.
func TestNobodyIsStillThereInAMeetingThatRested(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	now := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	starts := now.AddDate(0, 0, 3)
	date := schedule.DateOf(starts)
	hall := Of("sakura", nil)
	err = db.Update(func(tx *store.Tx) error {
		r := kpt.Retro{Date: date, Opened: now.Add(-time.Hour), Starts: starts, Ends: starts.Add(time.Hour), Reveal: kpt.RevealMeeting}
		if err := kpt.Of("sakura").OpenRetro(tx, r); err != nil {
			return err
		}
		for _, step := range []struct {
			by    string
			after time.Duration
			d     Deed
			shown bool
			there int
		}{
			{"ana", 0, Start{}, false, 0},
			{"ana", 0, Join{Apart: true}, false, 1},
			{"ana", 0, Goto{InTries}, false, 1},
			{"bo", time.Minute, Join{Apart: true}, false, 2},
			{"bo", time.Hour, Finish{Done: true}, false, 2},
			{"chika", 40 * time.Hour, Join{Apart: true}, false, 1},
			{"ana", 0, TakeOver{From: "ana"}, false, 1},
			{"ana", time.Minute, Goto{InKeep}, false, 1},
			{"ana", time.Minute, Join{Apart: true}, true, 2},
		} {
			now = now.Add(step.after)
			m, err := hall.Meeting(tx, date)
			if err != nil {
				return err
			}
			m, _, err = hall.Act(tx, Press{Retro: date, By: kpt.Author{Member: step.by}, At: now, Seen: m.Place.Moves}, step.d)
			if err != nil {
				t.Errorf("%s: %T: %v", step.by, step.d, err)
			}
			r, _, err := kpt.Of("sakura").Retro(tx, date)
			if err != nil {
				return err
			}
			if got := !r.Revealed.IsZero(); got != step.shown || len(m.People.Present) != step.there {
				t.Errorf("after %s's %T%+v notes are shown: %v, there: %v; want %v and %d", step.by, step.d, step.d, got, m.People.Present, step.shown, step.there)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
