package apptest

import (
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	"github.com/engawa-bot/engawa/internal/need"
)

// Two hundred teams have tea at four: at two minutes to four each reads a note in
// its own channel of one Slack, in which an app may say a few hundred things a
// minute.
func TestTheNotesOfTwoHundredTeamsAreReadInTimeAndSlackNeverAsksToWait(t *testing.T) {
	need.Unraced(t)
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const crowd = 200
		s, cfg := piped(t, fake.Options{})
		s.withSlack(pipe.Listen("slack.invalid"))
		cfg.Slack = s.slack
		var teams []bot.Team
		for i := range crowd {
			g := s.fake.NewGuild(fmt.Sprintf("Team %d", i))
			team := s.team(bot.TeamID(fmt.Sprintf("team-%d", i)), g, "weekdays 16:00")
			team.Habits[0].Options.NoCalendarEvent = true
			team = team.Put(bot.Elsewhere{On: "slack", Channel: bot.ChannelID(s.slackServer.Channel(fmt.Sprintf("team-%d", i)).ID()), Window: team.At("slack").Window})
			g.Member("ana").Join(g.Voice("Lounge"))
			teams = append(teams, team)
		}
		clock := newMovedClock(at(15, 50, 0)) // the boards and the rosters come first
		h, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clock.now, teams...)
		defer stop()
		time.Sleep(8*time.Minute - time.Second)
		events := s.slackServer.Events(t.Context()) // before anything is due: the first note comes at that instant
		time.Sleep(time.Second)
		due := time.Now()
		time.Sleep(119 * time.Second)
		read, last := map[string]int{}, time.Duration(0)
		for _, e := range happened(events) {
			if e.Channel != nil && e.Message.From == s.slackServer.BotUser() {
				read[e.Channel.Name()]++
				last = max(last, e.At.Sub(due))
			}
		}
		t.Logf("%d notes, the last after %v; %d × 429", len(read), last, s.slackServer.TooMany())
		for i := range crowd {
			if name := fmt.Sprintf("team-%d", i); read[name] != 1 {
				t.Errorf("#%s read %d notes, want 1", name, read[name])
			}
		}
		if n := s.slackServer.TooMany(); n != 0 {
			t.Errorf("%d answers 429, want none", n)
		}
		if n := h.Courier.Tally.Dropped.Load(); n != 0 {
			t.Errorf("%d notes came too late", n)
		}
	})
}
