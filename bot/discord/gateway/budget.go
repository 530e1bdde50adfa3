package gateway

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// Discord allows 120 sends in 60 s on one connection and closes it with 4008 after more. Five are left
	// for discordgo: IDENTIFY or RESUME, two heartbeats, and heartbeats that Discord asks for. Source:
	// Discord's documentation, "Gateway", "Rate Limiting".
	sendsMost   = 115
	sendsWindow = time.Minute
)

// budget is the room for gateway sends of our own. A guild that was joined holds one send back, with which
// it is left, so that leaving never waits behind others that want to join.
type budget struct {
	window time.Duration
	turn   chan struct{} // held by the one that waits for room; the others queue for it

	mu      sync.Mutex
	sent    []time.Time         // within the window, oldest first
	held    map[string]struct{} // guilds that hold a send back
	changed chan struct{}       // closed and renewed when a held send becomes free
}

func newBudget(window time.Duration) *budget {
	return &budget{window: window, turn: make(chan struct{}, 1), held: map[string]struct{}{}, changed: make(chan struct{})}
}

// wait returns when there is room for n sends. It takes nothing.
func (b *budget) wait(ctx context.Context, n int) error {
	return b.inTurn(ctx, n, func(time.Time) {})
}

// join takes one send now and holds another back for leaving.
func (b *budget) join(ctx context.Context, guild string) error {
	return b.inTurn(ctx, 2, func(now time.Time) {
		b.sent = append(b.sent, now)
		b.held[guild] = struct{}{}
	})
}

// leave takes the send that was held back, at once; without one it waits for room, ahead of those that
// queue for a turn.
func (b *budget) leave(ctx context.Context, guild string) error {
	return b.until(ctx, func(now time.Time) time.Duration {
		if _, ok := b.held[guild]; ok {
			b.free(guild)
		} else if d := b.missing(now, 1); d > 0 {
			return d
		}
		b.sent = append(b.sent, now)
		return 0
	})
}

// spend takes one send, if there is room for it now.
func (b *budget) spend() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.missing(now, 1) > 0 {
		return false
	}
	b.sent = append(b.sent, now)
	return true
}

// release gives up what the guild held back.
func (b *budget) release(guild string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free(guild)
}

// reset forgets what was held back; sends stay counted, although a new connection starts from none.
func (b *budget) reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.held)
	b.announce()
}

func (b *budget) free(guild string) {
	if _, ok := b.held[guild]; ok {
		delete(b.held, guild)
		b.announce()
	}
}

func (b *budget) announce() {
	close(b.changed)
	b.changed = make(chan struct{})
}

// inTurn waits its turn, then for room for n sends, and takes with the lock held.
func (b *budget) inTurn(ctx context.Context, n int, take func(now time.Time)) error {
	if n > sendsMost {
		return fmt.Errorf("gateway: %d sends are more than a minute's %d", n, sendsMost)
	}
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return b.until(ctx, func(now time.Time) time.Duration {
		d := b.missing(now, n)
		if d == 0 {
			take(now)
		}
		return d
	})
}

// until calls try, with the lock held, until it returns 0: the time that is still missing otherwise.
func (b *budget) until(ctx context.Context, try func(now time.Time) time.Duration) error {
	for {
		b.mu.Lock()
		missing, changed := try(time.Now()), b.changed
		b.mu.Unlock()
		if missing == 0 {
			return nil
		}
		timer := time.NewTimer(missing)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		}
		timer.Stop()
	}
}

// missing is how long until n more sends fit, if nothing is released; 0: they fit now.
func (b *budget) missing(now time.Time, n int) time.Duration {
	old := 0
	for old < len(b.sent) && now.Sub(b.sent[old]) >= b.window {
		old++
	}
	b.sent = append(b.sent[:0], b.sent[old:]...)
	over := len(b.sent) + len(b.held) + n - sendsMost
	switch {
	case over <= 0:
		return 0
	case over > len(b.sent):
		return b.window
	default:
		return b.sent[over-1].Add(b.window).Sub(now)
	}
}
