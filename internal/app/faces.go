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
	f.Discord, err = discord.New(discord.Config{Token: cfg.Token, API: cfg.API, Dial: cfg.Dial, Log: log, Now: now, Observe: m.request})
	if err == nil && cfg.Slack.BotToken != "" {
		f.Slack, err = slack.New(slack.Config{
			BotToken: cfg.Slack.BotToken, AppToken: cfg.Slack.AppToken, API: cfg.Slack.API, Dial: cfg.Slack.Dial,
			Log: log, Now: now, Observe: m.slackRequest, Guide: bot.NewNames(db, log), Token: vault.Token,
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

// platforms is what the bot asks of them.
func (c Config) platforms(f Faces) bot.Platforms {
	if c.Platforms != nil {
		return *c.Platforms
	}
	doors := map[string]bot.Door{bot.Discord: f.Discord}
	if f.Slack != nil {
		doors[bot.Slack] = f.Slack
	}
	return bot.Platforms{Atlas: f.Discord, Doors: doors, Witness: f.Discord}
}

// tokens knows whose token one is; nil without Slack.
func (f Faces) tokens() status.Tokens {
	if f.Slack == nil {
		return nil
	}
	return f.Slack
}

// rosterFor looks at who is in the teams' channels; nil without Slack.
func (f Faces) rosterFor(teams people.Teams, log *slog.Logger) *people.Syncer {
	if f.Slack == nil {
		return nil
	}
	return people.New(teams, f.Slack, log)
}

// Close lets go of the platforms.
func (f Faces) Close() {
	f.Discord.Close()
	if f.Slack != nil {
		f.Slack.Close()
	}
}
