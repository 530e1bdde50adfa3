package courier_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// The store takes no receipt here, for JSON knows no time after the year 9999.
func TestWhatWasDeliveredIsNotDeliveredAgainWhileTheStoreTakesNothing(t *testing.T) {
	var full atomic.Bool
	w := &fakeFace{
		trouble: func(string, int) error {
			full.Store(true)
			return nil
		},
		clock: func() time.Time {
			if full.Load() {
				return time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
			}
			return time.Now()
		},
	}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "a")
		settle(30 * time.Minute)
		if want := []string{"sakura/a"}; !slices.Equal(w.posts, want) || w.tries["sakura/a"] != 1 || f.pending() != 1 {
			t.Errorf("got %v in %v tries and %d owed, want %v once, and owed still", w.posts, w.tries, f.pending(), want)
		}
		full.Store(false)
		settle(time.Minute)
		if n := f.pending(); n != 0 || w.tries["sakura/a"] != 1 {
			t.Errorf("%d still owed after %v tries", n, w.tries)
		}
	})
}
