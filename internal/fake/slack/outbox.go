package slack

import "sync"

// outbox is what a connection has still to write, in order. It never blocks the one who puts.
type outbox struct {
	wake chan struct{} // holds one token when there may be something to take

	mu    sync.Mutex
	items []item
	quiet bool // nothing is taken while it is
}

// item is a message, or the end of the connection.
type item struct {
	data []byte
	bye  bool
}

func newOutbox() *outbox { return &outbox{wake: make(chan struct{}, 1)} }

func (o *outbox) put(data []byte) { o.add(item{data: data}) }

func (o *outbox) add(i item) {
	o.mu.Lock()
	o.items = append(o.items, i)
	o.mu.Unlock()
	o.nudge()
}

func (o *outbox) hush(quiet bool) {
	o.mu.Lock()
	o.quiet = quiet
	o.mu.Unlock()
	o.nudge()
}

func (o *outbox) hushed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.quiet
}

func (o *outbox) nudge() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// take returns the next item, if there is one and writing is allowed.
func (o *outbox) take() (item, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.quiet || len(o.items) == 0 {
		return item{}, false
	}
	i := o.items[0]
	o.items = o.items[1:]
	return i, true
}
