package server

import (
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// late is a listener that gives some connections more when it is closed, as a real
// one may when people call while a server ends.
type late struct {
	closing chan struct{}
	once    sync.Once
	left    int
}

func (l *late) Accept() (net.Conn, error) {
	<-l.closing
	if l.left == 0 {
		return nil, net.ErrClosed
	}
	l.left--
	conn, _ := net.Pipe() // nobody says anything at the other end, and nobody goes
	return conn, nil
}

func (l *late) Close() error {
	l.once.Do(func() { close(l.closing) })
	return nil
}

func (*late) Addr() net.Addr { return &net.TCPAddr{} }

func TestThoseWhoCallWhileAServerEndsAreSentAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		record, life := &Record{}, NewLife()
		life.Begin(&late{closing: make(chan struct{}), left: 3}, http.NotFoundHandler(), record)
		synctest.Wait() // it listens
		begun := time.Now()
		life.Close(func() {})
		if took := time.Since(begun); took > 0 {
			t.Errorf("it ended after %v, want at once", took)
		}
		life.Close(func() {})
		if v := record.Violations(); len(v) > 0 {
			t.Errorf("violations: %q", v)
		}
	})
}
