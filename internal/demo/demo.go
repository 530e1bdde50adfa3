// Package demo plays the bot with a pretended team on pretended platforms on this
// machine: for whoever looks around, and, without the dialogue, for the tests of
// the whole bot, whose team is the same. It must not be needed by the bot itself.
package demo

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/dialogue"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	demoPoll, demoSettle = time.Second, 50 * time.Millisecond // of the Doc

	// What Discord limits by time, and how long a chime takes: a week is over in seconds.
	brief = 50 * time.Millisecond
	sends = 100_000 // in a minute, on Discord's gateway
)

// Run plays the bot against a pretended Discord and Slack on loopback. Its clock goes as
// fast as time, but where people let it run: see until. What surfaces show is printed as a
// dialogue; what people do is read from w.In, or from a script. It ends when ctx does, or
// after the input's end when nothing is under way any more.
func Run(ctx context.Context, w app.World, how How) error {
	return runOn(ctx, w, how, network{})
}

// How is what is played.
type How struct {
	Script string // a file of deeds; "-": the input, as a script; "": what is typed
	Tour   bool   // the tour, first

	typed bool // for tests: the input is somebody's who types
}

// network is where the pretended platforms listen, and the way to them; the zero
// network is this machine's own.
type network struct {
	discord, docs, slack      net.Listener
	dial, dialDocs, dialSlack app.Dial
}

// pretended are the platforms of the demo.
type pretended struct {
	discord *fake.Server
	docs    *fakedocs.Server
	slack   *fakeslack.Server
}

// pretend starts the platforms; they must be closed.
func pretend(n network) (p pretended, err error) {
	if p.discord, err = fake.Start(fake.Options{Listener: n.discord, Limits: fake.Limits{RouteWindow: brief, GatewaySends: sends}}); err != nil {
		return p, err
	}
	if p.docs, err = fakedocs.Start(fakedocs.Options{Listener: n.docs}); err != nil {
		p.discord.Close()
		return p, err
	}
	p.slack, err = fakeslack.Start(fakeslack.Options{Listener: n.slack, App: SlackApp(slack.Manifest(app.Commands()))})
	if err != nil {
		p.discord.Close()
		p.docs.Close()
	}
	return p, err
}

func (p pretended) close() {
	p.discord.Close()
	p.docs.Close()
	p.slack.Close()
}

// runOn is Run on a network of the caller's choice.
func runOn(ctx context.Context, w app.World, how How, n network) (err error) {
	script, err := how.read(w)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "engawa-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	on, err := pretend(n)
	if err != nil {
		return err
	}
	defer on.close()
	cfg := app.Config{DiscordConfig: app.DiscordConfig{Token: on.discord.Token(), API: on.discord.URL() + "/api/v10"}, Store: filepath.Join(dir, "engawa.db")}
	cfg.Dial, cfg.Pace = n.dial, notebook.Pace{Poll: demoPoll, Settle: demoSettle}
	cfg.Haste = discord.Haste{Stay: brief, Window: brief}
	cfg.Slack = SlackConfig(on.slack, n.dialSlack)
	if cfg.Google, err = Login(on.docs, n.dialDocs, dir); err != nil {
		return err
	}
	defer cfg.Google.HTTP.CloseIdleConnections()
	db, err := store.Open(cfg.Store)
	if err != nil {
		return err
	}
	err = playDemo(ctx, w, script, on, cfg, db)
	return errors.Join(err, db.Close())
}

// playDemo lets the bot live for as long as the dialogue goes on.
func playDemo(ctx context.Context, w app.World, in script, on pretended, cfg app.Config, db *store.Store) error {
	log := io.Discard
	if cfg.Log = w.Environ["ENGAWA_LOG"]; cfg.Log != "" {
		log = w.Err
	}
	cfg.Log = cmp.Or(cfg.Log, "text")
	if _, _, err := app.LogFormat(cfg.Log); err != nil {
		return err
	}
	lang, zone := words.Of(cmp.Or(w.Environ["LC_ALL"], w.Environ["LANG"])), zoneOf(w.Environ)
	clock := newClock(w.Now, opening(w.Now().In(zone)))
	c := setCast(on, lang, zone, clock)
	if err := bottest.Lay(ctx, db, clock.now, app.Platforms(), c.team); err != nil {
		return err
	}
	h, err := app.New(cfg, db, cfg.Logger(log), clock.now)
	if err != nil {
		return err
	}
	s := &show{in: in, on: on, own: wordsOf(lang), screen: screen{out: w.Out}, time: passing{clock, h, lang, zone}}
	s.play = dialogue.New(dialogue.Stage{
		Doc: c.doc, Slack: on.slack, Server: on.discord, Guild: c.guild, People: c.people, Zone: zone, Now: clock.now, Until: s.until,
		Args: Args(h.Bot),
	})
	s.play.Lang, s.told = lang, s.play.Told
	s.welcome(c.doc)
	s.link = func(ctx context.Context) error {
		return Link(ctx, h.Bot, c.team.ID, c.guild, on.slack, "ana", "bo", "dan", "yuki", "ren")
	}
	return s.live(ctx, h)
}

// live runs the bot and the dialogue until that ends.
func (s *show) live(ctx context.Context, h *app.App) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	events, inSlack := s.on.discord.Events(ctx), s.on.slack.Events(ctx)
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return h.Live(ctx) })
	all.Go(func() error { return printed(s, events, s.play.Show) })
	all.Go(func() error { return printed(s, inSlack, s.play.ShowSlack) })
	all.Go(func() error {
		defer stop()
		return ended(s.perform(ctx))
	})
	return all.Wait()
}

// zoneOf is the machine's own zone, by name, or UTC.
func zoneOf(environ map[string]string) *time.Location {
	link, _ := os.Readlink("/etc/localtime")
	_, name, _ := strings.Cut(link, "zoneinfo/")
	zone, err := schedule.Zone(cmp.Or(strings.TrimPrefix(environ["TZ"], ":"), name, "UTC"))
	if err != nil {
		return time.UTC
	}
	return zone
}
