package demo

import (
	"sync"
	"time"
)

// clock is the demo's wall clock: it goes at the speed of time, and can be stepped
// forward.
type clock struct {
	base func() time.Time

	mu    sync.Mutex
	ahead time.Duration // of base
}

// newClock shows an instant now.
func newClock(base func() time.Time, shows time.Time) *clock {
	return &clock{base: base, ahead: shows.Sub(base())}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.ahead)
}

// step has it show an instant, if that is still to come.
func (c *clock) step(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += max(0, to.Sub(c.base().Add(c.ahead)))
}

// opening is when the demo begins: on the next Tuesday, or on this one, shortly before
// tea. A week is before it.
func opening(now time.Time) time.Time {
	days := (int(time.Tuesday) - int(now.Weekday()) + 7) % 7
	return time.Date(now.Year(), now.Month(), now.Day()+days, 15, 59, 20, 0, now.Location())
}
