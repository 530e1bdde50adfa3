package courier

import (
	"context"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// sayAfter is how long the courier gathers what it gives up before it says so:
// what a crowd at four o'clock loses is one line a kind.
const sayAfter = time.Minute

// loss is what was given up of one kind and not said yet.
type loss struct {
	things int
	last   store.Key
}

// giveUp takes what is worth nothing any more off the list.
func (c *Courier) giveUp(o store.Owed) {
	c.Tally.Dropped.Add(1)
	c.complain("take it off the list", o, c.settle(o, nil))
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	l, gathering := c.round.lost[o.Kind]
	c.round.lost[o.Kind] = loss{l.things + 1, o.Key}
	if !gathering && c.round.start != nil {
		c.round.start("loss", func(context.Context) {
			c.pauseFor(sayAfter, gather)
			c.sayLost(o.Kind)
		})
	}
}

// sayLost says what was given up of a kind.
func (c *Courier) sayLost(kind string) {
	c.round.mu.Lock()
	l := c.round.lost[kind]
	delete(c.round.lost, kind)
	c.round.mu.Unlock()
	if l.things > 0 {
		c.log.Warn("given up: their time is over", "kind", kind, "things", l.things, "last", l.last)
	}
}
