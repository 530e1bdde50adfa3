package apptest

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/demo"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"

	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"

	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"

	slackspec "github.com/engawa-bot/engawa/internal/fake/slack/spec"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/store"
)

// stage is a small Discord with one server, and what a bot needs to live there.
type stage struct {
	t     testing.TB
	fake  *fake.Server
	guild *fake.Guild
	path  string
	log   *slog.Logger
	poll  time.Duration // how often the notebook is looked at; 0: the usual
	dial  app.Dial      // nil: the network
	beside
}

// beside is what there is beside Discord.
type beside struct {
	docs        *fakedocs.Server // nil: no Google Docs
	login       gdocs.Login
	slackServer *fakeslack.Server // nil: no Slack
	slack       app.SlackConfig
}

// newStage sets up a Discord that holds every request against the specification.
// After the test nothing may have been against the rules.
func newStage(t testing.TB, o fake.Options) *stage {
	t.Helper()
	if o.Check == nil {
		o.Check = spec.ForTest(t).Check
	}
	server, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, fake: server, guild: server.NewGuild("Sakura"), path: filepath.Join(t.TempDir(), "engawa.db")}
	s.log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	t.Cleanup(func() {
		server.Close()
		for _, v := range server.Violations() {
			t.Errorf("against Discord's rules: %s", v)
		}
	})
	return s
}

func (s *stage) config() app.Config {
	return app.Config{DiscordConfig: app.DiscordConfig{Token: s.fake.Token(), API: s.fake.URL() + "/api/v10"}, Store: s.path, HTTP: "127.0.0.1:0", Log: "text,debug", Google: s.login, Slack: s.slack, Instead: app.Instead{Dial: s.dial, Pace: notebook.Pace{Poll: s.poll}}}
}

// slowPulse is how often Slack asks whether the bot is alive where tests
// live through weeks; the tests of the socket have the real pulse.
const slowPulse = time.Hour

// withSlack adds a Slack to the stage, in which the app is what its manifest says.
// After the test nothing may have been against its rules.
func (s *stage) withSlack(listener *pipe.Listener) {
	s.t.Helper()
	o := fakeslack.Options{Spec: slackspec.ForTest(s.t), App: demo.SlackApp(slack.Manifest(app.Commands())), PingEvery: slowPulse}
	var way app.Dial
	if listener != nil {
		o.Listener, way = listener, listener.DialContext
	}
	slackServer, err := fakeslack.Start(o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.slackServer, s.slack = slackServer, demo.SlackConfig(slackServer, way)
	s.t.Cleanup(func() {
		slackServer.Close()
		for _, v := range slackServer.Violations() {
			s.t.Errorf("against Slack's rules: %s", v)
		}
	})
}

// withDocs adds a Google Docs to the stage, with a Doc that a person has made.
// After the test nothing may have been against its rules.
func (s *stage) withDocs(listener *pipe.Listener) *fakedocs.Doc {
	s.t.Helper()
	o := fakedocs.Options{}
	var dial func(context.Context, string, string) (net.Conn, error)
	if listener != nil {
		o.Listener, dial = listener, listener.DialContext
	}
	server, err := fakedocs.Start(o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.docs = server
	s.t.Cleanup(func() {
		s.login.HTTP.CloseIdleConnections()
		server.Close()
		for _, v := range server.Violations() {
			s.t.Errorf("against Google's rules: %s", v)
		}
	})
	if s.login, err = demo.Login(server, dial, s.t.TempDir()); err != nil {
		s.t.Fatal(err)
	}
	return server.NewDoc("KPT Sakura")
}

// team is a team of the stage's server, with a lounge, a focus room and a
// pairing room; its tea comes with the rule given.
func (s *stage) team(id bot.TeamID, g *fake.Guild, tea string) bot.Team {
	room := func(name string, kind bot.RoomKind) bot.Room {
		return bot.Room{ID: bot.RoomID(g.Voice(name).ID()), Name: name, Kind: kind}
	}
	return bot.Team{
		ID: id, Name: g.Name(), Server: bot.ServerID(g.ID()), Manner: bot.Manner{Lang: words.English, Zone: "Asia/Tokyo"},
		Circle: bottest.Circle(),
		Text:   bot.Channels{Main: bot.ChannelID(g.Text("general").ID())},
		Rooms:  []bot.Room{room("Lounge", bot.Lounge), room("Focus", bot.Focus), room("Pairing", bot.Pairing)},
		Habits: []bot.Habit{{Name: bot.Tea, Rule: tea, Minutes: 15}},
	}
}

// open starts the bot on the stage's store; the function returned ends it.
func (s *stage) open(now func() time.Time, teams ...bot.Team) (*app.App, func()) {
	s.t.Helper()
	s.fake.Calendar(now)
	db := openAlone(s.t, s.path)
	h := s.build(s.config(), db, s.log, now, teams...)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Live(ctx) }()
	return h, func() {
		s.t.Helper()
		cancel()
		if err := <-ended; err != nil {
			s.t.Errorf("the bot ended with: %v", err)
		}
		if err := db.Close(); err != nil {
			s.t.Error(err)
		}
	}
}

// build wires the bot, with teams. Those with channels in Slack have lived here
// for long.
func (s *stage) build(cfg app.Config, db *store.Store, log *slog.Logger, now func() time.Time, teams ...bot.Team) *app.App {
	s.t.Helper()
	for _, t := range teams {
		if len(t.Elsewhere) > 0 {
			if err := bottest.Lay(context.Background(), db, now, app.Platforms(), t); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	h, err := app.New(cfg, db, log, now)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, t := range teams {
		if len(t.Elsewhere) == 0 {
			if err := h.Bot.Apply(context.Background(), t); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	return h
}

// eventually waits until ok holds, looking again whenever something happens on
// the stage.
func (s *stage) eventually(what string, within time.Duration, ok func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	events := s.fake.Events(ctx)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-events:
		case <-tick.C:
		case <-ctx.Done():
			s.t.Fatalf("not within %v: %s", within, what)
		}
	}
}
