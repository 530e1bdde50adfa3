package courier_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/store"
)

// lastBoard says on a board that Engawa ends.
func (f *fixture) lastBoard(key string) {
	f.courier.Show(bot.Display{Key: store.KeyOf("sakura", key), Face: "", Kind: bot.ShowBoard, Place: "1", Last: true, Body: []byte(`"resting"`)})
}

func TestWhatIsSaidAtTheEndChangesWhatIsThereOnceAndIsMendedAfterTheNextStart(t *testing.T) {
	for name, tt := range map[string]struct {
		before  time.Duration // from the board to the end
		trouble error
		want    []string
	}{
		"a board that stands":        {time.Minute, nil, []string{`"ana"#1`, `"resting"#1`, `"ana"#1`}},
		"one that is about to":       {time.Second, nil, []string{`"ana"#1`}},
		"one that cannot be changed": {time.Minute, errors.New("503"), []string{`"ana"#1`, `"ana"#1`}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				path, w := filepath.Join(t.TempDir(), "engawa.db"), &fakeFace{}
				f := open(t, path, w)
				f.board("ana")
				settle(tt.before)
				tries := w.tries["sakura/board"]
				w.trouble = func(string, int) error { return tt.trouble }
				f.lastBoard("board")
				f.lastBoard("never shown")
				f.stop()
				if n := w.tries["sakura/board"] - tries; n > 1 {
					t.Errorf("tried %d times, want once", n)
				}
				w.trouble = nil
				f = open(t, path, w)
				f.board("ana")
				settle(time.Minute)
				f.stop()
				if !slices.Equal(w.shows, tt.want) {
					t.Errorf("got %v, want %v", w.shows, tt.want)
				}
			})
		})
	}
}

// silent is a face that does not answer any more.
type silent struct {
	*fakeFace
	on bool
}

func (s *silent) Show(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	if s.on {
		<-ctx.Done()
		return now, ctx.Err()
	}
	return s.fakeFace.Show(ctx, d, now)
}

func TestNoPlatformHoldsTheEndUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
		if err != nil {
			t.Fatal(err)
		}
		s := &silent{fakeFace: &fakeFace{edits: map[string]string{}, tries: map[string]int{}}}
		c := courier.New(db, slog.New(slog.DiscardHandler), time.Now, s)
		f := &fixture{T: t, db: db, courier: c}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- c.Run(ctx, f) }()
		for i := range 50 {
			c.Show(bot.Display{Key: store.KeyOf("sakura", fmt.Sprint(i)), Face: "", Kind: bot.ShowBoard, Place: "1", Body: []byte(`"ana"`)})
		}
		settle(time.Minute)
		s.on = true
		for i := range 50 {
			f.lastBoard(fmt.Sprint(i))
		}
		start := time.Now()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took > 8*time.Second {
			t.Errorf("the end took %v, want at most 8 s", took)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}
