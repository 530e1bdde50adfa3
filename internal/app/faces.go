package app

import (
	"log/slog"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/store"
)

// Faces are the platforms.
type Faces struct {
	Discord *discord.Face
	Slack   *slack.Face // nil: the keeper has set up none
}

// meet makes the faces.
func meet(cfg Config, db *store.Store, log *slog.Logger, now func() time.Time, m *metrics, vault *status.Vault) (f Faces, err error) {
	names := bot.NewNames(db, log, Platforms())
	f.Discord, err = discord.New(discord.Config{Token: cfg.Token, API: cfg.API, Dial: cfg.Dial, Log: log, Now: now, Observe: m.request, Guide: names})
	if err == nil && cfg.Slack.BotToken != "" {
		f.Slack, err = slack.New(slack.Config{
			BotToken: cfg.Slack.BotToken, AppToken: cfg.Slack.AppToken, API: cfg.Slack.API, Dial: cfg.Slack.Dial,
			Log: log, Now: now, Observe: m.slackRequest, Guide: names, Token: vault.Token,
		})
	}
	return f, err
}

// all lists those that there are.
func (f Faces) all() []bot.Face {
	if f.Slack == nil {
		return []bot.Face{f.Discord}
	}
	return []bot.Face{f.Discord, f.Slack}
}

// outside is what the bot asks of them.
func (c Config) outside(f Faces) bot.Outside {
	if c.Outside != nil {
		return *c.Outside
	}
	doors := map[bot.Platform]bot.Door{discord.Platform: f.Discord}
	if f.Slack != nil {
		doors[slack.Platform] = f.Slack
	}
	return bot.Outside{Platforms: Platforms(), Atlas: f.Discord, Doors: doors, Witness: f.Discord}
}

// statuses is how members let their status be set.
func (f Faces) statuses() status.Way {
	way := status.Way{On: slack.Platform, Where: slack.Apps, How: "slack.token.how", Shape: slack.IsToken}
	if f.Slack != nil {
		way.Tokens = f.Slack
	}
	return way
}

// rosterFor looks at who is in the teams' channels; nil without Slack.
func (f Faces) rosterFor(teams people.Teams, log *slog.Logger) *people.Syncer {
	if f.Slack == nil {
		return nil
	}
	return people.New(teams, slack.Platform, f.Slack, log)
}

// Close lets go of the platforms.
func (f Faces) Close() {
	f.Discord.Close()
	if f.Slack != nil {
		f.Slack.Close()
	}
}
