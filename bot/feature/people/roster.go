// Package people knows who of a team is who on its platforms. It looks at who is in
// the team's channel on a platform that is not its server's, and links accounts with
// others when both have said yes. A name is free text, and a team file is a keeper's word: likeness is a
// suggestion only.
//
// # How two accounts become one person's
//
// All ways stand in one table, [ways]. Each begins with a first yes (propose): an
// account reads a number, and the other account is asked for it. Typing it there
// is the second yes (confirm), and nothing else links. So nobody links an account
// that they do not hold, and a thoughtless press on a card of somebody with the
// same name links nobody either.
//
// Three wrong numbers, 'Not me', 'Take it back' and a day end it. An account waits
// for one other at a time, and asks three a day, each once; a no holds for 30 days, also
// when either deletes what is kept of them, for it is who said it whom it spares.
//
// # Its tables
//
// 'proposals': team/account that is asked/account that proposes → proposal; a day.
// 'questions': team/account that was asked/account that it was asked about →
// question, which is a suggestion of ours or a no; 30 days. 'addresses':
// team/member → fingerprint of their e-mail, never the e-mail itself.
// What is linked is in bot's table 'people'.
//
// # Caveats
//
// It knows no platform: what it needs of one is [Guests].
//
// A number is kept as it is, for '/engawa link' shows it again, and a hash of six
// digits hides nothing: a million tries take a second. It is gone when it is over,
// and who reads the store on a later day, or a copy of it, finds only dead ones.
//
// A fingerprint is a SHA-256 without a secret. Who has the store can find out
// whether it holds an e-mail that they know.
//
// The first version linked on one press. A card of that time proposes instead
// ('link yes') or says no; its rows in 'questions' and 'addresses' are read as ours.
package people

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// Guests tells who is in a channel of a platform, without apps and deactivated
// accounts, and whether we can write there: a channel in which we cannot is
// refused with bot.Closed. A face may be one; on a platform whose face is none, people
// are known from when they first ask.
type Guests interface {
	People(ctx context.Context, channel bot.ChannelID) ([]bot.Guest, error)
	Reach(ctx context.Context, channel bot.ChannelID) error
}

// Teams is what a Syncer needs of bot.Bot.
type Teams interface {
	Teams() []bot.Team
	Visit(ctx context.Context, team bot.TeamID, fn func(*bot.Scene) error) error
	Closed(ctx context.Context, key store.Key, place bot.Spot, why *bot.Refusal) (moved bool, err error)
}

// Syncer looks at the teams' channels on a platform: when it starts, when a team has
// chosen another channel, then hourly, and every minute as long as something of a
// team's is closed.
type Syncer struct {
	teams  Teams
	on     bot.Platform
	guests Guests
	log    *slog.Logger
}

// How often is looked.
const (
	glance = 5 * time.Second // at the teams' set-up, which is in memory
	often  = time.Minute     // at what is closed or failed
	seldom = time.Hour       // at who is in a channel
)

// New makes a syncer for a platform.
func New(teams Teams, on bot.Platform, guests Guests, log *slog.Logger) *Syncer {
	return &Syncer{teams, on, guests, log}
}

// Run looks until ctx ends.
func (s *Syncer) Run(ctx context.Context) error {
	var all sync.WaitGroup
	defer all.Wait()
	workers, known := map[bot.TeamID]*worker{}, map[bot.TeamID]bot.Elsewhere{}
	for {
		for _, team := range s.teams.Teams() {
			w, open := workers[team.ID]
			places := team.At(s.on)
			switch {
			case !open && places == (bot.Elsewhere{On: s.on}):
				continue
			case !open:
				w = &worker{syncer: s, team: team.ID, changed: make(chan struct{}, 1)}
				workers[team.ID] = w
				all.Go(func() { w.run(ctx) })
			case known[team.ID] != places:
				w.knock()
			}
			known[team.ID] = places
		}
		select {
		case <-time.After(glance):
		case <-ctx.Done():
			return nil
		}
	}
}
