package facetest

import (
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// guide knows one team and its people.
type guide struct {
	mu     sync.Mutex
	people map[bot.MemberID]person
}

type person struct{ account, name string }

func (g *guide) Team(id bot.TeamID) (bot.Team, bool) {
	return bot.Team{ID: team, Name: "Sakura", Manner: bot.Manner{Lang: words.English, Zone: "UTC"}}, id == team
}

func (g *guide) Called(_ bot.TeamID, id bot.MemberID, _ bot.Platform) (account, name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.people[id].account, g.people[id].name
}

func (g *guide) LinkTo(_ bot.Team, place bot.ChannelID) string {
	return "https://example.org/" + string(place)
}

// member makes somebody of the team who has an account on the platform.
func (d *fixture) member(name string) bot.MemberID {
	id := bot.MemberID("member of the team: " + name)
	account := d.Account(name)
	d.guide.mu.Lock()
	defer d.guide.mu.Unlock()
	d.guide.people[id] = person{account, name}
	return id
}
