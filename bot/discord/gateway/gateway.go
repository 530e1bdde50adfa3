package gateway

import (
	"cmp"
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Intents that Gateway asks for if Config says nothing. Source: Discord's documentation, "Gateway Intents".
const (
	IntentGuilds          = 1 << 0
	IntentVoiceStates     = 1 << 7 // VOICE_STATE_UPDATE and VOICE_CHANNEL_EFFECT_SEND
	IntentScheduledEvents = 1 << 16
)

// Config says how a Gateway is to be. Only Token and Handler are needed.
type Config struct {
	Token     string // of the bot, without "Bot "
	API       string // base of the REST API with its version; "": https://discord.com/api/v10
	Transport http.RoundTripper
	// Dial makes the gateway's TCP connections; nil: a net.Dialer, or the proxy that the environment names.
	Dial    func(ctx context.Context, network, addr string) (net.Conn, error)
	Intents int // 0: guilds and voice states
	Handler Handler
	Log     *slog.Logger // nil: none
	Times
}

// Times are how long the gateway waits for what.
type Times struct {
	// Silence is how long a connection may be without a word from Discord, and how long one may take to
	// become ready, before it is given up. A session that was away for longer is not resumed. 0: 90 s.
	Silence time.Duration
	// Backoff is what the second try in a row waits, about; each further one waits twice as long, up to 60
	// times Backoff. The first does not wait. 0: 1 s.
	Backoff time.Duration
	// Pace is the least time from one IDENTIFY to the next. 0: 5 s, which is Discord's rule.
	Pace time.Duration
	// Window is the time in which at most 115 sends of our own go. 0: 60 s, which is Discord's rule.
	Window time.Duration
}

// Gateway is a bot's connection to Discord's gateway. Its methods may be called from any goroutine but that
// of the Handler; all but Run may be called at any time.
type Gateway struct {
	cfg    Config
	log    *slog.Logger
	way    way
	roots  *x509.CertPool // nil: the system's
	budget *budget
	seat   *seat
	line   *line
	queue  *queue
	guilds *guildCache
	sight  *sight
}

// Stats counts since New.
type Stats struct {
	Sessions   int64 // IDENTIFYs
	Reconnects int64 // connections after the first, resumed or new
	Sends      int64 // of our own: joins and leaves
	Abandoned  int64 // sessions that hung; each leaves a goroutine behind
	Dropped    int64 // events of sessions that were given up
	Panics     int64 // of the Handler
	Merged     int64 // moves that a newer one replaced before the Handler was told
}

// New makes a Gateway; Run connects it.
func New(cfg Config) *Gateway {
	cfg.API = strings.TrimSuffix(cmp.Or(cfg.API, "https://discord.com/api/v10"), "/")
	cfg.Intents = cmp.Or(cfg.Intents, IntentGuilds|IntentVoiceStates)
	cfg.Silence = cmp.Or(cfg.Silence, 90*time.Second)
	cfg.Backoff = cmp.Or(cfg.Backoff, time.Second)
	cfg.Pace = cmp.Or(cfg.Pace, 5*time.Second)
	way := way{dial: cfg.Dial}
	if cfg.Dial == nil {
		way.dial, way.proxy = new(net.Dialer).DialContext, http.ProxyFromEnvironment
	}
	g := &Gateway{
		cfg: cfg, way: way, log: cmp.Or(cfg.Log, slog.New(slog.DiscardHandler)),
		budget: newBudget(cmp.Or(cfg.Window, sendsWindow)), seat: newSeat(), line: new(line), queue: newQueue(), sight: newSight(),
	}
	g.guilds = newGuildCache(cfg.Handler, g.seat, g.budget, g.sight)
	return g
}

// Run keeps a session with Discord until ctx ends; then it says good-bye, which takes up to a second, and
// returns nil. It returns a *Fatal when Discord refuses the bot for good. It may be called once.
func (g *Gateway) Run(ctx context.Context) error {
	stop := make(chan struct{})
	var teller sync.WaitGroup
	teller.Go(func() { g.queue.drain(stop, g.tell) })
	asking, enough := context.WithCancel(ctx)
	teller.Go(func() { g.askForProof(asking) })
	defer teller.Wait()
	defer enough()
	defer close(stop)
	return g.supervise(ctx)
}

// Up tells whether there is a session that Discord has acknowledged.
func (g *Gateway) Up() bool { return g.line.wire() != nil }

// Stats are the counts so far.
func (g *Gateway) Stats() Stats {
	g.line.mu.Lock()
	defer g.line.mu.Unlock()
	stats := g.line.stats
	stats.Merged = g.queue.replaced()
	return stats
}

// tell passes one event on, unless its session was given up.
func (g *Gateway) tell(e event) {
	if e.session != g.line.latest() {
		g.line.count(func(s *Stats) { s.Dropped++ })
		return
	}
	defer func() {
		if p := recover(); p != nil {
			g.line.count(func(s *Stats) { s.Panics++ })
			g.log.Error("gateway: panic while handling an event", "event", e.kind, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	defer g.see(e)
	if err := g.guilds.take(e); err != nil {
		g.log.Warn("gateway: event not understood", "event", e.kind, "error", err)
	}
}

// line is what is known of the connection.
type line struct {
	mu     sync.Mutex
	up     *wire  // nil while no session is acknowledged
	number uint64 // of the latest session
	seq    int64  // of the event heard last
	stats  Stats

	barred      *Barred
	barredUntil time.Time
}

// begin numbers a new session.
func (l *line) begin() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.number++
	return l.number
}

func (l *line) hear(seq int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seq = seq
}

func (l *line) heard() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seq
}

func (l *line) latest() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.number
}

func (l *line) wire() *wire {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.up
}

func (l *line) set(up *wire) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.up = up
}

func (l *line) count(f func(*Stats)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f(&l.stats)
}
