package gateway

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// session is one IDENTIFY and what follows, over one connection after the other.
type session struct {
	number uint64
	dg     *discordgo.Session

	mu     sync.Mutex
	link   *link
	resume string // where Discord wants to be resumed; "" until READY
}

// link is one connection of a session.
type link struct {
	ready signal               // READY or RESUMED has come
	gone  signal               // discordgo has let go of it
	wire  atomic.Pointer[wire] // nil until there is one
	end   context.CancelCauseFunc
}

// signal is something that happens once.
type signal struct {
	once sync.Once
	c    chan struct{}
}

func newSignal() signal { return signal{c: make(chan struct{})} }

func (s *signal) set() { s.once.Do(func() { close(s.c) }) }

// newSession makes a session that is not yet connected.
func (g *Gateway) newSession(address string, number uint64) *session {
	dg, _ := discordgo.New(g.cfg.Token) // its error is always nil
	s := &session{number: number, dg: dg}
	dg.Client = &http.Client{Transport: directory(address)}
	dg.SyncEvents, dg.StateEnabled, dg.Compress = true, false, false
	dg.ShouldReconnectOnError, dg.ShouldReconnectVoiceOnSessionError = false, false
	dg.LogLevel = discordgo.LogError - 1 // nothing: what matters is seen in the wire
	dg.Identify.Intents = discordgo.Intent(g.cfg.Intents)
	dg.Identify.Presence.Status = "online"
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		s.heard(e)
		g.queue.put(event{session: number, kind: e.Type, data: e.RawData})
	})
	dg.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		s.current().gone.set()
	})
	return s
}

func (s *session) heard(e *discordgo.Event) {
	switch e.Type {
	case "READY":
		var ready struct {
			Resume string `json:"resume_gateway_url"`
		}
		_ = json.Unmarshal(e.RawData, &ready) // without an address the session is resumed where it began
		s.mu.Lock()
		s.resume = ready.Resume
		s.mu.Unlock()
		s.current().ready.set()
	case "RESUMED":
		s.current().ready.set()
	}
}

func (s *session) current() *link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.link
}

// begin prepares the session's next connection, which lasts as long as ctx.
func (g *Gateway) begin(ctx context.Context, s *session, end context.CancelCauseFunc) *link {
	l := &link{ready: newSignal(), gone: newSignal(), end: end}
	s.mu.Lock()
	s.link = l
	resume := s.resume
	s.mu.Unlock()
	dial := func(secure bool) func(context.Context, string, string) (net.Conn, error) {
		return func(_ context.Context, network, addr string) (net.Conn, error) {
			c, err := g.dial(ctx, network, addr, secure)
			if err != nil {
				return nil, err
			}
			context.AfterFunc(ctx, func() { _ = c.Close() })
			w := newWire(c, l.ready.c, end, g.cfg.Silence)
			l.wire.Store(w)
			return w, nil
		}
	}
	s.dg.Dialer = &websocket.Dialer{
		HandshakeTimeout:  g.cfg.Silence,
		NetDialContext:    dial(false),
		NetDialTLSContext: dial(true),
		// The one place where the request can still be changed: discordgo asks for version 9, and resumes
		// where it began.
		Proxy: func(r *http.Request) (*url.URL, error) {
			readdress(r, resume)
			return nil, nil
		},
	}
	return l
}

func (g *Gateway) dial(ctx context.Context, network, addr string, secure bool) (net.Conn, error) {
	c, err := g.cfg.Dial(ctx, network, addr)
	if err != nil || !secure {
		return c, err
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	t := tls.Client(c, &tls.Config{ServerName: host, RootCAs: g.roots, NextProtos: []string{"http/1.1"}})
	ctx, cancel := context.WithTimeout(ctx, g.cfg.Silence)
	defer cancel()
	if err := t.HandshakeContext(ctx); err != nil {
		_ = c.Close()
		return nil, err
	}
	return t, nil
}

// readdress makes r a request for version 10, at the address for resuming if there is one.
func readdress(r *http.Request, resume string) {
	r.URL.RawQuery = "v=10&encoding=json"
	u, err := url.Parse(resume)
	secure := r.URL.Scheme == "https"
	if err != nil || u.Host == "" || secure != (u.Scheme == "wss") {
		return
	}
	r.URL.Host, r.Host = u.Host, u.Host
}

// directory answers discordgo's question for the gateway's address, the only request that it makes.
type directory string

func (d directory) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := json.Marshal(map[string]string{"url": string(d)})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(string(answer))),
	}, nil
}

// await tells whether discordgo has let go in time.
func (l *link) await(patience time.Duration) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-l.gone.c:
		return true
	case <-timer.C:
		return false
	}
}
