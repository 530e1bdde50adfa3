package courier_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/store"
)

// There may be far more old receipts than one transaction takes away.
func TestAStartForgetsAllOldReceiptsAndNoNewOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	w := &fakeFace{}
	synctest.Test(t, func(t *testing.T) {
		f := open(t, path, w)
		for n := range 120 {
			f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, fmt.Sprint("old ", n))
		}
		settle(15*24*time.Hour - time.Hour)
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "new")
		synctest.Wait()
		f.stop()
		settle(2 * time.Hour)
		f = open(t, path, w)
		synctest.Wait()
		if got := f.receipts(); len(got) != 1 || got[0] != "sakura/new" {
			t.Errorf("got %d receipts, %v, want that of the new one", len(got), got)
		}
		f.stop()
	})
}

func (f *fixture) receipts() (keys []store.Key) {
	f.Helper()
	err := f.db.View(func(tx *store.Tx) error {
		for row, err := range store.NewTable[courier.Posted]("posted").Scan(tx, "") {
			if err != nil {
				return err
			}
			keys = append(keys, row.Key)
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	return keys
}
