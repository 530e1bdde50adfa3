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

func (y *yard) board(text string) {
	d := bot.Display{
		Key: store.KeyOf("sakura", "board"), Face: "", Kind: bot.ShowBoard, Place: "1",
		Settle: 4 * time.Second, Pace: 5 * time.Second,
	}
	if text != "" {
		d.Body = fmt.Appendf(nil, "%q", text)
	}
	y.courier.Show(d)
}

func TestManyChangesAreOneEdit(t *testing.T) {
	w := &wall{}
	inYard(t, w, func(y *yard) {
		for i := range 1000 {
			y.board(fmt.Sprint(i))
			settle(10 * time.Millisecond)
		}
		settle(6 * time.Second)
		if len(w.shows) > 3 || w.shows[len(w.shows)-1] != `"999"#1` {
			t.Errorf("got %v, want at most 3 edits that end with 999", w.shows)
		}
	})
}

func TestAChangeThatIsTakenBackIsNoEdit(t *testing.T) {
	w := &wall{}
	inYard(t, w, func(y *yard) {
		y.board("ana")
		settle(time.Minute)
		y.board("")
		settle(2 * time.Second)
		y.board("ana")
		settle(time.Minute)
		if want := []string{`"ana"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestWhatIsShownIsNotShownAgainAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	w := &wall{}
	synctest.Test(t, func(t *testing.T) {
		for range 3 {
			y := open(t, path, w)
			y.board("ana")
			settle(time.Minute)
			y.stop()
		}
		if want := []string{`"ana"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestAnOldMessageIsEditedOn(t *testing.T) {
	w := &wall{}
	inYard(t, w, func(y *yard) {
		y.board("ana")
		settle(50 * time.Minute)
		y.board("bo")
		settle(time.Hour)
		y.board("chi")
		settle(time.Minute)
		if want := []string{`"ana"#1`, `"bo"#1`, `"chi"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestAMessageThatIsGoneIsPostedAnewOnce(t *testing.T) {
	w := &wall{}
	gone := false
	w.trouble = func(_ string, try int) error {
		if gone {
			gone = false
			return &bot.Refusal{Reason: bot.Outdated, Err: errors.New("10008")}
		}
		return nil
	}
	inYard(t, w, func(y *yard) {
		y.board("ana")
		settle(time.Minute)
		gone = true
		y.board("bo")
		settle(time.Minute)
		if want := []string{`"ana"#1`, `"bo"#2`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestAnAttemptOfUnknownOutcomeIsMadeAgainAndNotAnew(t *testing.T) {
	w := &wall{trouble: func(_ string, try int) error {
		if try < 3 {
			return errors.New("connection reset")
		}
		return nil
	}}
	inYard(t, w, func(y *yard) {
		y.board("ana")
		settle(time.Minute)
		if want := []string{`"ana"#1`}; !slices.Equal(w.shows, want) {
			t.Errorf("got %v, want %v", w.shows, want)
		}
	})
}

func TestARefusedDisplayIsLeftAloneUntilItChanges(t *testing.T) {
	w := &wall{}
	refuse := true
	w.trouble = func(string, int) error {
		if refuse {
			return &bot.Refusal{Reason: bot.NoRight, Err: errors.New("50013")}
		}
		return nil
	}
	inYard(t, w, func(y *yard) {
		y.board("ana")
		settle(time.Hour)
		if got := w.tries["sakura/board"]; got != 1 {
			t.Errorf("%d tries, want 1", got)
		}
		refuse = false
		y.board("ana")
		settle(time.Minute)
		if len(w.shows) != 1 {
			t.Errorf("got %v, want the board", w.shows)
		}
	})
}
