package discord

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// Two processes with one token hear the same interactions, and Discord takes the
// first answer only. Who comes second learns that there is another, reads whose
// answer was taken, and stops if it is the younger. See docs/adr/0003.
const (
	markUnit   = 16 * time.Second // births are told apart to it, and by chance below it
	readAfter  = 3 * time.Second  // by then what was asked has been answered
	twinLasts  = time.Minute      // a restart may overlap with the end of the process before it
	outrunFor  = 3 * twinLasts    // who wins no answer at all for so long stops although it was there first
	waryFor    = 10 * time.Minute // after the last sign of another process
	giveWayFor = 300 * time.Millisecond
)

// ErrTwin ends one of two processes with one token.
var ErrTwin = errors.New("another process runs with this bot token, and one of the two has to stop: this one does; " +
	"run one process for a token, or give each a bot of its own in the Developer Portal")

// birthMark is a process as the id of a component: positive, 32 bits, and greater
// for one that started later.
func birthMark(at time.Time) int32 {
	since := at.Sub(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	return int32(int64(since/markUnit)<<6&0x7fffffc0) | int32(1+rand.IntN(63))
}

// twins is what is known of other processes with our token.
type twins struct {
	mark int32       // ours
	end  func(error) // ends this process
	log  *slog.Logger

	mu      sync.Mutex
	wary    time.Time // until when it is asked of Discord first who may answer
	elder   rival     // was there first
	younger rival     // came later, and has won every answer since
}

// rival is another process.
type rival struct {
	mark  int32 // 0: there is none
	since time.Time
}

// careful tells whether a command may be carried out only after Discord has taken
// our answer, and how long to leave to another process first.
func (w *twins) careful(now time.Time) (careful bool, giveWay time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.elder.mark != 0 {
		return true, giveWayFor
	}
	return now.Before(w.wary), 0
}

// suspect notes that somebody else has answered.
func (w *twins) suspect(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wary = now.Add(waryFor)
}

// alone notes that an answer of ours was taken for which an elder had time: it has
// ended.
func (w *twins) alone() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.elder, w.wary = rival{}, time.Time{}
}

// won notes that an answer of ours was taken.
func (w *twins) won() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.younger = rival{}
}

// saw notes that the answer of another process was taken.
func (w *twins) saw(mark int32, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	of, lasts := &w.elder, twinLasts
	if mark > w.mark {
		of, lasts = &w.younger, outrunFor
	}
	switch {
	case mark == 0 || mark == w.mark:
	case mark != of.mark:
		*of = rival{mark, now}
		w.log.Warn("another process runs with this bot token; if it goes on, one of the two stops", "elder", mark < w.mark)
	case now.Sub(of.since) >= lasts:
		w.end(ErrTwin)
	}
}

// look finds out who has answered an interaction in our place.
func (a *answerer) look(ctx context.Context, in interaction) {
	now := wall()
	a.twins.suspect(now)
	select {
	case <-time.After(readAfter):
	case <-ctx.Done():
		return
	}
	var m struct {
		Components []struct {
			ID int32 `json:"id"`
		} `json:"components"`
	}
	path := "/webhooks/" + in.App + "/" + in.Token + "/messages/" + original
	if err := a.api.Answer(ctx, rest.Call{Method: http.MethodGet, Path: path, Out: &m}); err != nil {
		a.log.Debug("cannot see who has answered", "err", err)
		return
	}
	if len(m.Components) > 0 && !in.OnCard {
		a.twins.saw(m.Components[0].ID, now)
	}
}
