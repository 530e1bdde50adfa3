package notebook

import (
	"context"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// lookBack takes in what people have written into the notebook of before since it was
// last read. Where that cannot be read any more, what they wrote stands in it still.
func (w *worker) lookBack(ctx context.Context, team bot.Team, book kpt.Book, follow kpt.Follow) {
	before := team
	if before.KPT.Doc = follow.Notebook; follow.Revision == "" {
		return // the Book has never agreed with it
	}
	if _, isDoc := kpt.DocID(follow.Notebook); !isDoc {
		before.KPT.Doc = ""
	}
	place, err := w.scribe.find(before)
	if err != nil || place.Name != follow.Notebook {
		return
	}
	reading, err := place.Read(ctx)
	if err == nil {
		err = w.scribe.db.Update(func(tx *store.Tx) error {
			roster, err := bot.Roster(tx, w.team)
			if err != nil {
				return err
			}
			now := w.scribe.now().UTC()
			_, conflicts, err := book.Merge(tx, merge.Patient(w.scribe.pace.Doubt), reading, roster, now)
			if err != nil {
				return err
			}
			return w.tell(tx, team, conflicts, now)
		})
	}
	if err != nil {
		w.scribe.log.Info("cannot read the notebook of before once more", "team", w.team, "err", err)
	}
}
