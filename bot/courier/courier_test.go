package courier_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// fakeFace is a face in memory: it posts once for each key, like a platform that
// honours nonces.
type fakeFace struct {
	clock   func() time.Time // nil: the bubble's
	mu      sync.Mutex
	posts   []string          // keys, in the order in which they appeared
	edits   map[string]string // message → last card
	shows   []string          // bodies of displays
	trouble func(key string, try int) error
	lost    func(key string, try int) bool // the answer is lost after the work was done
	tries   map[string]int
}

func (w *fakeFace) Platform() bot.Platform { return "" }

func (w *fakeFace) Deliver(_ context.Context, o store.Owed) (bot.Receipt, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := string(o.Key)
	w.tries[key]++
	if w.trouble != nil {
		if err := w.trouble(key, w.tries[key]); err != nil {
			return bot.Receipt{}, err
		}
	}
	switch o.Kind {
	case bot.KindEdit:
		var e bot.Edit
		if err := json.Unmarshal(o.Body, &e); err != nil {
			return bot.Receipt{}, err
		}
		w.edits[e.Message] = e.Card.Title.String()
	default:
		if !slices.Contains(w.posts, key) {
			w.posts = append(w.posts, key)
		}
	}
	if w.lost != nil && w.lost(key, w.tries[key]) {
		return bot.Receipt{}, errors.New("connection reset")
	}
	return bot.Receipt{Channel: "c", Message: "m:" + key}, nil
}

func (w *fakeFace) Show(_ context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tries[string(d.Key)]++
	if w.trouble != nil {
		if err := w.trouble(string(d.Key), w.tries[string(d.Key)]); err != nil {
			return now, err
		}
	}
	w.shows = append(w.shows, fmt.Sprintf("%s#%d", d.Body, now.Generation))
	now.ID = fmt.Sprintf("m%d", now.Generation)
	return now, nil
}

func (w *fakeFace) Check(context.Context, bot.Team, bot.RoomID, words.Lang) []bot.Finding { return nil }

// fixture is a courier at work on a store.
type fixture struct {
	*testing.T
	db      *store.Store
	face    *fakeFace
	courier *courier.Courier
	refused []string
	asked   atomic.Pointer[string] // what was closed first
	moves   atomic.Bool            // what is closed goes another way
	stop    func()
}

func open(t *testing.T, path string, w *fakeFace) *fixture {
	t.Helper()
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if w.edits == nil {
		w.edits, w.tries = map[string]string{}, map[string]int{}
	}
	f := &fixture{T: t, db: db, face: w}
	now := time.Now
	if w.clock != nil {
		now = w.clock
	}
	f.courier = courier.New(db, slog.New(slog.DiscardHandler), now, w)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.courier.Run(ctx, f) }()
	f.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	return f
}

// Refused notes what a face refused, and takes it off the list.
func (f *fixture) Refused(_ context.Context, o store.Owed, _ *bot.Refusal) error {
	f.refused = append(f.refused, string(o.Key))
	return f.db.Update(func(tx *store.Tx) error { return store.Settle(tx, o.Key) })
}

// Closed notes where a face was closed first, to what.
func (f *fixture) Closed(_ context.Context, key store.Key, place bot.Spot, _ *bot.Refusal) (bool, error) {
	text := string(key) + " in " + string(place.ID)
	f.asked.CompareAndSwap(nil, &text)
	return f.moves.Load(), nil
}

func (f *fixture) MayHave(context.Context, store.Owed) (bool, error) { return true, nil }
func (f *fixture) Rests(bot.TeamID) bool                             { return false }

func (f *fixture) owe(kind, lane string, body any, good time.Duration, keys ...string) {
	f.Helper()
	err := f.db.Update(func(tx *store.Tx) error {
		for _, key := range keys {
			if err := bot.Owe(tx, store.KeyOf("sakura", key), kind, lane, body, time.Now(), time.Now().Add(good)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) pending() int {
	f.Helper()
	var n int
	err := f.db.View(func(tx *store.Tx) error {
		list, err := store.Pending(tx, "")
		n = len(list)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return n
}

// inBubble plays a test in a bubble, where hours take no time.
func inBubble(t *testing.T, w *fakeFace, play func(*fixture)) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		f := open(t, path, w)
		defer f.stop()
		play(f)
	})
}

// settle lets time pass, and then everything that it set off come to rest.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestALaneIsDeliveredInOrderAlsoWhenItsFirstFails(t *testing.T) {
	w := &fakeFace{trouble: func(key string, try int) error {
		if strings.HasSuffix(key, "a") && try < 4 {
			return errors.New("500")
		}
		return nil
	}}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "a", "b", "c")
		settle(time.Minute)
		if want := []string{"sakura/a", "sakura/b", "sakura/c"}; !slices.Equal(w.posts, want) {
			t.Errorf("got %v, want %v", w.posts, want)
		}
		if n := f.pending(); n != 0 {
			t.Errorf("%d still owed", n)
		}
	})
}

func TestLanesDoNotWaitForEachOther(t *testing.T) {
	w := &fakeFace{trouble: func(key string, _ int) error {
		if strings.HasSuffix(key, "stuck") {
			return errors.New("500")
		}
		return nil
	}}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "stuck")
		f.owe(bot.KindPost, "2", bot.Post{}, time.Hour, "free")
		synctest.Wait()
		if want := []string{"sakura/free"}; !slices.Equal(w.posts, want) {
			t.Errorf("got %v, want %v", w.posts, want)
		}
	})
}

func TestWhatIsTooLateIsGivenUpOnce(t *testing.T) {
	w := &fakeFace{trouble: func(string, int) error { return errors.New("500") }}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, 5*time.Minute, "late")
		settle(4 * time.Minute)
		if n := f.pending(); n != 1 {
			t.Errorf("%d owed within its time, want 1", n)
		}
		settle(2 * time.Minute)
		if n, dropped := f.pending(), f.courier.Tally.Dropped.Load(); n != 0 || dropped != 1 {
			t.Errorf("%d owed and %d dropped, want 0 and 1", n, dropped)
		}
	})
}

func TestWhatIsTakenBackBetweenTwoTriesIsNotDelivered(t *testing.T) {
	w := &fakeFace{trouble: func(_ string, try int) error {
		if try < 4 {
			return errors.New("500")
		}
		return nil
	}}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "taken", "other")
		synctest.Wait()
		if err := f.db.Update(func(tx *store.Tx) error { return store.Settle(tx, "sakura/taken") }); err != nil {
			f.Fatal(err)
		}
		settle(time.Minute)
		if want := []string{"sakura/other"}; !slices.Equal(w.posts, want) {
			t.Errorf("got %v, want %v", w.posts, want)
		}
	})
}

func TestALostAnswerIsAskedForAgain(t *testing.T) {
	w := &fakeFace{lost: func(_ string, try int) bool { return try == 1 }}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "a")
		settle(time.Minute)
		if got := w.tries["sakura/a"]; got != 2 || len(w.posts) != 1 {
			t.Errorf("%d tries and %d posts, want 2 and 1", got, len(w.posts))
		}
	})
}

func TestAChimeIsTriedAtMostOnceOverARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	w := &fakeFace{trouble: func(string, int) error { return errors.New("power cut") }}
	synctest.Test(t, func(t *testing.T) {
		f := open(t, path, w)
		f.owe(bot.KindChime, "1", bot.Chime{}, time.Hour, "chime")
		synctest.Wait()
		if n := f.pending(); n != 0 {
			t.Errorf("the chime is still owed when it is played")
		}
		f.stop()
		before := w.tries["sakura/chime"]
		f = open(t, path, w)
		settle(time.Minute)
		if got := w.tries["sakura/chime"] - before; got != 0 {
			t.Errorf("tried %d times more after the restart", got)
		}
		f.stop()
	})
}

func TestWhatIsOwedSurvivesARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	down := true
	w := &fakeFace{trouble: func(string, int) error {
		if down {
			return errors.New("no network")
		}
		return nil
	}}
	synctest.Test(t, func(t *testing.T) {
		f := open(t, path, w)
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "a", "b")
		synctest.Wait()
		f.stop()
		down = false
		f = open(t, path, w)
		synctest.Wait()
		if want := []string{"sakura/a", "sakura/b"}; !slices.Equal(w.posts, want) {
			t.Errorf("got %v, want %v", w.posts, want)
		}
		f.stop()
	})
}

func TestARefusalGoesToTheFeaturesAndIsNotRepeated(t *testing.T) {
	w := &fakeFace{trouble: func(string, int) error { return &bot.Refusal{Reason: bot.NoRight, Err: errors.New("50013")} }}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "a")
		settle(time.Minute)
		if len(f.refused) != 1 || w.tries["sakura/a"] != 1 || f.pending() != 0 {
			t.Errorf("refused %v, tries %d, owed %d", f.refused, w.tries["sakura/a"], f.pending())
		}
	})
}

func TestAnEditFindsItsMessage(t *testing.T) {
	w := &fakeFace{}
	inBubble(t, w, func(f *fixture) {
		f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, "a")
		card := bot.Card{Title: words.Text{{Text: "over"}}}
		f.owe(bot.KindEdit, "1", bot.Edit{Of: store.KeyOf("sakura", "a"), Card: card}, time.Hour, "end")
		f.owe(bot.KindEdit, "1", bot.Edit{Of: store.KeyOf("sakura", "never"), Card: card}, time.Hour, "end2")
		synctest.Wait()
		if got := w.edits["m:sakura/a"]; got != "over" || len(w.edits) != 1 {
			t.Errorf("edits %v", w.edits)
		}
		if n := f.pending(); n != 0 {
			t.Errorf("%d still owed", n)
		}
	})
}
