package discord_test

import (
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestRightsTakenAwayAreMissedAtOnce(t *testing.T) {
	const view, send = 1 << 10, 1 << 11
	s := start(t, fake.Options{Limits: fake.Limits{Off: true}})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	general := g.Text("general")
	path := "/channels/" + general.ID() + "/messages"
	id := r.do("POST", path, plain("x")).want(t, 200, 0).object()["id"].(string)
	g.Deny(general, send)
	r.do("POST", path, plain("x")).want(t, 403, 50013)
	r.do("GET", path, nil).want(t, 200, 0)
	g.Deny(general, view)
	r.do("POST", path, plain("x")).want(t, 403, 50001)
	r.do("PATCH", path+"/"+id, plain("y")).want(t, 403, 50001)
	r.do("GET", "/channels/"+general.ID(), nil).want(t, 403, 50001)
	g.Deny(general, 0)
	r.do("POST", path, plain("x")).want(t, 200, 0)
	g.SetBotPermissions(view)
	r.do("POST", path, plain("x")).want(t, 403, 50013)
	r.do("PUT", path+"/pins/"+id, nil).want(t, 403, 50013)
	r.do("POST", "/guilds/"+g.ID()+"/channels", object{"name": "tea", "type": 2}).want(t, 403, 50013)
}

func TestAVoiceRoomWithoutConnectDeniesAllButItsSight(t *testing.T) {
	const connect = 1 << 20
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	lounge := g.Voice("Lounge")
	r.do("POST", "/channels/"+lounge.ID()+"/messages", plain("x")).want(t, 200, 0)
	g.Deny(lounge, connect)
	r.do("POST", "/channels/"+lounge.ID()+"/messages", plain("x")).want(t, 403, 50013)
	r.do("GET", "/channels/"+lounge.ID(), nil).want(t, 200, 0)
}

func TestABotMadeWithoutRightsHasNone(t *testing.T) {
	s := start(t, fake.Options{})
	g := s.NewGuild("Sakura", fake.BotPermissions(0))
	newRest(t, s).do("GET", "/channels/"+g.Text("general").ID(), nil).want(t, 403, 50001)
}

func TestChangesOfRightsRolesAndChannelsAreHeard(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		c := identified(t, s, d, guilds, 1)
		tea := g.Role("tea")
		c.want(0, "GUILD_ROLE_CREATE")
		tea.Rename("snack")
		c.want(0, "GUILD_ROLE_UPDATE")
		tea.Delete()
		c.want(0, "GUILD_ROLE_DELETE")
		g.Deny(g.Text("general"), 1<<11)
		c.want(0, "CHANNEL_UPDATE")
		g.SetBotPermissions(1 << 10)
		for range 3 {
			c.want(0, "GUILD_ROLE_UPDATE")
		}
		g.Text("general").Delete()
		c.want(0, "CHANNEL_DELETE")
		g.Remove()
		c.want(0, "GUILD_DELETE")
		other := s.NewGuild("Momiji")
		if p := c.want(0, "GUILD_CREATE"); other.Name() != "Momiji" || p.S == 0 {
			t.Errorf("got %+v", p)
		}
	})
}
