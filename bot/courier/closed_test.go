package courier_test

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

var errArchived = &bot.Refusal{Reason: bot.Closed, Err: errors.New("is_archived")}

// closes has the courier's questions about what is closed answered, and gives the
// first of them.
func (f *fixture) closes(moved bool) (first func() string) {
	f.moves.Store(moved)
	return func() string { return *f.asked.Load() }
}

// tried is how often something was tried.
func (w *fakeFace) tried(key string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tries[key]
}

// read is what was posted.
func (w *fakeFace) read() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.posts)
}

func TestWhatIsClosedIsTriedSeldomUntilItIsOpen(t *testing.T) {
	var closed atomic.Bool
	closed.Store(true)
	w := &fakeFace{}
	w.trouble = func(string, int) error {
		if closed.Load() {
			return errArchived
		}
		return nil
	}
	inBubble(t, w, func(f *fixture) {
		asked := f.closes(false)
		f.owe(bot.KindPost, "1", bot.Post{Channel: "1"}, 3*time.Hour, "a")
		settle(time.Hour)
		if n := w.tried("sakura/a"); n < 30 || n > 130 || f.pending() != 1 {
			t.Errorf("%d tries in an hour and %d owed, want about one a minute and 1", n, f.pending())
		}
		if want := "sakura/a in 1"; asked() != want {
			t.Errorf("asked %q, want %q", asked(), want)
		}
		closed.Store(false)
		settle(2 * time.Minute)
		if !slices.Equal(w.read(), []string{"sakura/a"}) || f.pending() != 0 {
			t.Errorf("posts %v, owed %d, want it there when it was opened", w.read(), f.pending())
		}
	})
}

func TestWhatHasFoundAnotherWayIsNotTriedAgain(t *testing.T) {
	w := &fakeFace{trouble: func(string, int) error { return errArchived }}
	inBubble(t, w, func(f *fixture) {
		f.closes(true)
		synctest.Wait() // it has looked at what was owed before
		f.owe(bot.KindPost, "1", bot.Post{Channel: "1"}, time.Hour, "a")
		settle(50 * time.Minute)
		if n := w.tried("sakura/a"); n != 1 {
			t.Errorf("%d tries, want 1", n)
		}
	})
}

func TestADisplayThatIsClosedIsThereWhenItIsOpened(t *testing.T) {
	var closed atomic.Bool
	closed.Store(true)
	w := &fakeFace{}
	w.trouble = func(string, int) error {
		if closed.Load() {
			return errArchived
		}
		return nil
	}
	inBubble(t, w, func(f *fixture) {
		asked := f.closes(false)
		f.board("ana")
		settle(10 * time.Minute)
		f.board("bo")
		settle(10 * time.Minute)
		if n := w.tried("sakura/board"); n < 8 || n > 45 || asked() != "sakura/board in 1" {
			t.Errorf("%d tries in 20 minutes, asked %v", n, asked())
		}
		closed.Store(false)
		settle(2 * time.Minute)
		if want := []string{`"bo"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestWhatIsForLaterIsNotDeliveredBefore(t *testing.T) {
	w := &fakeFace{}
	inBubble(t, w, func(f *fixture) {
		later := time.Now().Add(time.Hour)
		err := f.db.Update(func(tx *store.Tx) error {
			for _, key := range []string{"later", "taken"} {
				if err := bot.OweLater(tx, store.KeyOf("sakura", key), bot.Post{Channel: "1"}, later, later.Add(time.Hour)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		settle(59 * time.Minute)
		if len(w.read()) != 0 || f.pending() != 2 {
			t.Errorf("posts %v and %d owed before the time", w.read(), f.pending())
		}
		if err := f.db.Update(func(tx *store.Tx) error { return store.Settle(tx, "sakura/taken") }); err != nil {
			t.Fatal(err)
		}
		settle(2 * time.Minute)
		if want := []string{"sakura/later"}; !slices.Equal(w.read(), want) {
			t.Errorf("posts %v, want %v", w.read(), want)
		}
	})
}

func TestWhatIsForLaterSurvivesARestart(t *testing.T) {
	path := t.TempDir() + "/engawa.db"
	w := &fakeFace{}
	synctest.Test(t, func(t *testing.T) {
		f := open(t, path, w)
		later := time.Now().Add(time.Hour)
		err := f.db.Update(func(tx *store.Tx) error {
			return bot.OweLater(tx, "sakura/later", bot.Post{Channel: "1"}, later, later.Add(time.Hour))
		})
		if err != nil {
			t.Fatal(err)
		}
		settle(time.Minute)
		f.stop()
		f = open(t, path, w)
		defer f.stop()
		settle(58 * time.Minute)
		before := len(w.read())
		settle(2 * time.Minute)
		if before != 0 || !slices.Equal(w.read(), []string{"sakura/later"}) {
			t.Errorf("%d posts before the time, then %v", before, w.read())
		}
	})
}
