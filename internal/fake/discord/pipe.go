package discord

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// pipeBuffer is how many bytes one direction holds before a writer waits, as a socket's buffer would.
const pipeBuffer = 256 << 10

// Pipe returns a listener without a network and the dialer that reaches it, whatever address it is given.
// Both work inside a testing/synctest bubble. Closing the listener ends dialing, not what is connected.
func Pipe() (net.Listener, func(ctx context.Context, network, addr string) (net.Conn, error)) {
	l := &pipeListener{queue: make(chan net.Conn), closed: make(chan struct{})}
	return l, l.dial
}

type pipeListener struct {
	queue  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	up, down := newFlow(), newFlow()
	near, far := &pipeConn{in: down, out: up}, &pipeConn{in: up, out: down}
	select {
	case l.queue <- far:
		return near, nil
	case <-l.closed:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: errors.New("connection refused")}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.queue:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "discord.invalid" }

// pipeConn is one end: it reads from one flow and writes to the other.
type pipeConn struct{ in, out *flow }

func (c *pipeConn) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *pipeConn) Write(p []byte) (int, error) { return c.out.write(p) }

// Close ends both directions: the other end reads what is still in the buffer, then EOF.
func (c *pipeConn) Close() error {
	c.in.close(true)
	c.out.close(false)
	return nil
}

func (c *pipeConn) LocalAddr() net.Addr  { return pipeAddr{} }
func (c *pipeConn) RemoteAddr() net.Addr { return pipeAddr{} }

func (c *pipeConn) SetDeadline(t time.Time) error {
	c.in.readers.set(t)
	c.out.writers.set(t)
	return nil
}

func (c *pipeConn) SetReadDeadline(t time.Time) error {
	c.in.readers.set(t)
	return nil
}

func (c *pipeConn) SetWriteDeadline(t time.Time) error {
	c.out.writers.set(t)
	return nil
}

// flow is one direction of a connection.
type flow struct {
	readers, writers *deadline

	mu     sync.Mutex
	buf    []byte
	ended  bool          // nothing more is written
	broken bool          // nothing more is read
	change chan struct{} // closed at the next change of the above
}

func newFlow() *flow {
	return &flow{readers: newDeadline(), writers: newDeadline(), change: make(chan struct{})}
}

func (f *flow) changed() {
	close(f.change)
	f.change = make(chan struct{})
}

func (f *flow) read(p []byte) (int, error) {
	for {
		late, moved := f.readers.now()
		f.mu.Lock()
		switch {
		case isClosed(late):
			f.mu.Unlock()
			return 0, os.ErrDeadlineExceeded
		case f.broken:
			f.mu.Unlock()
			return 0, net.ErrClosed
		case len(f.buf) > 0:
			n := copy(p, f.buf)
			f.buf = f.buf[n:]
			f.changed()
			f.mu.Unlock()
			return n, nil
		case f.ended:
			f.mu.Unlock()
			return 0, io.EOF
		}
		change := f.change
		f.mu.Unlock()
		select {
		case <-change:
		case <-late:
		case <-moved:
		}
	}
}

func (f *flow) write(p []byte) (int, error) {
	done := 0
	for {
		late, moved := f.writers.now()
		f.mu.Lock()
		switch {
		case isClosed(late):
			f.mu.Unlock()
			return done, os.ErrDeadlineExceeded
		case f.ended:
			f.mu.Unlock()
			return done, net.ErrClosed
		case f.broken:
			f.mu.Unlock()
			return done, io.ErrClosedPipe
		}
		if n := min(len(p), pipeBuffer-len(f.buf)); n > 0 {
			f.buf = append(f.buf, p[:n]...)
			p, done = p[n:], done+n
			f.changed()
		}
		change := f.change
		f.mu.Unlock()
		if len(p) == 0 {
			return done, nil
		}
		select {
		case <-change:
		case <-late:
		case <-moved:
		}
	}
}

func (f *flow) close(reader bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if reader {
		f.broken = true
	} else {
		f.ended = true
	}
	f.changed()
	if f.broken {
		f.readers.set(time.Time{})
	}
	if f.ended {
		f.writers.set(time.Time{})
	}
}
