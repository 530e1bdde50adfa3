package app

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
)

// served serves in a bubble, with a page that takes as long as its question says.
func served(t *testing.T, quick bool, play func(t *testing.T, dial func() net.Conn, most *atomic.Int64, log *lines)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		log := new(lines)
		h := &App{log: slog.New(slog.NewTextHandler(log, nil))}
		mux := http.NewServeMux()
		mux.HandleFunc("/", Answer(func(ctx context.Context, w io.Writer, body []byte) error {
			select {
			case <-time.After(time.Duration(len(body)) * time.Second):
			case <-ctx.Done():
				return ctx.Err()
			}
			_, err := io.WriteString(w, "done")
			return err
		}))
		mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("oh") })
		server := h.server(mux)
		if quick {
			server.ReadTimeout, server.WriteTimeout = bodyPatience, writePatience
		}
		var open, most atomic.Int64
		listener := pipe.Listen("engawa.invalid")
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- serveUntil(ctx, server, counted{listener, &open, &most}) }()
		play(t, func() net.Conn {
			c, err := listener.DialContext(ctx, "tcp", "engawa.invalid:80")
			if err != nil {
				t.Fatal(err)
			}
			return c
		}, &most, log)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// counted is a listener that counts the connections that it has open.
type counted struct {
	net.Listener
	open, most *atomic.Int64
}

func (c counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.most.Store(max(c.most.Load(), c.open.Add(1))) // one goroutine accepts
		conn = &countedConn{Conn: conn, open: c.open}
	}
	return conn, err
}

type countedConn struct {
	net.Conn
	open *atomic.Int64
	once sync.Once
}

func (c *countedConn) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.Conn.Close()
}

// drip sends a text a byte a second, until it is hung up on, and tells how long that took.
func drip(c net.Conn, text string) time.Duration {
	began := time.Now()
	gone := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, c)
		close(gone)
	}()
	for i := 0; ; i++ {
		select {
		case <-gone:
			_ = c.Close()
			return time.Since(began)
		case <-time.After(time.Second):
		}
		if i < len(text) {
			_, _ = io.WriteString(c, text[i:i+1])
		}
	}
}

func TestWhoeverSaysNothingOrSlowlyIsHungUpOn(t *testing.T) {
	full := "GET / HTTP/1.1\r\nHost: engawa\r\n\r\n"
	for name, test := range map[string]struct {
		now, slowly string
		within      time.Duration
	}{
		"nothing":                 {"", "", headerPatience},
		"a header, slowly":        {"", "GET / HTTP/1.1\r\nX: " + strings.Repeat("y", 1000), headerPatience},
		"a body, slowly":          {"PUT / HTTP/1.1\r\nHost: engawa\r\nContent-Length: 1000\r\n\r\n", strings.Repeat("y", 1000), bodyPatience + 10*time.Second},
		"nothing after an answer": {full, "", idlePatience},
	} {
		t.Run(name, func(t *testing.T) {
			served(t, false, func(t *testing.T, dial func() net.Conn, _ *atomic.Int64, _ *lines) {
				c := dial()
				_, _ = io.WriteString(c, test.now)
				if took := drip(c, test.slowly); took > test.within+2*time.Second {
					t.Errorf("it was hung up on after %v, want %v", took, test.within)
				}
			})
		})
	}
}

func TestTenThousandConnectionsAreServedSomeAtATime(t *testing.T) {
	served(t, true, func(t *testing.T, dial func() net.Conn, most *atomic.Int64, _ *lines) {
		gone := make(chan struct{})
		for range 10_000 {
			c := dial()
			go func() {
				_, _ = io.Copy(io.Discard, c)
				_ = c.Close()
				gone <- struct{}{}
			}()
		}
		for range 10_000 {
			<-gone
		}
		if n := most.Load(); n > mostConnected || n == 0 {
			t.Errorf("%d connections were open at a time, want at most %d", n, mostConnected)
		}
		c := dial()
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: engawa\r\nConnection: close\r\n\r\n")
		if answer, err := io.ReadAll(c); err != nil || !strings.HasSuffix(string(answer), "done") {
			t.Errorf("afterwards the answer is %q, %v", answer, err)
		}
		_ = c.Close()
	})
}

func TestAKeeperMayAskForWhatTakesMinutesAndAPanicIsLogged(t *testing.T) {
	served(t, false, func(t *testing.T, dial func() net.Conn, _ *atomic.Int64, log *lines) {
		c := dial()
		_, _ = io.WriteString(c, "PUT / HTTP/1.1\r\nHost: engawa\r\nContent-Length: 300\r\n\r\n"+strings.Repeat("y", 300))
		answer, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("after five minutes got %v, %v", answer, err)
		}
		_ = c.Close()
		c = dial()
		_, _ = io.WriteString(c, "GET /panic HTTP/1.1\r\nHost: engawa\r\n\r\n")
		_, _ = io.ReadAll(c)
		_ = c.Close()
		synctest.Wait()
		if len(log.with("oh")) == 0 {
			t.Errorf("the log has nothing of it: %q", log.with(""))
		}
	})
}
