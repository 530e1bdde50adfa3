package discord

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func silent(context.Context, bot.Request) bot.Reply { return bot.Reply{} }

// asked is what both ways of knowing say of a member, and has to agree.
func (tr *trip) asked(t bot.Team, m *fake.Member, roles ...bot.RoleID) bool {
	tr.t.Helper()
	synctest.Wait() // what changed in the guild is known
	in, err := tr.face.Belongs(tr.t.Context(), t, m.ID())
	if err != nil {
		tr.t.Error(err)
	}
	if local := tr.face.Admits(t, bot.Person{Account: bot.Account{On: Platform, ID: m.ID()}, Roles: roles}); local != in {
		tr.t.Errorf("%s: asked %v, by what came along %v", m.Name(), in, local)
	}
	return in
}

func TestWhoHasTheRoleOrMayEnterARoomBelongsAndNobodyElse(t *testing.T) {
	onATrip(t, silent, func(tr *trip) {
		g := tr.lounge.Guild()
		bo, role := g.Member("bo"), g.Role("Sakura")
		id := bot.RoleID(role.ID())
		open := bot.Team{ID: "sakura", Server: bot.ServerID(g.ID()), Rooms: []bot.Room{{ID: bot.RoomID(tr.lounge.ID())}}}
		named := open
		named.Role = id
		for _, step := range []struct {
			what        string
			do          func()
			roles       []bot.RoleID
			open, named bool
		}{
			{"a room for all", func() {}, nil, true, false},
			{"a room for a role", func() { g.OnlyFor(tr.lounge, role) }, nil, false, false},
			{"given the role", func() { bo.GiveRole(role) }, []bot.RoleID{id}, true, true},
			{"taken the role", func() { bo.TakeRole(role) }, nil, false, false},
			{"gone from the server", bo.Quit, nil, false, false},
		} {
			step.do()
			if got := tr.asked(open, bo, step.roles...); got != step.open {
				t.Errorf("%s: belongs to a team without a role: %v, want %v", step.what, got, step.open)
			}
			if got := tr.asked(named, bo, step.roles...); got != step.named {
				t.Errorf("%s: belongs to a team with a role: %v, want %v", step.what, got, step.named)
			}
		}
	})
}

func TestAKeeperBelongsToEveryTeamOfTheServer(t *testing.T) {
	onATrip(t, silent, func(tr *trip) {
		team := bot.Team{ID: "sakura", Server: bot.ServerID(tr.lounge.Guild().ID()), Circle: bot.Circle{Role: "100000000000000009"}}
		in, err := tr.face.Belongs(tr.t.Context(), team, tr.ana.ID())
		if err != nil || !in {
			t.Errorf("got %v, %v; want that ana, who may manage the server, belongs", in, err)
		}
	})
}

func TestOfAServerThatIsNotKnownNobodyCanSay(t *testing.T) {
	onATrip(t, silent, func(tr *trip) {
		if in, err := tr.face.Belongs(tr.t.Context(), bot.Team{Server: "999999999999999999"}, tr.ana.ID()); in || err == nil {
			t.Errorf("got %v, %v; want an error", in, err)
		}
	})
}
