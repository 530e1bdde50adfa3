package setup

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
)

// running is a bot with one team, which somebody may set up.
type running struct{ *fixture.Running }

func founded(t *testing.T, more ...bot.Feature) running {
	t.Helper()
	if !slices.ContainsFunc(more, func(f bot.Feature) bool { return f.Name == "setup" }) {
		more = append(more, Feature(nil, nil, nil, "slack"))
	}
	return running{fixture.Begin(t, fixture.Setup{
		Team: func(team *bot.Team) {
			team.Circle, team.Rooms = bottest.Circle(), []bot.Room{{ID: fixture.Lounge, Name: "Lounge", Kind: bot.Lounge}}
		},
		Surroundings: func(around *bot.Surroundings) { around.Platforms = bottest.Platforms() },
		Features:     func(*fixture.Running) []bot.Feature { return more },
	})}
}

// keeps gives what a keeper is answered.
func (r running) keeps(way bot.Way, do string, in bot.Input) bot.Reply {
	r.Helper()
	return r.keeper(fixture.Ana, bot.Server{ID: fixture.Server}, way, do, in)
}

// keeper has a keeper of some server do something there.
func (r running) keeper(who bot.MemberID, on bot.Server, way bot.Way, do string, in bot.Input) bot.Reply {
	r.Helper()
	request := r.Request(who, way, do)
	request.Whose, request.Server, request.From.Keeper, request.Input = "", on, true, in
	return r.Ask(request)
}

// maple is a server without a team.
func maple() bot.Server {
	return bot.Server{ID: "200000000000000001", Name: "Maple", Places: []bot.Place{
		{ID: "200000000000000002", Name: "general"}, {ID: "200000000000000003", Name: "Hall", Voice: true},
	}}
}
