package demo

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"

	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/store"
)

// SlackApp is the app that a manifest describes. It reads the lines of our own
// one; it does not know YAML.
func SlackApp(manifest string) fakeslack.App {
	app := fakeslack.App{BotScopes: slack.Scopes(), ShortcutNames: map[string]string{}}
	var list, name, kind string
	for line := range strings.Lines(manifest) {
		line = strings.TrimSpace(line)
		item, isItem := strings.CutPrefix(line, "- ")
		key, value, pair := strings.Cut(item, ": ")
		if text, err := strconv.Unquote(value); err == nil {
			value = text
		}
		switch {
		case !isItem && strings.HasSuffix(line, ":"):
			list = strings.TrimSuffix(line, ":")
		case list == "bot_events" && isItem && !pair:
			app.Events = append(app.Events, item)
		case key == "command":
			app.Commands = append(app.Commands, value)
		case key == "name":
			name = value
		case key == "type":
			kind = value
		case key == "callback_id":
			app.ShortcutNames[name] = value
			if kind == "message" {
				app.MessageShortcuts = append(app.MessageShortcuts, value)
			} else {
				app.GlobalShortcuts = append(app.GlobalShortcuts, value)
			}
		}
	}
	return app
}

// SlackConfig is the way into a pretended Slack; see config.
func SlackConfig(server *fakeslack.Server, way app.Dial) app.SlackConfig {
	return app.SlackConfig{BotToken: server.BotToken(), AppToken: server.AppToken(), API: server.URL() + "/api/", Dial: way}
}

// SlackTeam gives a team its two channels in Slack, with everybody of its server
// in them.
func SlackTeam(server *fakeslack.Server, team *bot.Team, people []*fake.Member, lang words.Lang) {
	zone, err := time.LoadLocation(team.Zone)
	if err != nil {
		zone = time.UTC
	}
	own, window := server.Channel("sakura"), server.Channel("engawa-window")
	for _, p := range people {
		locale := map[words.Lang]string{words.English: "en-US", words.Japanese: "ja-JP"}[lang]
		switch p.Name() {
		case "yuki":
			locale = "ja-JP"
		case "ren":
			locale = "en-GB"
		}
		m := server.Member(p.Name(), fakeslack.Locale(locale), fakeslack.Zone(zone))
		own.Invite(m)
		window.Invite(m)
	}
	team.Elsewhere = []bot.Elsewhere{{On: slack.Platform, Channel: bot.ChannelID(own.ID()), Window: bot.ChannelID(window.ID())}}
}

// Link tells the bot whose account in Slack is whose.
func Link(ctx context.Context, b *bot.Bot, team bot.TeamID, g *fake.Guild, server *fakeslack.Server, names ...string) error {
	return b.Visit(ctx, team, func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error {
			for _, name := range names {
				here := bot.Account{On: discord.Platform, ID: g.Member(name).ID()}
				there := bot.Account{On: slack.Platform, ID: server.Member(name).ID()}
				if err := s.Link(tx, here, there); err != nil {
					return err
				}
				for _, a := range []bot.Account{here, there} {
					if _, err := s.KeepAccount(tx, a, func(m *bot.Member) { m.Name = name }); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}
