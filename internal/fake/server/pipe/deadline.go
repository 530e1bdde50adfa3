package pipe

import (
	"sync"
	"time"
)

// deadline is a point in time after which its late channel is closed; it may be moved.
type deadline struct {
	mu    sync.Mutex
	timer *time.Timer
	over  chan struct{} // closed when the deadline has passed
	moved chan struct{} // closed when the deadline is set anew
}

func newDeadline() *deadline {
	return &deadline{over: make(chan struct{}), moved: make(chan struct{})}
}

// set moves the deadline; the zero time is never.
func (d *deadline) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	d.over = make(chan struct{})
	close(d.moved)
	d.moved = make(chan struct{})
	if t.IsZero() {
		return
	}
	over := d.over
	wait := time.Until(t)
	if wait <= 0 {
		close(over)
		return
	}
	d.timer = time.AfterFunc(wait, func() { close(over) })
}

// now returns what is closed when the deadline passes, and when it is moved.
func (d *deadline) now() (over, moved <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.over, d.moved
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
