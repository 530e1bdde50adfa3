package discord

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server"
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
	life   *server.Life
	record record
	limits *limiter
	faults *Faults

	mu    sync.Mutex // guards world and gate, and everything reachable from them
	world *world
	gate  *gate
}

// Start begins to listen. The caller must Close the server.
func Start(o Options) (*Server, error) {
	listener, err := server.Listen("discord", o.Listener)
	if err != nil {
		return nil, err
	}
	o.Listener = listener
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.Token == "" {
		o.Token = "fake-discord-token"
	}
	s := &Server{
		life:   server.NewLife(),
		opts:   o,
		url:    "http://" + o.Listener.Addr().String(),
		limits: newLimiter(o.Limits),
		world:  newWorld(),
		gate:   newGate(),
	}
	s.faults = &Faults{s: s}
	s.life.Begin(listener, s.handler(), &s.record.Record)
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
	s.life.Close(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for c := range s.gate.conns {
			c.end()
		}
	})
}
