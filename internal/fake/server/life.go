package server

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Life is a server's own: when it ends, and who must have gone before.
type Life struct {
	web  http.Server
	done chan struct{}
	wg   sync.WaitGroup

	mu    sync.Mutex
	over  bool
	conns int        // that HTTP has
	gone  *sync.Cond // told when the last of them goes
}

// NewLife is a life that has not begun.
func NewLife() *Life {
	l := &Life{done: make(chan struct{})}
	l.gone = sync.NewCond(&l.mu)
	return l
}

// Listen is l, or a free port of 127.0.0.1 if that is nil. The error names the platform.
func Listen(platform string, l net.Listener) (net.Listener, error) {
	if l != nil {
		return l, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // loopback does not wait
	if err != nil {
		return nil, fmt.Errorf("fake %s: %w", platform, err)
	}
	return l, nil
}

// Begin answers what l accepts. If it ends other than by Close, that is a violation.
func (l *Life) Begin(listener net.Listener, handler http.Handler, r *Record) {
	l.web.Handler, l.web.ConnState = handler, l.connState
	l.web.ErrorLog, l.web.ReadHeaderTimeout = log.New(io.Discard, "", 0), 10*time.Second
	l.wg.Go(func() {
		if err := l.web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			r.Violation("listener: %v", err)
		}
	})
}

// Close ends every connection, those that HTTP has given away by cut, and waits for
// all that runs. It may be called twice.
func (l *Life) Close(cut func()) {
	if !l.end() {
		return
	}
	_ = l.web.Close() // an error here is that of a listener already closed
	cut()
	l.wg.Wait() // from here on nothing is accepted
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.conns > 0 {
		l.gone.Wait()
	}
}

// Done is closed when the server ends.
func (l *Life) Done() <-chan struct{} { return l.done }

// Run starts f unless the server has ended.
func (l *Life) Run(f func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false
	}
	l.wg.Go(f)
	return true
}

// Hold keeps a request waiting. If the server ends meanwhile, so does the request,
// without an answer.
func (l *Life) Hold(d time.Duration) {
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-late.C:
	case <-l.done:
		panic(http.ErrAbortHandler)
	}
}

func (l *Life) end() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false
	}
	l.over = true
	close(l.done)
	return true
}

// connState counts connections. One that was accepted while the server ended is not
// known to what ends the others.
func (l *Life) connState(conn net.Conn, state http.ConnState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch state {
	case http.StateNew:
		l.conns++
		if l.over {
			_ = conn.Close()
		}
	case http.StateClosed, http.StateHijacked:
		if l.conns--; l.conns == 0 {
			l.gone.Broadcast()
		}
	}
}
