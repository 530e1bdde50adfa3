package pipe

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// most is how many bytes a flow holds before its writer waits, as a socket's buffer would.
const most = 256 << 10

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
		if n := min(len(p), most-len(f.buf)); n > 0 {
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
