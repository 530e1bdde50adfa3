package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/store"
)

// platform is a row of the table of platforms.
type platform struct {
	traits bot.Traits
	// statuses is how members let their status be set there, where they can.
	statuses status.Way
	// meet makes its face; none if the keeper has not set it up. A face that teams are
	// at home on is always made.
	meet func(kit) (connected, error)
}

// platforms is the table: those on which people like to be reached first. Teams are at
// home on the one with servers.
func platforms() []platform { return []platform{slackPlatform(), discordPlatform()} }

// Platforms are all that there are, also those that the keeper has not set up.
func Platforms() (all bot.Platforms) {
	for _, p := range platforms() {
		all = append(all, p.traits)
	}
	return all
}

// kit is what faces are made of.
type kit struct {
	cfg   Config
	log   *slog.Logger
	now   func() time.Time
	names bot.Guide
	vault *status.Vault
	*metrics
}

// connected is a face, and what of it the wiring needs. What people may not do there is
// nil.
type connected struct {
	bot.Face
	door     bot.Door
	run      func(context.Context, *bot.Bot) error
	down     func() error // why nobody can be answered there now
	close    func()
	guests   Guesthouse    // teams may read there that are at home elsewhere
	statuses status.Tokens // members' statuses can be set
}

// Guesthouse is a platform on which teams read that are at home elsewhere.
type Guesthouse interface {
	people.Guests
	setup.Insiders
}

// Faces are the platforms that are set up. Discord is among them: where teams are at
// home, and what the bot cannot be without.
type Faces struct {
	Discord *discord.Face
	all     []connected
}

// meet makes the faces.
func meet(cfg Config, db *store.Store, log *slog.Logger, now func() time.Time, m *metrics, vault *status.Vault) (f Faces, err error) {
	k := kit{cfg, log, now, bot.NewNames(db, log, Platforms()), vault, m}
	for _, p := range platforms() {
		c, err := p.meet(k)
		if err != nil {
			return f, fmt.Errorf("%s: %w", p.traits.Platform, err)
		}
		if c.Face == nil {
			continue
		}
		f.all = append(f.all, c)
		if home, is := c.Face.(*discord.Face); is {
			f.Discord = home
		}
	}
	return f, nil
}

// list lists them for the courier.
func (f Faces) list() (all []bot.Face) {
	for _, c := range f.all {
		all = append(all, c.Face)
	}
	return all
}

// abroad are those on which no team is at home.
func (f Faces) abroad() (list []connected) {
	for _, c := range f.all {
		if c.Face != bot.Face(f.Discord) {
			list = append(list, c)
		}
	}
	return list
}

// outside is what the bot asks of them.
func (c Config) outside(f Faces) bot.Outside {
	if c.Outside != nil {
		return *c.Outside
	}
	doors := map[bot.Platform]bot.Door{}
	for _, face := range f.all {
		doors[face.Platform()] = face.door
	}
	return bot.Outside{Platforms: Platforms(), Atlas: f.Discord, Doors: doors, Witness: f.Discord}
}

// guests are those on which teams read that are at home elsewhere.
func (f Faces) guests() map[bot.Platform]Guesthouse {
	all := map[bot.Platform]Guesthouse{}
	for _, c := range f.all {
		if c.guests != nil {
			all[c.Platform()] = c.guests
		}
	}
	return all
}

// statuses is how members let their status be set: on the first platform that has any.
func (f Faces) statuses() (way status.Way) {
	for _, p := range platforms() {
		if p.statuses.On == "" {
			continue
		}
		way = p.statuses
		for _, c := range f.all {
			if c.Platform() == way.On {
				way.Tokens = c.statuses
			}
		}
		return way
	}
	return way
}

// rostersFor look at who is in the teams' channels.
func (f Faces) rostersFor(teams people.Teams, log *slog.Logger) (list []*people.Syncer) {
	for on, guests := range f.guests() {
		list = append(list, people.New(teams, on, guests, log))
	}
	return list
}

// met tells whether somebody can be answered anywhere.
func (f Faces) met() bool {
	return slices.ContainsFunc(f.all, func(c connected) bool { return c.down() == nil })
}

// Down tells why nobody can be answered on a platform now; nil if somebody can be.
func (f Faces) Down(on bot.Platform) error {
	for _, c := range f.all {
		if c.Platform() == on {
			return c.down()
		}
	}
	return errors.New("it is not set up")
}

// Close lets go of the platforms.
func (f Faces) Close() {
	for _, c := range f.all {
		c.close()
	}
}
