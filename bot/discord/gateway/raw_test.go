package gateway_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

const (
	hello = `{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}`
	ready = `{"t":"READY","s":1,"op":0,"d":{"session_id":"s","user":{"id":"1"},"application":{"id":"1"},"guilds":[],"resume_gateway_url":"wss://resume.example.com"}}`
)

// scripted is a gateway behind TLS that plays one script a connection, and a good session when they are over.
type scripted struct {
	*httptest.Server
	scripts []func(*websocket.Conn)
	next    atomic.Int64
	request atomic.Value // host and query of the last connection
	code    atomic.Int64 // with which the last client said good-bye
}

// newScripted listens on l, or where it likes.
func newScripted(l net.Listener, scripts ...func(*websocket.Conn)) *scripted {
	s := &scripted{scripts: scripts}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v10/gateway/bot", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, `{"url":%q}`, "wss://"+r.Host)
	})
	mux.HandleFunc("/{$}", s.serve)
	s.Server = httptest.NewUnstartedServer(mux)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if l != nil {
		s.Listener = l
	}
	s.StartTLS()
	return s
}

func (s *scripted) serve(w http.ResponseWriter, r *http.Request) {
	s.request.Store(r.Host + "?" + r.URL.RawQuery)
	i := int(s.next.Add(1)) - 1
	if i < len(s.scripts) && s.scripts[i] == nil {
		http.Error(w, "no gateway today", http.StatusServiceUnavailable)
		return
	}
	var up websocket.Upgrader
	c, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer c.Close()
	if i < len(s.scripts) {
		s.scripts[i](c)
	} else {
		say(hello, ready)(c)
	}
	for err == nil {
		_, _, err = c.ReadMessage()
	}
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
		s.code.Store(int64(closed.Code))
	}
}

// say sends packets, reading what the client says between.
func say(packets ...string) func(*websocket.Conn) {
	return func(c *websocket.Conn) {
		for i, p := range packets {
			if i == 1 {
				_, _, _ = c.ReadMessage() // IDENTIFY or RESUME
			}
			_ = c.WriteMessage(websocket.TextMessage, []byte(p))
		}
	}
}

// gateway is one that reaches s by its certificate's name.
func (s *scripted) gateway(w *witness, dial func(context.Context, string, string) (net.Conn, error)) *gateway.Gateway {
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	g := gateway.New(gateway.Config{
		Token: "fake-token", API: "https://example.com/api/v10", Dial: dial, Handler: w,
		Transport: &http.Transport{
			DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true,
		},
	})
	g.Trust(roots)
	return g
}

func TestABadBeginningEndsInASessionAndLeavesNoGoroutine(t *testing.T) {
	filler := func(n int) string {
		return strings.Replace(ready, `"guilds"`, `"x":"`+strings.Repeat("y", n)+`","guilds"`, 1)
	}
	tests := map[string]struct {
		script      func(*websocket.Conn)
		connections int64
	}{
		"no upgrade":              {nil, 2},
		"op 7 after IDENTIFY":     {say(hello, `{"op":7,"d":null}`), 2},
		"op 9 after IDENTIFY":     {say(hello, `{"op":9,"d":false}`), 2},
		"op 11 and silence":       {say(hello, `{"op":11}`), 2},
		"op 11 before READY":      {say(hello, `{"op":11}`, ready), 1},
		"nothing at all":          {say(), 2},
		"HELLO and nothing":       {say(hello), 2},
		"no JSON":                 {say(`<html>`), 2},
		"a READY of 300 bytes":    {say(hello, filler(100)), 1},
		"a READY of 70,000 bytes": {say(hello, filler(70_000)), 1},
		"a READY in fragments":    {fragments(filler(20_000)), 1},
		"a close without a code":  {closeFrame, 2},
		"a ping in between":       {pinging, 1},
		"op 1 in place of HELLO":  {say(`{"op":1,"d":null}`), 2},
		"op 1 in place of READY":  {say(hello, `{"op":1,"d":null}`, ready), 1},
		"an event before READY":   {say(hello, `{"t":"X","s":1,"op":0,"d":{}}`, ready), 1},
		"cut inside a long frame": {cut, 2},
		"a frame of a terabyte":   {terabyte, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener, dial := fake.Pipe()
				s := newScripted(listener, test.script)
				defer s.Close()
				comesUp(t, s, dial)
				if got := s.next.Load(); got != test.connections {
					t.Errorf("got %d connections; want %d", got, test.connections)
				}
			})
		})
	}
}

func TestAMessageWithoutEndIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		var taken atomic.Int64 // MB, of a hundred in frames of 64 KB without a last one
		s := newScripted(listener, func(c *websocket.Conn) {
			_ = c.WriteMessage(websocket.TextMessage, []byte(hello))
			kind := byte(websocket.TextMessage)
			for i := range int64(1600) {
				frame := append([]byte{kind, 126, 0xff, 0xff}, strings.Repeat(" ", 0xffff)...)
				if _, err := c.NetConn().Write(frame); err != nil {
					return
				}
				kind = 0
				taken.Store(i >> 4)
			}
		})
		defer s.Close()
		comesUp(t, s, dial)
		if mb := taken.Load(); mb < 16 || mb > 40 {
			t.Errorf("%d MB of one message were taken, want about 32", mb)
		}
	})
}

func TestOverARealSocketAndTLSASessionComesAndLeavesNoGoroutine(t *testing.T) {
	s := newScripted(nil)
	defer s.Close()
	comesUp(t, s, func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.Listener.Addr().String())
	})
}

func comesUp(t *testing.T, s *scripted, dial func(context.Context, string, string) (net.Conn, error)) {
	t.Helper()
	w := newWitness()
	g := s.gateway(w, dial)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	w.awaitLine(t, "ready true")
	if got, want := s.request.Load(), "example.com?v=10&encoding=json"; got != want {
		t.Errorf("got %v asked for; want %v", got, want)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run returned %v; want nil", err)
	}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func fragments(packet string) func(*websocket.Conn) {
	return func(c *websocket.Conn) {
		_ = c.WriteMessage(websocket.TextMessage, []byte(hello))
		_, _, _ = c.ReadMessage()
		w, err := c.NextWriter(websocket.TextMessage)
		if err != nil {
			return
		}
		_, _ = io.Copy(w, iotest.OneByteReader(strings.NewReader(packet))) // a frame each time the buffer is full
		_ = w.Close()
	}
}

func terabyte(c *websocket.Conn) {
	_ = c.WriteMessage(websocket.TextMessage, []byte(hello))
	_, _ = c.NetConn().Write([]byte{0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0, '{'})
}

func closeFrame(c *websocket.Conn) { _ = c.WriteMessage(websocket.CloseMessage, nil) }

func pinging(c *websocket.Conn) {
	_ = c.WriteControl(websocket.PingMessage, []byte("hello"), time.Now().Add(time.Second))
	say(hello, ready)(c)
}

func cut(c *websocket.Conn) {
	_ = c.WriteMessage(websocket.TextMessage, []byte(hello))
	_, _ = c.NetConn().Write([]byte{0x81, 126, 4, 0, '{'})
	_ = c.NetConn().Close()
}
