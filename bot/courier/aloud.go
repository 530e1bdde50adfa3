package courier

import (
	"context"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// Aloud delivers what the store cannot keep. It is tried until it is said, refused
// or too late, or the run ends; nothing of it is written down.
func (c *Courier) Aloud(o store.Owed) {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	if c.round.start != nil {
		c.round.start(o.Kind, func(ctx context.Context) { c.aloud(ctx, o) })
	}
}

func (c *Courier) aloud(ctx context.Context, o store.Owed) {
	face, ok := c.faces[bot.Platform(o.Face)]
	for wait := firstWait; ok && c.running() && c.now().Before(o.Until); wait = min(2*wait, longestWait) {
		trying, cancel := context.WithTimeout(ctx, max(o.Until.Sub(c.now()), time.Second))
		_, err := face.Deliver(trying, o)
		cancel()
		if err == nil {
			return
		}
		c.complain("say what the store does not keep", o, err)
		if _, final := bot.Refused(err); final {
			return
		}
		c.pause(o.Key, wait)
	}
}
