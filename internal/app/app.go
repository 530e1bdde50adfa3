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
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/feature/announce"
	"github.com/engawa-bot/engawa/bot/feature/decision"
	teamfigures "github.com/engawa-bot/engawa/bot/feature/figures"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/feature/recall"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/feature/retro"
	"github.com/engawa-bot/engawa/bot/feature/rooms"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/feature/tea"
	"github.com/engawa-bot/engawa/bot/feature/tries"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
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

// Faces are the platforms.
type Faces struct {
	Discord *discord.Face
	Slack   *slack.Face // nil: the keeper has set up none
}

// beside is what goes on beside the bot.
type beside struct {
	copies  *copies
	roster  *people.Syncer // nil without Slack
	metrics *metrics
}

// New wires everything on an open store. Nothing runs and nothing is sent yet.
func New(cfg Config, db *store.Store, log *slog.Logger, now func() time.Time) (*App, error) {
	a := &App{cfg: cfg, log: log, now: now, Store: db, beside: beside{metrics: newMetrics()}}
	if err := a.meet(); err != nil {
		return nil, err
	}
	a.copies = newCopies(cfg, db, log, now)
	a.Scribe = notebook.New(db, log, now, newNotebooks(cfg).find, cfg.pace())
	var err error
	a.Bot, err = bot.New(db, a.Courier, log, now, a.Features()...)
	if err != nil {
		return nil, err
	}
	a.Bot.LongestLook, a.Bot.Awake, a.Bot.Atlas, a.Bot.Doors, a.Bot.Witness = longestLook, awakeWithin, a.Discord, a.doors(), a.Discord
	if a.Bot.Aloud = a.Courier.Aloud; a.copies.folder != "" {
		a.Bot.Copies = copiesKept
	}
	a.Bot.Woke = a.Courier.Woke
	a.Bot.Only(cfg.servers()...)
	if resting := a.Bot.Resting(); len(resting) > 0 {
		log.Warn("teams rest, for ENGAWA_SERVERS does not list their servers", "teams", idsOf(resting))
	}
	a.Moods.Visit = a.Bot.Visit
	if a.Slack != nil {
		a.roster = people.New(a.Bot, a.Slack, log)
	}
	a.metrics.watch(a)
	return a, nil
}

// meet makes the faces, and the courier that goes between them and the rest.
func (a *App) meet() (err error) {
	cfg := a.cfg
	a.Discord, err = discord.New(discord.Config{Token: cfg.Token, API: cfg.API, Dial: cfg.Dial, Log: a.log, Now: a.now, Observe: a.metrics.request})
	if err != nil {
		return err
	}
	all := []bot.Face{a.Discord}
	var owners status.Tokens
	if cfg.Slack.BotToken != "" {
		a.Slack, err = slack.New(slack.Config{
			BotToken: cfg.Slack.BotToken, AppToken: cfg.Slack.AppToken, API: cfg.Slack.API, Dial: cfg.Slack.Dial,
			Log: a.log, Now: a.now, Observe: a.metrics.slackRequest, Guide: guide{a},
			Token: func(user string) (string, bool) { return a.Moods.Token(user) },
		})
		if err != nil {
			return err
		}
		all, owners = append(all, a.Slack), a.Slack
	}
	a.Courier = courier.New(a.Store, a.log, a.now, all...)
	key, err := status.ParseKey(cfg.Slack.Key)
	if err == nil {
		a.Moods = status.New(a.Store, a.log, a.now, key, owners)
	}
	return err
}

// guide tells the Slack face what ids mean; the bot is made after the face.
type guide struct{ a *App }

func (g guide) Team(id bot.TeamID) (bot.Team, bool) { return g.a.Bot.Team(id) }

func (g guide) Called(team bot.TeamID, id bot.MemberID) (user, name string) {
	return g.a.Bot.Called(team, id)
}

// Features are all there are, in the order in which they hear of what happens.
func (a *App) Features() []bot.Feature {
	all := []bot.Feature{
		setup.Feature(a.Discord, a),
		rooms.Feature(),
		decision.Feature(),
		tea.Feature(),
		retro.Feature(a.Scribe, recall.New(), gauge),
		remind.Feature(),
		tries.Feature(a.Scribe),
		teamfigures.Feature(),
		a.Moods.Feature(),
		announce.Feature(map[habit.Kind]announce.Hooks{
			habit.Tea: {Invite: tea.Invite, Farewell: tea.Farewell},
			habit.KPT: {Press: retro.Begin},
		}),
		people.Feature(a.cfg.Slack.Draw),
	}
	if a.Slack != nil {
		all = append(all, setup.Answers(a.Slack))
	}
	return all
}

// gauge says a figure of the team's rooms, from a day until today.
func gauge(s *bot.Scene, tx *store.Tx, m kpt.Measure, since schedule.Date) (words.Text, error) {
	f, err := teamfigures.Of(tx, s.Team.ID, m, since, s.Today())
	return teamfigures.Say(s.Team.Lang, f), err
}

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
	all.Go(func() error { return a.Discord.Run(ctx, a.Bot) })
	if a.Slack != nil {
		all.Go(func() error { return named("slack", a.Slack.Run(ctx, a.Bot)) })
		all.Go(func() error { return named("roster", a.roster.Run(ctx)) })
	}
	defer a.Close()
	return named("discord", all.Wait())
}

// doors is the platforms as those who know who belongs to a team.
func (f Faces) doors() map[string]bot.Door {
	doors := map[string]bot.Door{bot.Discord: f.Discord}
	if f.Slack != nil {
		doors[bot.Slack] = f.Slack
	}
	return doors
}

// Close lets go of the platforms.
func (f Faces) Close() {
	f.Discord.Close()
	if f.Slack != nil {
		f.Slack.Close()
	}
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
