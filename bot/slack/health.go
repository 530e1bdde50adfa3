package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot/slack/web"
)

// lookEvery is how often a face that is down looks whether that is mended.
const lookEvery = time.Minute

var (
	errUnasked = errors.New("slack has not said yet who we are")
	errUnheard = errors.New("slack: the connection is not begun yet")
)

// health is why the face is down.
type health struct {
	mu     sync.Mutex
	err    error // of the Web API; nil: it takes our calls
	needed string
	socket func() error // of the connection; nil: it was not begun
}

// Down is nil while Slack hears us and we hear Slack; else it says why not and
// what to do.
func (f *Face) Down() error {
	f.health.mu.Lock()
	err := f.health.err
	f.health.mu.Unlock()
	if err != nil {
		return err
	}
	return f.heard()
}

// heard is nil while we hear Slack.
func (f *Face) heard() error {
	f.health.mu.Lock()
	down := f.health.socket
	f.health.mu.Unlock()
	if down == nil {
		return errUnheard
	}
	return down()
}

// listen tells what the connection says of itself.
func (f *Face) listen(down func() error) {
	f.health.mu.Lock()
	defer f.health.mu.Unlock()
	f.health.socket = down
}

// fall marks the face down if err says that Slack refuses us as a whole.
func (f *Face) fall(err error) {
	v := verdictOn(web.Code(err))
	if !v.whole {
		return
	}
	f.health.mu.Lock()
	defer f.health.mu.Unlock()
	known := f.health.err != nil && !errors.Is(f.health.err, errUnasked)
	f.health.err, f.health.needed = fmt.Errorf("%w: %w", err, v.sorry("", err)), web.Needed(err)
	if !known {
		f.log.Error("Slack is down until this is mended", "err", f.health.err)
	}
}

// unasked keeps why Slack has not said yet who we are.
func (f *Face) unasked(err error) {
	f.health.mu.Lock()
	defer f.health.mu.Unlock()
	if errors.Is(f.health.err, errUnasked) {
		f.health.err = fmt.Errorf("%w: %w", errUnasked, err)
	}
}

// watch asks who we are until Slack says so, and again whenever the face is down.
func (f *Face) watch(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		f.look(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (f *Face) look(ctx context.Context) {
	f.health.mu.Lock()
	was, needed := f.health.err, f.health.needed
	f.health.mu.Unlock()
	if was == nil {
		return
	}
	me, err := f.api.Who(ctx)
	if err != nil {
		f.fall(err)
		f.unasked(err)
		return
	}
	if needed != "" && !slices.ContainsFunc(strings.Split(needed, ","), func(s string) bool { return slices.Contains(me.Scopes, s) }) {
		return
	}
	f.health.mu.Lock()
	f.health.err, f.health.needed = nil, ""
	f.health.mu.Unlock()
	f.log.Info("Slack knows us", "as", me.User, "workspace", me.Team)
}
