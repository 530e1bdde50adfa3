package pipe

import (
	"context"
	"errors"
	"net"
	"sync"
)

// Listener accepts what its own DialContext dials. Closing it ends dialing, not
// what is connected.
type Listener struct {
	name   name
	queue  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

var _ net.Listener = (*Listener)(nil)

// Listen returns a listener whose address reads as given; a name that no network
// resolves, such as discord.invalid, is best.
func Listen(address string) *Listener {
	return &Listener{name: name(address), queue: make(chan net.Conn), closed: make(chan struct{})}
}

// DialContext reaches the listener whatever network and address it is given, and
// returns when it has been accepted, when the context ends, or, with a
// *net.OpError, when the listener is closed. It suits http.Transport.
func (l *Listener) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	up, down := newFlow(), newFlow()
	near, far := &conn{name: l.name, in: down, out: up}, &conn{name: l.name, in: up, out: down}
	select {
	case l.queue <- far:
		return near, nil
	case <-l.closed:
		return nil, &net.OpError{Op: "dial", Net: l.name.Network(), Addr: l.name, Err: errors.New("connection refused")}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept waits for the next dial; after Close it returns net.ErrClosed.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.queue:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close may be called more than once.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is the address given to Listen.
func (l *Listener) Addr() net.Addr { return l.name }

// name is the address of a listener and of both ends of its connections.
type name string

func (name) Network() string  { return "pipe" }
func (n name) String() string { return string(n) }
