package discord

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

// Options say how a Server is to be; the zero value is a Discord with its own limits on a free port.
type Options struct {
	Listener net.Listener // nil: 127.0.0.1, a free port
	// Check judges each REST request against a specification; nil judges nothing.
	// An error is answered with 400 and is kept in Violations.
	Check     func(r *http.Request, body []byte) error
	Limits    Limits        // zero fields: those of DefaultLimits
	Heartbeat time.Duration // zero: 41.25 s, as Discord
	Token     string        // zero: "fake-discord-token"
}

// Server is one Discord. Its methods may be called at any time, from any goroutine.
type Server struct {
	opts   Options
	url    string
	web    *http.Server
	life   life
	record record
	limits *limiter
	faults *Faults

	mu    sync.Mutex // guards world and gate, and everything reachable from them
	world *world
	gate  *gate
}

// Start begins to listen. The caller must Close the server.
func Start(o Options) (*Server, error) {
	if o.Listener == nil {
		l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // loopback does not wait
		if err != nil {
			return nil, fmt.Errorf("fake discord: %w", err)
		}
		o.Listener = l
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.Token == "" {
		o.Token = "fake-discord-token"
	}
	s := &Server{
		opts:   o,
		url:    "http://" + o.Listener.Addr().String(),
		limits: newLimiter(o.Limits),
		world:  newWorld(),
		gate:   newGate(),
	}
	s.life.done = make(chan struct{})
	s.record.requests = map[string]int{}
	s.faults = &Faults{s: s}
	s.web = &http.Server{
		Handler:           s.handler(),
		ErrorLog:          log.New(io.Discard, "", 0),
		ReadHeaderTimeout: 10 * time.Second,
		ConnState:         s.life.connState,
	}
	s.life.wg.Go(func() {
		if err := s.web.Serve(o.Listener); !errors.Is(err, http.ErrServerClosed) {
			s.record.violation("listener: %v", err)
		}
	})
	return s, nil
}

// URL is the root, such as "http://127.0.0.1:1234"; REST is below URL()+"/api/v10".
func (s *Server) URL() string { return s.url }

// Token is the bot token that the server accepts, without "Bot ".
func (s *Server) Token() string { return s.opts.Token }

// Faults is the side of bad luck.
func (s *Server) Faults() *Faults { return s.faults }

// ApplicationID is the bot's application, which is also the id of its user.
func (s *Server) ApplicationID() string { return s.world.bot.ID }

// SetZone sets the zone in which Text shows times; UTC until then.
func (s *Server) SetZone(zone *time.Location) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.wall.zone = zone
}

// Close ends every connection and waits for the server's goroutines. It may be called twice.
func (s *Server) Close() {
	if !s.life.end() {
		return
	}
	_ = s.web.Close() // an error here is that of a listener already closed
	s.mu.Lock()
	for c := range s.gate.conns {
		c.end()
	}
	s.mu.Unlock()
	s.life.wg.Wait()
	s.life.waitConns()
}

// life is the server's own: when it ends, and who must have gone before.
type life struct {
	done chan struct{}
	wg   sync.WaitGroup

	mu    sync.Mutex
	over  bool
	conns int
	empty chan struct{} // closed when the last HTTP connection goes after the end; nil before
}

func (l *life) end() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false
	}
	l.over = true
	l.empty = make(chan struct{})
	if l.conns == 0 {
		close(l.empty)
	}
	close(l.done)
	return true
}

// run starts f unless the server has ended.
func (l *life) run(f func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false
	}
	l.wg.Go(f)
	return true
}

func (l *life) connState(_ net.Conn, state http.ConnState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch state {
	case http.StateNew:
		l.conns++
	case http.StateClosed, http.StateHijacked:
		l.conns--
		if l.conns == 0 && l.over {
			close(l.empty)
		}
	}
}

func (l *life) waitConns() { <-l.empty }
