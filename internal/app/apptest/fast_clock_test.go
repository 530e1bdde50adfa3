package apptest

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"
)

// fastClock is the clock that the program sees; see clock_stepped.go.
type fastClock struct {
	t       *testing.T
	path    string
	mu      sync.Mutex
	fastest float64
	sets    []clockSet // each time that it was set
}

// clockSet is what the clock shows from an instant on, how much faster than time it
// goes, and where it stands still.
type clockSet struct {
	begun, shown time.Time
	speed        float64
	stands       time.Time
}

// never is where a clock stands still that does not.
func never() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }

func (c *fastClock) now() time.Time { return c.at(time.Now()) }

// at is what the clock showed at a time, or will show if it is not set again.
func (c *fastClock) at(t time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	in := c.sets[0]
	for _, s := range c.sets[1:] {
		if !t.Before(s.begun) {
			in = s
		}
	}
	shown := in.shown.Add(time.Duration(in.speed * float64(t.Sub(in.begun))))
	if shown.After(in.stands) {
		return in.stands
	}
	return shown
}

// set shows another time from now on, at another speed.
func (c *fastClock) set(shown time.Time, speed float64) { c.setUntil(shown, speed, never()) }

// setUntil is set for a clock that stands still when it shows a certain time: a
// busy machine, whose waits are longer, does not make it go on.
func (c *fastClock) setUntil(shown time.Time, speed float64, stands time.Time) {
	c.t.Helper()
	s := clockSet{time.Now(), shown, speed, stands}
	c.mu.Lock()
	c.sets = append(c.sets, s)
	c.mu.Unlock()
	text := fmt.Sprintln(s.begun.UnixNano(), shown.UnixNano(), speed, stands.UnixNano(), c.fastest)
	if err := os.WriteFile(c.path+".new", []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
	if err := os.Rename(c.path+".new", c.path); err != nil {
		c.t.Fatal(err)
	}
}

func (c *fastClock) speed() float64 { return c.sets[len(c.sets)-1].speed }

func (c *fastClock) step(by time.Duration) { c.set(c.now().Add(by), c.speed()) }
