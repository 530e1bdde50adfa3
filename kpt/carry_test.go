package kpt_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

func TestATryGoesOnToTheNextSheetWhenTheKPTOfItsSheetHasEnded(t *testing.T) {
	db, book := openBook(t)
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	retro := func(d schedule.Date, closed bool) kpt.Retro {
		r := kpt.Retro{Date: d, Opened: at.Add(-24 * time.Hour), Begun: at.Add(-20 * time.Hour)}
		if closed {
			r.Closed = at.Add(-time.Hour)
		}
		return r
	}
	update(t, db, func(tx *store.Tx) error {
		for _, r := range []kpt.Retro{retro(day(13), true), retro(day(20), false), retro(day(27), true)} {
			if err := book.PutRetro(tx, r); err != nil {
				return err
			}
		}
		for id, on := range map[kpt.NoteID]schedule.Date{"ended": day(13), "rests": day(20), "elsewhere": day(27)} {
			if err := book.PutTry(tx, kpt.Try{ID: id, Text: string(id), Born: on, State: kpt.Open, Trace: kpt.Trace{Retro: on}}); err != nil {
				return err
			}
		}
		return book.OpenRetro(tx, kpt.Retro{Date: day(28), Opened: at})
	})
	got := map[kpt.NoteID]schedule.Date{}
	update(t, db, func(tx *store.Tx) error {
		all, err := book.Tries(tx)
		for _, try := range all {
			got[try.ID] = try.Trace.Retro
		}
		return err
	})
	for id, want := range map[kpt.NoteID]schedule.Date{"ended": day(20), "rests": day(20), "elsewhere": day(28)} {
		if got[id] != want {
			t.Errorf("the Try %s stands on the sheet of %s, want %s", id, got[id], want)
		}
	}
}
