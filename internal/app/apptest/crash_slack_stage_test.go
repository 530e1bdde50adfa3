package apptest

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/internal/app"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
	slackspec "github.com/engawa-bot/engawa/internal/fake/slack/spec"
	"github.com/engawa-bot/engawa/store"
)

// slackStage is a programStage whose teams are in Slack too.
type slackStage struct {
	*programStage
	window     *fakeslack.Channel
	slackTeams []*slackTeam
	written    int
}

// slackTeam is a team of the slackStage: a KPT and its people.
type slackTeam struct {
	*liveTeam
	channel *fakeslack.Channel
	starts  time.Time // of the KPT
	linked  []*fakeslack.Member
	alone   *fakeslack.Member // in Slack only
	hand    *fake.Member      // in Discord only
	writer  *fakeslack.Member // linked too
	wrote   bool
}

// from is when its people are reminded of the KPT.
func (b *slackTeam) from() time.Time { return b.starts.Add(-2 * time.Hour) }

// newSlackStage adds twelve teams whose people are reminded one team after
// another, as far apart as the kills let the clock go on.
func newSlackStage(t *testing.T, bin string, speed float64) *slackStage {
	t.Helper()
	slack, err := fakeslack.Start(fakeslack.Options{Spec: slackspec.ForTest(t), Limits: fakeslack.Limits{Off: true}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		slack.Close()
		for _, v := range slack.Violations() {
			t.Errorf("against Slack's rules: %s", v)
		}
	})
	begin := time.Now().UTC().Truncate(time.Minute).Add(30 * time.Second) // Slack's own clock names its messages
	s := &slackStage{programStage: newProgramStage(t, bin, begin, speed), window: slack.Channel("window")}
	s.slackServer = slack
	zone := zoneAtTen(begin)
	apart := max(time.Minute, time.Duration(*kills)*5*time.Second/2)
	for i := range 12 {
		s.addSlackTeam(i, zone, begin.Add(2*time.Hour+time.Duration(i)*apart).Truncate(time.Minute).Add(time.Minute))
	}
	s.setUp()
	s.introduceAll()
	return s
}

// zoneAtTen is a zone whose clocks show ten: nobody is reminded at night.
func zoneAtTen(at time.Time) string {
	switch east := 10 - at.Hour(); {
	case east > 0:
		return fmt.Sprintf("Etc/GMT-%d", east) // the sign is the other way round there
	case east < -12:
		return fmt.Sprintf("Etc/GMT-%d", east+24)
	case east < 0:
		return fmt.Sprintf("Etc/GMT+%d", -east)
	}
	return "Etc/UTC"
}

func (s *slackStage) addSlackTeam(i int, zone string, starts time.Time) {
	id := fmt.Sprintf("team-%d", i)
	local := starts.In(location(s.t, zone))
	tea := call{habit: bot.Tea, rule: fmt.Sprintf("%d-59/10 * * * *", i%10)}
	b := &slackTeam{starts: starts, channel: s.slackServer.Channel(id)}
	b.liveTeam = s.addTeam(bot.TeamID(id), s.guild, zone, 1, call{habit: bot.KPT, rule: "daily " + local.Format("15:04")}, tea)
	b.Team = b.Put(bot.Elsewhere{On: "slack", Channel: bot.ChannelID(b.channel.ID()), Window: bot.ChannelID(s.window.ID())})
	person := func(name string) *fakeslack.Member {
		m := s.slackServer.Member(id+" "+name, fakeslack.Zone(location(s.t, zone))) // their hours are the team's
		b.channel.Invite(m)
		return m
	}
	b.linked = []*fakeslack.Member{person("ana"), person("bo"), person("chi")}
	b.alone, b.writer = person("alone"), person("writer")
	b.hand = s.guild.Member(id + " hand")
	s.slackTeams = append(s.slackTeams, b)
}

// environ is what the program is told.
func (s *slackStage) environ() []string {
	return append(s.programStage.environ(), "ENGAWA_SLACK_BOT_TOKEN="+s.slackServer.BotToken(), "ENGAWA_SLACK_APP_TOKEN="+s.slackServer.AppToken(),
		"ENGAWA_SLACK_API="+s.slackServer.URL()+"/api/")
}

func (s *slackStage) run() *process { return launch(s.t, s.bin, s.environ(), "run") }

// introduceAll has the teams know their people.
func (s *slackStage) introduceAll() {
	s.t.Helper()
	db := openAlone(s.t, s.path)
	b, err := bot.New(bot.Surroundings{Store: db, Screen: unseen{}, Log: slog.New(slog.DiscardHandler), Now: s.clock.now, Outside: bot.Outside{Platforms: app.Platforms()}})
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	for _, team := range s.slackTeams {
		if err := bottest.SayYes(ctx, b, team.ID); err != nil {
			s.t.Fatal(err)
		}
		err := b.Visit(ctx, team.ID, func(s *bot.Scene) error {
			return s.Update(func(tx *store.Tx) error { return team.introduce(s, tx) })
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		s.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// unseen shows nothing.
type unseen struct{}

func (unseen) Show(bot.Display) {}

func (b *slackTeam) introduce(s *bot.Scene, tx *store.Tx) error {
	g := b.text.Guild()
	for _, m := range append(b.linked, b.writer) {
		twin := bot.Account{On: "discord", ID: g.Member(m.Name()).ID()}
		if _, err := s.KeepAccount(tx, twin, func(k *bot.Member) { k.Name = m.Name() }); err != nil {
			return err
		}
		if err := s.Link(tx, twin, bot.Account{On: "slack", ID: m.ID()}); err != nil {
			return err
		}
	}
	hand := bot.Account{On: "discord", ID: b.hand.ID()}
	if _, err := s.KeepAccount(tx, hand, func(k *bot.Member) { k.Name = b.hand.Name() }); err != nil {
		return err
	}
	alone := bot.Account{On: "slack", ID: b.alone.ID()}
	_, err := s.KeepAccount(tx, alone, func(k *bot.Member) { k.Name, k.Alone = b.alone.Name(), true })
	return err
}
