package apptest

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/need"
)

// Somebody with forty long notes reads all that Slack shows of them. The pretended
// Slack says of each card whether it would tell of a press on it: it drops what is
// too long.
func TestTheLargestPagesInSlackCanStillBePressed(t *testing.T) {
	need.Unraced(t)
	t.Parallel()
	for locale, sign := range map[string]string{"ja-JP": "縁側", "en-US": "tea ", "en-GB": "🍵"} {
		t.Run(locale, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				s.withSlack(pipe.Listen("slack.invalid"))
				cfg.Slack = s.slack
				g := s.fake.NewGuild("Sakura")
				team := s.team("sakura", g, "weekdays 16:00")
				team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
				hall := s.slackServer.Channel("sakura")
				team = team.Put(bot.Elsewhere{On: "slack", Channel: bot.ChannelID(hall.ID()), Window: team.At("slack").Window})
				hana := s.slackServer.Member("hana", fakeslack.Locale(locale))
				hall.Invite(hana)
				hana.At(hall)
				clock := newMovedClock(at(13, 0, 0))
				_, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clock.now, team)
				defer stop()
				time.Sleep(time.Minute)
				for i := range 40 {
					command := []string{"/keep", "/problem", "/try"}[i%3]
					inSlack(t, hana.Run(command, fmt.Sprint(i, " ", strings.Repeat(sign, 490/len([]rune(sign))))))
					time.Sleep(5 * time.Second)
				}
				for _, command := range []string{"/kpt mine", "/kpt numbers", "/tries list", "/tries show", "/practices", "/rooms", "/reminders", "/engawa help", "/engawa privacy", "/engawa link"} {
					name, text, _ := strings.Cut(command, " ")
					inSlack(t, hana.Run(name, text))
					time.Sleep(5 * time.Second)
				}
				page := inSlack(t, hana.OpenHome()).View
				if rest := strings.Repeat(sign, 5); !strings.Contains(page.Render(), rest) {
					t.Errorf("the home tab shows no note:\n%.300s", page.Render())
				}
			})
		})
	}
}

// inSlack waits for what is shown to who did something.
func inSlack(t *testing.T, a *fakeslack.Answer) *fakeslack.Answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := a.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	return a
}
