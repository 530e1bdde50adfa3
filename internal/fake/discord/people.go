package discord

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// user is an account.
type user struct {
	ID, Username, GlobalName string
	Bot                      bool
}

// Member is a person (or another bot) in a guild. Its methods are what a person does.
type Member struct {
	g *Guild
	names
	locale string
	roles  []*Role
	joined time.Time
	voice  voiceState
	at     *Channel // where they type; nil: the room they are in, else the first text channel
	dm     *Channel // with the bot; nil until it is opened
	closed bool     // takes no direct messages
	gone   bool     // not on the server any more
}

// names is who a member is and how they are called.
type names struct {
	user *user
	key  string // by which tests find the member
	nick string // on this server; empty for none
}

// MemberOption changes a member as it is made.
type MemberOption func(*Member)

// Locale is the language of the member's client, such as "ja"; without it "en-US".
func Locale(locale string) MemberOption { return func(m *Member) { m.locale = locale } }

// Manager gives the member the right to manage the guild.
func Manager() MemberOption {
	return func(m *Member) {
		for _, r := range m.g.roles {
			if r.name == "Manager" {
				m.roles = append(m.roles, r)
				return
			}
		}
		r := m.g.newRole("Manager")
		r.permissions = manageGuild | manageChannels
		m.g.s.dispatch(intentGuilds, m.g.id, "GUILD_ROLE_CREATE", object{"guild_id": m.g.id, "role": r.wire()})
		m.roles = append(m.roles, r)
	}
}

// Roles gives the member roles.
func Roles(roles ...*Role) MemberOption {
	return func(m *Member) { m.roles = append(m.roles, roles...) }
}

// Nick is what the member is called on this server.
func Nick(nick string) MemberOption { return func(m *Member) { m.nick = nick } }

// Nameless makes the account one that has a user name only, as old ones and bots do.
func Nameless() MemberOption { return func(m *Member) { m.user.GlobalName = "" } }

// Bot makes the member another bot.
func Bot() MemberOption { return func(m *Member) { m.user.Bot = true } }

// Member is the one of that name; if there is none, one joins, with the options.
func (g *Guild) Member(name string, opts ...MemberOption) *Member {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if m := g.byName[name]; m != nil {
		return m
	}
	username := strings.ToLower(strings.ReplaceAll(name, " ", "_"))
	m := g.newMember(&user{ID: g.s.world.newID(), Username: username, GlobalName: name})
	for _, o := range opts {
		o(m)
	}
	if g.humans != nil && !m.user.Bot {
		m.roles = append(m.roles, g.humans)
	}
	return m
}

func (g *Guild) newMember(u *user) *Member {
	m := &Member{g: g, names: names{user: u, key: u.GlobalName}, locale: "en-US", joined: time.Now()}
	g.members[u.ID], g.byName[m.key] = m, m
	return m
}

// ID is the user's snowflake.
func (m *Member) ID() string { return m.user.ID }

// Name is what the member is called in chat.
func (m *Member) Name() string { return cmp.Or(m.nick, m.user.shown()) }

// Guild is where the member is one.
func (m *Member) Guild() *Guild { return m.g }

// At sets the channel in which the member runs commands from now on.
func (m *Member) At(c *Channel) {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	m.at = c
}

// GiveRole adds a role to the member.
func (m *Member) GiveRole(r *Role) {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	if !slices.Contains(m.roles, r) {
		m.roles = append(m.roles, r)
	}
}

// TakeRole takes a role from the member.
func (m *Member) TakeRole(r *Role) {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	m.roles = slices.DeleteFunc(m.roles, func(x *Role) bool { return x == r })
}

// Quit takes the member off the server. What stands in their direct messages stays, and can be pressed.
func (m *Member) Quit() {
	m.Leave()
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	m.gone, m.roles = true, nil
	delete(m.g.members, m.user.ID)
	delete(m.g.byName, m.key)
}

// whereabouts is the channel in which the member types.
func (m *Member) whereabouts() *Channel {
	if m.at != nil && m.g.s.world.channels[m.at.id] != nil {
		return m.at
	}
	if m.voice.channel != nil {
		return m.voice.channel
	}
	for _, c := range m.g.channels {
		if c.chats() {
			return c
		}
	}
	return nil
}

func getMe(c *call) (any, error) { return c.s.world.bot.selfWire(), nil }

func getMember(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	m := g.members[c.PathValue("user_id")]
	if m == nil {
		return nil, errUnknownMember
	}
	return m.wire(), nil
}
