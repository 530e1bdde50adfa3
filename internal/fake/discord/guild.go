package discord

import (
	"slices"
	"time"
)

// Guild is one Discord server. The bot is a member of it.
type Guild struct {
	s    *Server
	id   string
	name string
	made time.Time
	places
	people
	things
}

// places are what a guild is divided into.
type places struct {
	channels []*Channel
	everyone *Role
	roles    []*Role // everyone's first
	afk      string  // the voice channel of those who are away from their desk
	outage   bool    // Discord cannot reach it for a while
}

// people are a guild's members.
type people struct {
	members map[string]*Member
	byName  map[string]*Member
	bot     *Member
	botRole *Role
	humans  *Role // holds what SetBotPermissions took from everyone; nil until then
	owner   *Member
	locale  string
}

// things are what members have made in a guild.
type things struct {
	commands  commandSet
	sounds    []*sound
	plays     []Play
	scheduled []*scheduled
	over      []*scheduled // completed or cancelled
	oldEdits  []time.Time
}

// GuildOption changes a guild as it is made.
type GuildOption func(*Guild)

// BotPermissions gives the bot these rights and no more; without it the bot has all that it needs.
func BotPermissions(bits uint64) GuildOption {
	return func(g *Guild) { g.restrict(bits) }
}

// GuildLocale is the guild's preferred locale, such as "ja"; without it "en-US".
func GuildLocale(locale string) GuildOption {
	return func(g *Guild) { g.locale = locale }
}

// NewGuild makes a guild with one text channel, "general", and tells a connected bot that it has joined.
func (s *Server) NewGuild(name string, opts ...GuildOption) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	g := &Guild{s: s, id: w.newID(), name: name, made: time.Now()}
	g.members, g.byName, g.locale = map[string]*Member{}, map[string]*Member{}, "en-US"
	g.commands.guild = g.id
	g.everyone = &Role{g: g, id: g.id, name: "@everyone", permissions: everyonePermissions}
	g.roles = []*Role{g.everyone}
	g.owner = g.newMember(&user{ID: w.newID(), Username: "owner", GlobalName: "owner"})
	g.bot = g.newMember(w.bot)
	g.botRole = g.newRole("Engawa")
	g.botRole.managed, g.botRole.permissions = true, neededPermissions
	g.bot.roles = []*Role{g.botRole}
	g.newChannel("general", channelText)
	for _, o := range opts {
		o(g)
	}
	w.guilds[g.id] = g
	w.order = append(w.order, g)
	s.dispatchLazy(intentGuilds, g.id, "GUILD_CREATE", g.gatewayWire)
	return g
}

// ID is the guild's snowflake.
func (g *Guild) ID() string { return g.id }

// Name is what the guild is called.
func (g *Guild) Name() string { return g.name }

// Role is the role of that name, made if there is none. It may be mentioned by everyone.
func (g *Guild) Role(name string) *Role {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for _, r := range g.roles {
		if r.name == name {
			return r
		}
	}
	r := g.newRole(name)
	r.mentionable = true
	g.s.dispatch(intentGuilds, g.id, "GUILD_ROLE_CREATE", object{"guild_id": g.id, "role": r.wire()})
	return r
}

func (g *Guild) newRole(name string) *Role {
	r := &Role{g: g, id: g.s.world.newID(), name: name, position: len(g.roles)}
	g.roles = append(g.roles, r)
	return r
}

func (g *Guild) role(id string) *Role {
	for _, r := range g.roles {
		if r.id == id {
			return r
		}
	}
	return nil
}

// Role is a guild's role.
type Role struct {
	g           *Guild
	id, name    string
	permissions uint64
	position    int
	managed     bool
	mentionable bool
}

// ID is the role's snowflake.
func (r *Role) ID() string { return r.id }

// Name is what the role is called now.
func (r *Role) Name() string {
	r.g.s.mu.Lock()
	defer r.g.s.mu.Unlock()
	return r.name
}

// Rename gives the role another name.
func (r *Role) Rename(name string) { r.change(func() { r.name = name }) }

// Mentionable says whether those without the right to mention everyone may mention the role.
func (r *Role) Mentionable(yes bool) { r.change(func() { r.mentionable = yes }) }

// Delete takes the role away from everyone.
func (r *Role) Delete() {
	r.g.s.mu.Lock()
	defer r.g.s.mu.Unlock()
	gone := func(x *Role) bool { return x == r }
	r.g.roles = slices.DeleteFunc(r.g.roles, gone)
	for _, m := range r.g.members {
		m.roles = slices.DeleteFunc(m.roles, gone)
	}
	r.g.s.dispatch(intentGuilds, r.g.id, "GUILD_ROLE_DELETE", object{"guild_id": r.g.id, "role_id": r.id})
}

func (r *Role) change(f func()) {
	r.g.s.mu.Lock()
	defer r.g.s.mu.Unlock()
	f()
	r.changed()
}

func (r *Role) changed() {
	r.g.s.dispatch(intentGuilds, r.g.id, "GUILD_ROLE_UPDATE", object{"guild_id": r.g.id, "role": r.wire()})
}
