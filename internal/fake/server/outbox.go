package server

import "sync"

// Outbox is what a connection has still to write, in order. It never blocks the one
// who puts.
type Outbox struct {
	wake chan struct{} // holds one token when there may be something to take

	mu     sync.Mutex
	frames []Frame
	quiet  bool // nothing is taken while it is
}

// Frame is what is written to a connection: data, or the close code that ends it.
type Frame struct {
	Data []byte
	Code int
}

// NewOutbox is an outbox with nothing in it.
func NewOutbox() *Outbox { return &Outbox{wake: make(chan struct{}, 1)} }

// Put adds data.
func (o *Outbox) Put(data []byte) { o.add(Frame{Data: data}) }

// End adds the end of the connection.
func (o *Outbox) End(code int) { o.add(Frame{Code: code}) }

func (o *Outbox) add(f Frame) {
	o.mu.Lock()
	o.frames = append(o.frames, f)
	o.mu.Unlock()
	o.nudge()
}

// Hush holds back what is put, until it is no longer to be quiet.
func (o *Outbox) Hush(quiet bool) {
	o.mu.Lock()
	o.quiet = quiet
	o.mu.Unlock()
	o.nudge()
}

// Hushed says whether it is quiet.
func (o *Outbox) Hushed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.quiet
}

// Wake has something when there may be a frame to take.
func (o *Outbox) Wake() <-chan struct{} { return o.wake }

func (o *Outbox) nudge() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// Take returns the next frame, if there is one and writing is allowed.
func (o *Outbox) Take() (Frame, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.quiet || len(o.frames) == 0 {
		return Frame{}, false
	}
	f := o.frames[0]
	o.frames = o.frames[1:]
	return f, true
}
