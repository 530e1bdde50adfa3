// Package discord is the Discord face: it turns what happens on Discord into
// bot's words, and bot's words into calls to Discord. It decides nothing.
//
// Below it, gateway keeps the connection over which Discord tells what happens,
// and rest sends calls within Discord's limits; sounds holds the chimes.
//
// A message that must appear once carries the hash of its key twice: as the
// nonce, by which Discord itself returns the first message for a few minutes,
// and as the id of its container, by which it is found in the channel after
// that.
//
// Reading the source: discord.go is what is told, deliver.go and show.go what
// is done, check.go and health.go the doctor; card.go, form.go, file.go and escape.go draw;
// interaction.go, menu.go, answer.go and talk.go hold conversations.
package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/bot/discord/sounds"
)

// Config says how to reach Discord. Only Token is needed.
type Config struct {
	Token string
	API   string // base of the REST API; "": https://discord.com/api/v10
	Dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	Log   *slog.Logger
	Now   func() time.Time // the wall clock; nil: time.Now
	// Observe is told of each REST request; see rest.Config.
	Observe func(method, route string, status int, took time.Duration)
	// Guide tells whose an id of a team's is; nil: it is the account's.
	Guide bot.Guide
	Haste
}

// Haste is for who lets a week pass in seconds; zero is the usual.
type Haste struct {
	Stay   time.Duration // in a room after a sound was asked for, which the longest takes
	Window time.Duration // in which Discord allows so and so many sends
}

// Listener is told what happens; Bot is one.
type Listener interface {
	Ask(context.Context, bot.Request) bot.Reply
	Decline(bot.Request, bot.Unheard) bot.Reply
	Moved(context.Context, bot.ServerID, []bot.Move)
	Arrived(context.Context, bot.ServerID, []bot.Move)
	Servers(context.Context, []bot.ServerID)
	Current(bot.ServerID)
	Commands() []bot.Command
}

// Face is Discord. Set it up with New, then call Run once; its other methods
// may be called at any time, and wait for Run's connection where they need one.
type Face struct {
	api       *rest.Client
	gateway   *gateway.Gateway
	log       *slog.Logger
	now       func() time.Time
	known     known
	chimes    chimes
	mailboxes mailboxes
	listener  *listener
	guide     bot.Guide
	health    health
}

// known is what Discord told without being asked.
type known struct {
	mu     sync.RWMutex
	self   gateway.Self
	on     map[string]bool // the guilds on which we are; false: nothing is heard of it for now
	guilds map[string]gateway.Guild
	seats  map[string]map[string]string // guild → user → voice channel
	first  chan struct{}                // closed at the first Ready
	news   chan struct{}                // closed when a guild is told of or seen to be current, and made anew
}

// API is Discord's own REST API.
const API = "https://discord.com/api/v10"

// New makes a face; nothing is sent yet.
func New(cfg Config) (*Face, error) {
	if err := sounds.Check(); err != nil {
		return nil, err
	}
	f := &Face{log: cfg.Log, now: cfg.Now, guide: cfg.Guide}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	if f.now == nil {
		f.now = time.Now
	}
	if cfg.API == "" {
		cfg.API = API
	}
	var transport http.RoundTripper
	if cfg.Dial != nil {
		transport = &http.Transport{DialContext: cfg.Dial, MaxIdleConnsPerHost: 32}
	}
	var err error
	f.api, err = rest.New(rest.Config{Token: cfg.Token, Base: cfg.API, Transport: transport, Log: f.log, Observe: cfg.Observe})
	if err != nil {
		return nil, err
	}
	f.known.on, f.known.guilds, f.known.seats = map[string]bool{}, map[string]gateway.Guild{}, map[string]map[string]string{}
	f.known.first, f.known.news = make(chan struct{}), make(chan struct{})
	f.chimes, f.health.calendars = newChimes(cmp.Or(cfg.Stay, stay)), map[string]time.Time{}
	f.mailboxes.of = map[string]bot.ChannelID{}
	f.listener = &listener{face: f}
	f.gateway = gateway.New(gateway.Config{
		Token: cfg.Token, API: cfg.API, Transport: transport, Dial: cfg.Dial, Log: f.log,
		Handler: f.listener, Times: gateway.Times{Window: cfg.Window},
	})
	return f, nil
}

// Run keeps the connection to Discord and tells the bot what happens, until ctx ends
// (nil) or Discord refuses the bot for good.
func (f *Face) Run(ctx context.Context, to Listener) error {
	var all sync.WaitGroup
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	l := f.listener
	l.bot, l.work, l.context = to, all.Go, func() context.Context { return ctx }
	l.menu = menuOf(to.Commands())
	l.answers = newAnswerer(answererConfig{
		api: f.api, ask: to.Ask, decline: to.Decline, where: f.where, named: f.namedReply, log: f.log,
		twins: &twins{mark: birthMark(time.Now()), end: end, log: f.log},
	})
	err := f.gateway.Run(ctx)
	if cause := context.Cause(ctx); errors.Is(cause, ErrTwin) {
		err = cause
	}
	l.answers.close()
	all.Wait()
	return err
}

// Close lets go of Discord's REST API, after what is in flight.
func (f *Face) Close() { f.api.Close() }

// Platform is Discord's name.
func (f *Face) Platform() bot.Platform { return Platform }

// Up tells whether Discord's gateway is connected.
func (f *Face) Up() bool { return f.gateway.Up() }

// Stats are the counts of the REST client and of the gateway.
func (f *Face) Stats() (rest.Stats, gateway.Stats) { return f.api.Stats(), f.gateway.Stats() }

// Met tells whether Discord has told who the bot is, since the start.
func (f *Face) Met() bool {
	select {
	case <-f.known.first:
		return true
	default:
		return false
	}
}

// Told tells whether all that happened on a server before a time has been told; if
// not, Listener.Current follows.
func (f *Face) Told(server bot.ServerID, since time.Time) bool {
	return f.gateway.Told(string(server), since)
}

// Ready waits until Discord has told who the bot is.
func (f *Face) Ready(ctx context.Context) error {
	select {
	case <-f.known.first:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Barred tells why Discord wants to hear nothing from us for a while, for the
// keeper; nil if it does not.
func (f *Face) Barred() error {
	if until, why := f.gateway.Barred(); why != nil {
		return fmt.Errorf("not before %s: %w", until.UTC().Format(time.RFC3339), why)
	}
	return nil
}

// where tells what is known of a server and which room a member sits in.
func (f *Face) where(server bot.ServerID, user string) (bot.Server, bot.RoomID) {
	f.known.mu.RLock()
	defer f.known.mu.RUnlock()
	g := f.known.guilds[string(server)]
	return serverOf(g), bot.RoomID(f.known.seats[string(server)][user])
}

// guild is what is known of a server.
func (f *Face) guild(id bot.ServerID) (gateway.Guild, bool) {
	f.known.mu.RLock()
	defer f.known.mu.RUnlock()
	g, ok := f.known.guilds[string(id)]
	return g, ok
}

func (f *Face) self() gateway.Self {
	f.known.mu.RLock()
	defer f.known.mu.RUnlock()
	return f.known.self
}

// Server is what Discord has told of a server; see [bot.Atlas].
func (f *Face) Server(id bot.ServerID) (bot.Server, bool) {
	g, ok := f.guild(id)
	return serverOf(g), ok
}

// Holder is the server on which a channel is; see [bot.Atlas].
func (f *Face) Holder(place bot.ChannelID) (bot.ServerID, bool) {
	f.known.mu.RLock()
	defer f.known.mu.RUnlock()
	for id, g := range f.known.guilds {
		if _, ok := g.Channel(string(place)); ok {
			return bot.ServerID(id), true
		}
	}
	return "", false
}
