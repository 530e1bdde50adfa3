package slack

import (
	"cmp"
	"net"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// Specification holds what the bot sends against what Slack has published; see package spec.
type Specification interface {
	// Arguments judges the arguments of a method: texts from a form, or the values of a JSON body.
	Arguments(method string, args map[string]any) error
	// Blocks judges the blocks of a message or a view, as decoded from JSON.
	Blocks(blocks []any) error
}

// Options say how a Server is to be; the zero value is a Slack with its own limits on a free port.
type Options struct {
	Listener  net.Listener  // nil: 127.0.0.1, a free port
	Spec      Specification // nil judges nothing; what it refuses is answered as an error and kept in Violations
	App       App
	Limits    Limits        // zero fields: those of DefaultLimits
	PingEvery time.Duration // of Socket Mode; zero: 10 s
}

// App is what the app's manifest would say. A nil list means that everything goes.
type App struct {
	BotScopes        []string          // nil: every scope that a method here asks a bot for
	Commands         []string          // such as "/keep"
	GlobalShortcuts  []string          // callback ids
	MessageShortcuts []string          // callback ids
	ShortcutNames    map[string]string // callback ids by the names that people pick; without one, the id is the name
	Events           []string          // event types the app hears of
}

// Server is one workspace. Its methods may be called at any time, from any goroutine.
type Server struct {
	opts   Options
	url    string
	life   *server.Life
	record server.Record
	limits *limiter
	faults *Faults

	mu    sync.Mutex // guards world and link, and everything reachable from them
	world *world
	link  *link
}

// Start begins to listen, unless Slack would refuse the app. The caller must Close the server.
func Start(o Options) (*Server, error) {
	if err := o.App.judge(); err != nil {
		return nil, err
	}
	listener, err := server.Listen("slack", o.Listener)
	if err != nil {
		return nil, err
	}
	o.Listener = listener
	o.PingEvery = cmp.Or(o.PingEvery, 10*time.Second)
	s := &Server{
		life:   server.NewLife(),
		opts:   o,
		url:    "http://" + o.Listener.Addr().String(),
		limits: newLimiter(o.Limits),
		link:   newLink(),
	}
	s.faults = &Faults{s: s}
	s.world = newWorld(s)
	s.life.Begin(listener, s.handler(), &s.record)
	return s, nil
}

// URL is the root, such as "http://127.0.0.1:1234"; the Web API is below URL()+"/api/".
func (s *Server) URL() string { return s.url }

// Faults is the side of bad luck.
func (s *Server) Faults() *Faults { return s.faults }

// TeamID is the workspace.
func (s *Server) TeamID() string { return s.world.team.id }

// AppID is the app.
func (s *Server) AppID() string { return s.world.team.app }

// BotUser is the user id under which the app speaks.
func (s *Server) BotUser() string { return s.world.bot.id }

// SetZone sets the zone in which Render shows times; UTC until then.
func (s *Server) SetZone(zone *time.Location) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.team.zone = zone
}

// Close ends every connection and waits for the server's goroutines. It may be called twice.
func (s *Server) Close() {
	s.life.Close(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, c := range s.link.conns {
			c.end()
		}
	})
}
