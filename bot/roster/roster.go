// Package roster knows who of a team is who in Slack. It looks at who is in the
// team's channel there, and links their accounts with those in Discord: by
// e-mail where the team file gives it, otherwise only when somebody confirms it.
//
// Who is called like one person in Discord is asked in Slack, once. Who begins it
// themselves, with '/engawa link', has the other account asked; only that one can
// confirm.
//
// It must not know Slack: what it needs of it is [Guests]. What is linked is in
// bot's table 'people'.
//
// Its tables in the store: 'addresses' (team/member in Discord → fingerprint of
// their e-mail) and 'questions' (team/account that was asked/account that it was
// asked about → question; 30 days). An e-mail itself is never kept.
//
// Caveat: a fingerprint is a SHA-256 without a secret. Who has the store can find
// out whether it holds an e-mail that they know.
package roster

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// Guests tells who is in a channel of Slack, without apps and deactivated
// accounts, and whether we can write there: a channel in which we cannot is
// refused with bot.Closed. The Slack face is one.
type Guests interface {
	People(ctx context.Context, channel bot.ChannelID) ([]bot.Guest, error)
	Reach(ctx context.Context, channel bot.ChannelID) error
}

// Teams is what a Syncer needs of bot.Bot.
type Teams interface {
	Teams() []bot.Team
	Visit(ctx context.Context, team bot.TeamID, fn func(*bot.Scene) error) error
	Closed(ctx context.Context, key store.Key, place bot.ChannelID, why *bot.Refusal) (moved bool, err error)
}

// Syncer looks at the teams' channels in Slack: when it starts, when a team has
// chosen another channel, then hourly, and every minute as long as something of a
// team's is closed.
type Syncer struct {
	teams  Teams
	guests Guests
	log    *slog.Logger
}

// How often is looked.
const (
	glance = 5 * time.Second // at the teams' set-up, which is in memory
	often  = time.Minute     // at what is closed or failed
	seldom = time.Hour       // at who is in a channel
)

// New makes a syncer; guests may be nil where there is no Slack.
func New(teams Teams, guests Guests, log *slog.Logger) *Syncer {
	return &Syncer{teams, guests, log}
}

// Run looks until ctx ends.
func (s *Syncer) Run(ctx context.Context) error {
	if s.guests == nil {
		<-ctx.Done()
		return nil
	}
	var all sync.WaitGroup
	defer all.Wait()
	desks, known := map[bot.TeamID]*desk{}, map[bot.TeamID]bot.SlackSet{}
	for {
		for _, team := range s.teams.Teams() {
			d, open := desks[team.ID]
			switch {
			case !open && team.Slack == (bot.SlackSet{}):
				continue
			case !open:
				d = &desk{syncer: s, team: team.ID, changed: make(chan struct{}, 1)}
				desks[team.ID] = d
				all.Go(func() { d.run(ctx) })
			case known[team.ID] != team.Slack:
				d.knock()
			}
			known[team.ID] = team.Slack
		}
		select {
		case <-time.After(glance):
		case <-ctx.Done():
			return nil
		}
	}
}
