package courier_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

func (f *fixture) board(text string) {
	d := bot.Display{
		Key: store.KeyOf("sakura", "board"), Face: "", Kind: bot.ShowBoard, Place: "1",
		Settle: 4 * time.Second, Pace: 5 * time.Second,
	}
	if text != "" {
		d.Body = fmt.Appendf(nil, "%q", text)
	}
	f.courier.Show(d)
}

func TestManyChangesAreOneEdit(t *testing.T) {
	w := &fakeFace{}
	inBubble(t, w, func(f *fixture) {
		for i := range 1000 {
			f.board(fmt.Sprint(i))
			settle(10 * time.Millisecond)
		}
		settle(6 * time.Second)
		if len(w.shows) > 3 || w.shows[len(w.shows)-1] != `"999"#1` {
			t.Errorf("got %v, want at most 3 edits that end with 999", w.shows)
		}
	})
}

func TestAChangeThatIsTakenBackIsNoEdit(t *testing.T) {
	w := &fakeFace{}
	inBubble(t, w, func(f *fixture) {
		f.board("ana")
		settle(time.Minute)
		f.board("")
		settle(2 * time.Second)
		f.board("ana")
		settle(time.Minute)
		if want := []string{`"ana"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestWhatIsShownIsNotShownAgainAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	w := &fakeFace{}
	synctest.Test(t, func(t *testing.T) {
		for range 3 {
			f := open(t, path, w)
			f.board("ana")
			settle(time.Minute)
			f.stop()
		}
		if want := []string{`"ana"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestAnOldMessageIsEditedOn(t *testing.T) {
	w := &fakeFace{}
	inBubble(t, w, func(f *fixture) {
		f.board("ana")
		settle(50 * time.Minute)
		f.board("bo")
		settle(time.Hour)
		f.board("chi")
		settle(time.Minute)
		if want := []string{`"ana"#1`, `"bo"#1`, `"chi"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestAMessageThatIsGoneIsPostedAnewOnce(t *testing.T) {
	w := &fakeFace{}
	gone := false
	w.trouble = func(_ string, try int) error {
		if gone {
			gone = false
			return &bot.Refusal{Reason: bot.Outdated, Err: errors.New("10008")}
		}
		return nil
	}
	inBubble(t, w, func(f *fixture) {
		f.board("ana")
		settle(time.Minute)
		gone = true
		f.board("bo")
		settle(time.Minute)
		if want := []string{`"ana"#1`, `"bo"#2`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestAnAttemptOfUnknownOutcomeIsMadeAgainAndNotAnew(t *testing.T) {
	w := &fakeFace{trouble: func(_ string, try int) error {
		if try < 3 {
			return errors.New("connection reset")
		}
		return nil
	}}
	inBubble(t, w, func(f *fixture) {
		f.board("ana")
		settle(time.Minute)
		// Once more: what stands there may be of a try before.
		if want := []string{`"ana"#1`, `"ana"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestARefusedDisplayIsLeftAloneUntilItChanges(t *testing.T) {
	w := &fakeFace{}
	refuse := true
	w.trouble = func(string, int) error {
		if refuse {
			return &bot.Refusal{Reason: bot.NoRight, Err: errors.New("50013")}
		}
		return nil
	}
	inBubble(t, w, func(f *fixture) {
		f.board("ana")
		settle(time.Hour)
		if got := w.tries["sakura/board"]; got != 1 {
			t.Errorf("%d tries, want 1", got)
		}
		refuse = false
		f.board("ana")
		settle(time.Minute)
		if len(w.shows) != 1 {
			t.Errorf("got %v, want the board", w.shows)
		}
	})
}
