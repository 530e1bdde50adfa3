package courier_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// stepped is a wall clock that can be put forward.
type stepped struct{ ahead atomic.Int64 }

func (s *stepped) now() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }

func TestWhatWaitsForATimeGoesOnOnceTheClockWasSteppedThere(t *testing.T) {
	var clock stepped
	w := &fakeFace{clock: clock.now}
	inBubble(t, w, func(f *fixture) {
		settle(0)
		if next, ok := f.courier.Next(); ok || !f.courier.Settled() {
			t.Errorf("with nothing to do: got %v, %v, and not settled", next, ok)
		}
		f.board("ana")
		later := clock.now().Add(time.Hour)
		err := f.db.Update(func(tx *store.Tx) error {
			return store.Owe(tx, store.Owed{Key: "sakura/later", Lane: "1", Kind: bot.KindPost, Body: []byte("{}"), After: later, Until: later.Add(time.Hour)})
		})
		if err != nil {
			t.Fatal(err)
		}
		settle(0)
		next, _ := f.courier.Next()
		if got := next.Sub(clock.now()); got != 4*time.Second || !f.courier.Settled() {
			t.Errorf("the board waits for %v, want 4s, and all is settled", got)
		}
		clock.ahead.Add(int64(5 * time.Second))
		f.courier.Stepped()
		settle(0)
		if want := []string{`"ana"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v shown, want %v", w.shows, want)
		}
		if next, _ := f.courier.Next(); !next.Equal(later) {
			t.Errorf("next is %v, want what is owed later, at %v", next, later)
		}
		clock.ahead.Add(int64(time.Hour - 10*time.Second))
		f.courier.Stepped()
		settle(5 * time.Second) // there are 4 s left
		if want := []string{"sakura/later"}; !slices.Equal(w.posts, want) {
			t.Errorf("got %v posted, want %v", w.posts, want)
		}
		settle(2 * time.Hour) // the timers that were set first do nothing any more
		if len(w.posts) != 1 || len(w.shows) != 1 {
			t.Errorf("got %v and %v, want both once", w.posts, w.shows)
		}
	})
}
