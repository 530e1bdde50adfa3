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
		if e.Type == "READY" || e.Type == "RESUMED" {
			g.line.set(s.ready(e))
		}
		g.line.hear(e.Sequence)
		g.queue.put(event{session: number, kind: e.Type, data: e.RawData, at: wall()})
	})
	dg.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		s.current().gone.set()
	})
	return s
}

// ready notes that Discord has acknowledged the session, and returns the connection on which it did.
func (s *session) ready(e *discordgo.Event) *wire {
	s.mu.Lock()
	defer s.mu.Unlock()
	var where struct {
		URL string `json:"resume_gateway_url"`
	}
	if json.Unmarshal(e.RawData, &where) == nil && where.URL != "" {
		s.resume = where.URL // else the session is resumed where it began
	}
	s.link.ready.set()
	return s.link.wire.Load()
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
			w.beats.proof = func(at time.Time) { g.queue.put(event{session: s.number, kind: kindProof, at: at}) }
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
	c, err := g.way.to(ctx, network, addr, secure)
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
