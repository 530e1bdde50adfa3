// Package app is the whole bot, wired: what the environment says, the store, the
// platforms, the courier, the notebooks and all features, and how it is looked
// after while it runs, by HTTP and by a control socket. The program, the demo and
// the tests of the whole bot take it from here.
//
// Reading begins with [New], the page that wires everything. The package must not
// know what a feature is about, nor how a subcommand is spelled; and it keeps
// nothing in the store.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/store"
)

// App is everything, wired. Its parts are there to be used, not to be replaced.
type App struct {
	Store   *store.Store
	Bot     *bot.Bot
	Courier *courier.Courier
	Scribe  *notebook.Scribe
	Moods   *status.Mood
	Faces
	beside

	cfg Config
	log *slog.Logger
	now func() time.Time
}

// beside is what goes on beside the bot.
type beside struct {
	copies   *copies
	checkup  checkup
	features []bot.Feature
	rosters  []*people.Syncer
	metrics  *metrics
}

// New wires everything on an open store. Nothing runs and nothing is sent yet.
// Each part is made of those before it; what it must hear of later ones it is told
// when it runs, in Live.
func New(cfg Config, db *store.Store, log *slog.Logger, now func() time.Time) (*App, error) {
	key, err := status.ParseKey(cfg.Slack.Key)
	if err != nil {
		return nil, err
	}
	figures, copies := newMetrics(), newCopies(cfg, db, log, now)
	vault := status.NewVault(db, log, key)
	faces, err := meet(cfg, db, log, now, figures, vault)
	if err != nil {
		return nil, err
	}
	post := courier.New(db, log, now, faces.list()...)
	scribe := notebook.New(db, log, now, newNotebooks(cfg, now).find, cfg.pace())
	moods := status.New(vault, now, faces.statuses())
	doctor := checkup{faces, scribe, copies}
	list := Features(parts(cfg, faces, doctor, scribe, moods))
	b, err := bot.New(bot.Surroundings{
		Store: db, Screen: post, Log: log, Now: now, Only: cfg.servers(), Copies: copies.kept(),
		Watch:   bot.Watch{LongestLook: longestLook, Awake: awakeWithin},
		Outside: cfg.outside(faces), Woke: post.Woke, Aloud: post.Aloud,
	}, list...)
	if err != nil {
		return nil, err
	}
	if resting := b.Resting(); len(resting) > 0 {
		log.Warn("teams rest, for ENGAWA_SERVERS does not list their servers", "teams", idsOf(resting))
	}
	a := &App{
		Store: db, Bot: b, Courier: post, Scribe: scribe, Moods: moods, Faces: faces,
		beside: beside{copies: copies, checkup: doctor, features: list, rosters: faces.rostersFor(b, log), metrics: figures},
		cfg:    cfg, log: log, now: now,
	}
	figures.watch(a)
	return a, nil
}

// Features are all there are, in the order in which they hear of what happens.
func (a *App) Features() []bot.Feature { return a.features }

// Run runs everything until ctx ends or one part fails for good.
func (a *App) Run(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return a.Live(ctx) })
	all.Go(func() error { return named("http", a.serve(ctx)) })
	all.Go(func() error { return named("control", a.Control(ctx)) })
	all.Go(func() error { return named("copies", a.copies.run(ctx)) })
	return all.Wait()
}

// Live runs all that needs no address of its own, until ctx ends. The courier
// finishes what is in flight; the store is the caller's to close, after that.
func (a *App) Live(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	later, end := context.WithCancel(context.WithoutCancel(ctx)) // the bot says that it ends, and the courier tells it
	all.Go(func() error { return named("courier", a.Courier.Run(later, a.Bot)) })
	all.Go(func() error {
		defer end()
		return named("bot", a.Bot.Run(ctx))
	})
	all.Go(func() error { return named("notebooks", a.Scribe.Run(ctx, a.Bot)) })
	for _, c := range a.all {
		all.Go(func() error { return named(string(c.Platform()), c.run(ctx, a.Bot)) })
	}
	for _, roster := range a.rosters {
		all.Go(func() error { return named("roster", roster.Run(ctx)) })
	}
	defer a.Close()
	return all.Wait()
}

func idsOf(teams []bot.Team) (ids []string) {
	for _, t := range teams {
		ids = append(ids, string(t.ID))
	}
	return ids
}

func named(part string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return fmt.Errorf("%s: %w", part, err)
}
