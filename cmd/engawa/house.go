package main

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
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// house is everything, wired: the store, the faces, the courier and the bot.
type house struct {
	cfg config
	log *slog.Logger
	now func() time.Time
	db  *store.Store
	faces
	courier *courier.Courier
	bot     *bot.Bot
	outside
	metrics *metrics
}

// faces are the platforms.
type faces struct {
	face  *discord.Face
	slack *slack.Face // nil: the keeper has set up none
}

// outside is what looks at something besides, and comes back with it.
type outside struct {
	copies *copies
	scribe *notebook.Scribe
	roster *people.Syncer // nil without Slack
	moods  *status.Mood
}

// build wires everything on an open store. Nothing runs and nothing is sent yet.
func build(cfg config, db *store.Store, log *slog.Logger, now func() time.Time) (*house, error) {
	h := &house{cfg: cfg, log: log, now: now, db: db, metrics: newMetrics()}
	if err := h.meet(); err != nil {
		return nil, err
	}
	books := newNotebooks(cfg)
	books.has = func(id bot.TeamID) bool { return h.bot.HasDoc(id) }
	h.copies = newCopies(cfg, db, log, now)
	h.scribe = notebook.New(db, log, now, books.find)
	var err error
	h.bot, err = bot.New(db, h.courier, log, now, h.features()...)
	if err != nil {
		return nil, err
	}
	h.bot.Platforms = platforms()
	h.bot.LongestLook, h.bot.Awake, h.bot.Atlas, h.bot.Doors, h.bot.Witness = longestLook, awakeWithin, h.face, h.doors(), h.face
	if h.bot.Aloud = h.courier.Aloud; h.copies.folder != "" {
		h.bot.Copies = copiesKept
	}
	h.courier.Rests, h.courier.MayHave = h.rests, h.bot.MayHave
	h.bot.Woke = func(id bot.TeamID) { h.courier.Woke(string(id)) }
	h.bot.Only(cfg.servers()...)
	if resting := h.bot.Resting(); len(resting) > 0 {
		log.Warn("teams rest, for ENGAWA_SERVERS does not list their servers", "teams", idsOf(resting))
	}
	h.courier.Refused, h.courier.Closed, h.moods.Visit = h.bot.Refused, h.bot.Closed, h.bot.Visit
	h.scribe.Teams, h.scribe.Changed = h.bot, h.bot.Refresh
	h.scribe.Poll, h.scribe.Settle = notebookPoll, notebookSettle
	if h.slack != nil {
		h.roster = people.New(h.bot, slack.Platform, h.slack, log)
	}
	h.metrics.watch(h)
	return h, nil
}

// meet makes the faces, and the courier that goes between them and the rest.
func (h *house) meet() (err error) {
	cfg := h.cfg
	h.face, err = discord.New(discord.Config{Token: cfg.Token, API: cfg.API, Dial: cfg.Dial, Log: h.log, Now: h.now, Observe: h.metrics.request, Guide: guide{h}})
	if err != nil {
		return err
	}
	all := []bot.Face{h.face}
	way := status.Way{On: slack.Platform, Where: slack.Apps, How: "slack.token.how", Shape: slack.IsToken}
	if cfg.Slack.BotToken != "" {
		h.slack, err = slack.New(slack.Config{
			BotToken: cfg.Slack.BotToken, AppToken: cfg.Slack.AppToken, API: cfg.Slack.API, Dial: cfg.Slack.Dial,
			Log: h.log, Now: h.now, Observe: h.metrics.slackRequest, Guide: guide{h},
			Token: func(user string) (string, bool) { return h.moods.Token(user) },
		})
		if err != nil {
			return err
		}
		all, way.Tokens = append(all, h.slack), h.slack
	}
	h.courier = courier.New(h.db, h.log, h.now, all...)
	key, err := status.ParseKey(cfg.Slack.Key)
	if err == nil {
		h.moods = status.New(h.db, h.log, h.now, key, way)
	}
	return err
}

// guide tells the faces what ids mean; the bot is made after them.
type guide struct{ h *house }

func (g guide) Team(id bot.TeamID) (bot.Team, bool) { return g.h.bot.Team(id) }

func (g guide) Called(team bot.TeamID, id bot.MemberID, on bot.Platform) (account, name string) {
	return g.h.bot.Called(team, id, on)
}

func (g guide) LinkTo(t bot.Team, place bot.ChannelID) string { return g.h.bot.LinkTo(t, place) }

// features are all there are, in the order in which they hear of what happens.
func (h *house) features() []bot.Feature {
	all := []bot.Feature{
		setup.Feature(h.face, checkup{h}, slack.Platform),
		rooms.Feature(),
		decision.Feature(),
		tea.Feature(),
		retro.Feature(h.scribe, recall.New(), gauge),
		remind.Feature(),
		tries.Feature(h.scribe),
		teamfigures.Feature(),
		h.moods.Feature(),
		announce.Feature(
			announce.Call{Habit: bot.Standup, Sound: "bell", Ahead: 5 * time.Minute},
			announce.Call{Habit: bot.Tea, Sound: "tea", Ahead: 2 * time.Minute, Invite: tea.Invite, Farewell: tea.Farewell},
			announce.Call{Habit: bot.KPT, Sound: "gong", Press: retro.Begin},
		),
		people.Feature(h.cfg.Slack.Draw),
	}
	if h.slack != nil {
		all = append(all, setup.Answers(map[bot.Platform]setup.Insiders{slack.Platform: h.slack}))
	}
	return all
}

// gauge says a figure of the team's rooms, from a day until today.
func gauge(s *bot.Scene, tx *store.Tx, m kpt.Measure, since schedule.Date) (words.Text, error) {
	f, err := teamfigures.Of(tx, s.Team.ID, m, since, s.Today())
	return teamfigures.Say(s.Team.Lang, f), err
}

// run runs everything until ctx ends or one part fails for good.
func (h *house) run(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return h.live(ctx) })
	all.Go(func() error { return named("http", h.serve(ctx)) })
	all.Go(func() error { return named("control", h.control(ctx)) })
	all.Go(func() error { return named("copies", h.copies.run(ctx)) })
	return all.Wait()
}

// live runs all that needs no address of its own, until ctx ends. The courier
// finishes what is in flight; the store is the caller's to close, after that.
func (h *house) live(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	later, end := context.WithCancel(context.WithoutCancel(ctx)) // the bot says that it ends, and the courier tells it
	all.Go(func() error { return named("courier", h.courier.Run(later)) })
	all.Go(func() error {
		defer end()
		return named("bot", h.bot.Run(ctx))
	})
	all.Go(func() error { return named("notebooks", h.scribe.Run(ctx)) })
	all.Go(func() error { return h.face.Run(ctx, h.bot) })
	if h.slack != nil {
		all.Go(func() error { return named("slack", h.slack.Run(ctx, h.bot)) })
		all.Go(func() error { return named("roster", h.roster.Run(ctx)) })
	}
	defer h.hangUp()
	return named("discord", all.Wait())
}

// doors is the platforms as those who know who belongs to a team.
func (f faces) doors() map[bot.Platform]bot.Door {
	doors := map[bot.Platform]bot.Door{discord.Platform: f.face}
	if f.slack != nil {
		doors[slack.Platform] = f.slack
	}
	return doors
}

// hangUp lets go of the platforms.
func (f faces) hangUp() {
	f.face.Close()
	if f.slack != nil {
		f.slack.Close()
	}
}

// rests tells whether nothing is to be delivered for a team.
func (h *house) rests(team string) bool { return h.bot.Rests(bot.TeamID(team)) }

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
