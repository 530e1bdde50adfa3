package discord

import (
	"slices"
)

// Remove takes the bot out of the guild; the bot hears GUILD_DELETE.
func (g *Guild) Remove() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.bot.enter(nil)
	for _, c := range g.channels {
		delete(g.s.world.channels, c.id)
	}
	delete(g.s.world.guilds, g.id)
	g.s.world.order = slices.DeleteFunc(g.s.world.order, func(x *Guild) bool { return x == g })
	g.s.dispatch(intentGuilds, g.id, "GUILD_DELETE", object{"id": g.id})
}

// Invite brings the bot back into a guild that it was taken out of; the bot hears GUILD_CREATE.
func (g *Guild) Invite() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	w := g.s.world
	if w.guilds[g.id] == g {
		return
	}
	for _, c := range g.channels {
		w.channels[c.id] = c
	}
	w.guilds[g.id], w.order = g, append(w.order, g)
	g.s.dispatchLazy(intentGuilds, g.id, "GUILD_CREATE", g.gatewayWire)
}

// Outage begins or ends one at Discord: the guild is there, and neither heard of nor reached. People are where
// they were when it ends.
func (g *Guild) Outage(on bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if g.outage == on {
		return
	}
	if on {
		g.bot.enter(nil)
		g.s.dispatch(intentGuilds, g.id, "GUILD_DELETE", object{"id": g.id, "unavailable": true})
		g.outage = true
		return
	}
	g.outage = false
	g.s.dispatchLazy(intentGuilds, g.id, "GUILD_CREATE", g.gatewayWire)
}

// AFK makes a voice channel the one in which Discord puts who is away from their desk; nil: none is.
func (g *Guild) AFK(c *Channel) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if g.afk = ""; c != nil {
		g.afk = c.id
	}
	g.s.dispatch(intentGuilds, g.id, "GUILD_UPDATE", g.wire())
}
