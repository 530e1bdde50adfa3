package retro

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestAnExportThatNoPlatformTakesSaysWhoCanWriteIt(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	notes, day := store.NewTable[kpt.Note]("notes"), date(t, "2026-11-20")
	over := at(t, "2026-11-20 16:00")
	o.Update(func(tx *store.Tx) error {
		return kpt.Of("sakura").PutRetro(tx, kpt.Retro{Date: day, Starts: over.Add(-time.Hour), Ends: over, Begun: over, Revealed: over, Closed: over})
	})
	export := func() bot.Reply {
		return o.asks("1", bot.Slash, "kpt export", bot.Input{Values: map[string]string{"format": "json"}}).Then(t.Context())
	}
	write := func(from, to int) {
		o.Update(func(tx *store.Tx) error {
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
		t.Fatalf("of a history that fits got %d bytes and %q", len(reply.File.Data), said(reply))
	}
	write(3000, 3500)
	reply := export()
	if got := said(reply); reply.File != nil || !strings.Contains(got, "9 MB") || !strings.Contains(got, "8 MB") || !strings.Contains(got, "engawa export --team sakura --format json") {
		t.Errorf("of a history that does not fit got %q", got)
	}
}
