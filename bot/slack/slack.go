// Package slack is the Slack face: it turns what happens in Slack into bot's
// words, and bot's words into calls to Slack. It decides nothing.
//
// Below it, socket keeps the connection over which Slack tells what happens, and
// web sends calls within Slack's rates. Only these three know slack-go.
//
// # Once
//
// Slack has no key that makes a repeated message the same one. So the key of what
// is owed travels in the message's metadata, and is looked for in the channel
// before a message is posted whose first attempt may have been carried out: one
// whose answer did not come, or one that an earlier run of the process owed.
//
// # Text
//
// Messages are drawn as rich_text blocks, which Slack does not parse: nothing that
// people typed can become a mention, a link or a format. A person is mentioned
// only if the card pings them.
//
// # Caveats
//
// A message that Slack carries out after we gave up on it (15 s) and after we
// looked for it in vain appears twice.
//
// After a restart each message that is still owed costs a look into its channel,
// of which Slack allows about 50 a minute.
//
// A form that could not be opened before its trigger was dead waits in memory: after
// a restart its button says so.
//
// Silent and Tone of a card have no counterpart in Slack. Selects of rooms, text
// channels and roles are Discord's and are left out.
//
// Reading the source: slack.go and health.go are the whole, deliver.go, show.go
// and mood.go what is done, judge.go what a refusal means, check.go the doctor;
// card.go, text.go and weight.go draw; ways.go, listener.go, request.go, readable.go,
// answer.go, talk.go, form.go, seal.go and home.go hold conversations, offer.go and
// refuse.go when too many talk; manifest.go is the app as Slack is told of it.
package slack

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
)

// Config says how to reach Slack. The two tokens and Guide are needed.
type Config struct {
	BotToken, AppToken string
	API                string                                                            // base of the Web API; "": Slack's own
	Dial               func(ctx context.Context, network, addr string) (net.Conn, error) // nil: the network; for HTTP and for the socket
	Log                *slog.Logger
	Now                func() time.Time // the wall clock; nil: time.Now
	// Observe is told of each request of the Web API; see web.Config.
	Observe func(method, outcome string, took time.Duration)
	Guide   bot.Guide
	// Token is a member's own token, for their status; nil: nobody gave one.
	Token func(user string) (token string, ok bool)
}

// Listener is told what people do; Bot is one.
type Listener interface {
	Ask(context.Context, bot.Request) bot.Reply
	Commands() []bot.Command
}

// Face is Slack. Set it up with New, then call Run once; its other methods may be
// called at any time.
type Face struct {
	cfg    Config
	api    *web.Client
	log    *slog.Logger
	now    func() time.Time
	begun  time.Time // what was owed before may have been posted by an earlier run
	doubts doubts
	moods  moods
	names  names
	health health
	offers offers
}

// New makes a face; nothing is sent yet.
func New(cfg Config) (*Face, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Token == nil {
		cfg.Token = func(string) (string, bool) { return "", false }
	}
	api, err := web.New(web.Config{Token: cfg.BotToken, Base: cfg.API, Dial: cfg.Dial, Log: cfg.Log, Observe: cfg.Observe})
	if err != nil {
		return nil, err
	}
	return &Face{
		cfg: cfg, api: api, log: cfg.Log, now: cfg.Now, begun: cfg.Now(),
		doubts: doubts{until: map[string]time.Time{}},
		moods:  moods{before: map[string]bot.Status{}},
		names:  names{of: map[bot.ChannelID]string{}},
		health: health{err: errUnasked},
	}, nil
}

// Run keeps the connection to Slack and tells the bot what people do, until ctx ends. A
// token that Slack refuses is no error: the face is down (see Down), says so once
// in the log, and looks again every minute.
func (f *Face) Run(ctx context.Context, to Listener) error {
	ctx, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	all.Go(func() { f.watch(ctx) })
	err := f.hear(ctx, to)
	stop()
	all.Wait()
	return err
}

// Close lets go of Slack's Web API, after what is in flight.
func (f *Face) Close() { f.api.Close() }

// Platform is Slack's name.
func (f *Face) Platform() bot.Platform { return Platform }
