package courier

import (
	"sync"
	"time"
)

// pauses are what waits for a time. They go by the timers of the machine, and end at
// once when the wall clock was stepped beyond them.
type pauses struct {
	mu  sync.Mutex
	all map[*pause]struct{}
}

// pause is one of them.
type pause struct {
	until time.Time // by the wall clock
	kind  pauseKind
	timer *time.Timer
	then  func()
}

// pauseKind is what a pause is for.
type pauseKind int

const (
	early  pauseKind = iota // nothing is under way yet
	shows                   // work that waits until it may show something
	retry                   // work that went wrong waits until it is tried again
	gather                  // a line for the log waits for others
)

// after does then once d has passed.
func (c *Courier) after(d time.Duration, kind pauseKind, then func()) *pause {
	p := &pause{until: c.now().Add(d), kind: kind, then: then}
	c.pauses.mu.Lock()
	defer c.pauses.mu.Unlock()
	if c.pauses.all == nil {
		c.pauses.all = map[*pause]struct{}{}
	}
	c.pauses.all[p] = struct{}{}
	p.timer = time.AfterFunc(d, func() {
		if c.pauses.end(p) {
			then()
		}
	})
	return p
}

// end takes a pause off the list; false: it has ended before.
func (l *pauses) end(p *pause) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, there := l.all[p]
	delete(l.all, p)
	p.timer.Stop()
	return there
}

// pauseFor waits for d, or until the run ends.
func (c *Courier) pauseFor(d time.Duration, kind pauseKind) {
	if d <= 0 {
		return
	}
	over := make(chan struct{})
	p := c.after(d, kind, func() { close(over) })
	select {
	case <-over:
	case <-c.round.ended:
		c.pauses.end(p)
	}
}

// Stepped says that the wall clock was set: what waits for a time that has come by it
// goes on, and what waits for a later one waits for less.
func (c *Courier) Stepped() {
	now := c.now()
	c.pauses.mu.Lock()
	defer c.pauses.mu.Unlock()
	for p := range c.pauses.all {
		if p.until.After(now) {
			p.timer.Reset(p.until.Sub(now))
			continue
		}
		delete(c.pauses.all, p)
		p.timer.Stop()
		go p.then()
	}
}

// Next gives the instant at which something is due that waits for it; false: nothing
// is. What is only tried again counts for nothing.
func (c *Courier) Next() (next time.Time, ok bool) {
	c.pauses.mu.Lock()
	defer c.pauses.mu.Unlock()
	for p := range c.pauses.all {
		due := p.kind == early || p.kind == shows
		if due && (!ok || p.until.Before(next)) {
			next, ok = p.until, true
		}
	}
	return next, ok
}

// Settled tells whether nothing is under way: what there is waits for a time.
func (c *Courier) Settled() bool {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	busy := 0
	for _, p := range c.round.pools {
		busy += p.busy + len(p.waiting)
	}
	c.pauses.mu.Lock()
	defer c.pauses.mu.Unlock()
	for p := range c.pauses.all {
		if p.kind != early {
			busy--
		}
	}
	return busy <= 0 && !c.round.resuming
}
