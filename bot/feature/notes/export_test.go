package notes

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestAnExportThatNoPlatformTakesSaysWhoCanWriteIt(t *testing.T) {
	need.Unraced(t)
	play(t, usual, func(w *running) {
		notes, day := store.NewTable[kpt.Note]("notes"), friday.AddDays(-7)
		over := time.Now().AddDate(0, 0, -7)
		w.Update(func(tx *store.Tx) error {
			return kpt.Of("sakura").PutRetro(tx, kpt.Retro{Date: day, Starts: over.Add(-time.Hour), Ends: over, Begun: over, Revealed: over, Closed: over})
		})
		export := func() bot.Reply { return w.Slash(ana, "kpt export", "format", "json").Then(w.Context()) }
		write := func(from, to int) {
			w.Update(func(tx *store.Tx) error {
				for i := from; i < to; i++ {
					n, err := kpt.NewNote(kpt.Keep, fmt.Sprint(i, strings.Repeat("縁側の話", 200)), kpt.Author{Name: "bo"}, over.Add(-2*time.Hour))
					if err != nil {
						return err
					}
					n.ID, n.Trace.Retro, n.Trace.Want = kpt.NewID(), day, n.Text
					if err := notes.Put(tx, store.KeyOf("sakura", day.String(), string(n.ID)), n); err != nil {
						return err
					}
				}
				return nil
			})
		}
		write(0, 3000)
		if reply := export(); reply.File == nil || len(reply.File.Data) < 7<<20 || len(reply.File.Data) > bot.MostFile {
			w.Fatalf("a history that fits was answered %q", said(reply))
		}
		write(3000, 3500)
		reply := export()
		if got := said(reply); reply.File != nil || !strings.Contains(got, "9 MB") || !strings.Contains(got, "8 MB") || !strings.Contains(got, "engawa export --team sakura --format json") {
			w.Errorf("of a history that does not fit got %q", got)
		}
	})
}
