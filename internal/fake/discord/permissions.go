package discord

// The rights that a bot like ours may need; the values are Discord's ("Permissions", bitwise flags).
const (
	administrator          uint64 = 1 << 3
	manageChannels         uint64 = 1 << 4
	manageGuild            uint64 = 1 << 5
	viewChannel            uint64 = 1 << 10
	sendMessages           uint64 = 1 << 11
	manageMessages         uint64 = 1 << 13
	embedLinks             uint64 = 1 << 14
	attachFiles            uint64 = 1 << 15
	readHistory            uint64 = 1 << 16
	mentionEveryone        uint64 = 1 << 17
	connect                uint64 = 1 << 20
	speak                  uint64 = 1 << 21
	moveMembers            uint64 = 1 << 24
	manageGuildExpressions uint64 = 1 << 30
	useApplicationCommands uint64 = 1 << 31
	manageEvents           uint64 = 1 << 33
	useSoundboard          uint64 = 1 << 42
	createGuildExpressions uint64 = 1 << 43
	createEvents           uint64 = 1 << 44
	useExternalSounds      uint64 = 1 << 45
	setVoiceChannelStatus  uint64 = 1 << 48
	pinMessages            uint64 = 1 << 51
	allPermissions         uint64 = 1<<53 - 1
	everyonePermissions           = viewChannel | sendMessages | embedLinks | attachFiles | readHistory | connect | speak | useSoundboard | useApplicationCommands
	neededPermissions             = everyonePermissions | manageChannels | moveMembers | createGuildExpressions | createEvents | setVoiceChannelStatus | pinMessages
)

// overwrite is what a channel says otherwise about a role or a member.
type overwrite struct {
	member      bool
	allow, deny uint64
}

// SetBotPermissions leaves the bot these rights and no others in the guild, as a careful keeper would:
// what it may not have is taken from everyone's role too, and people get it by a role of their own.
func (g *Guild) SetBotPermissions(bits uint64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.restrict(bits)
	for _, r := range []*Role{g.everyone, g.humans, g.botRole} {
		r.changed()
	}
}

func (g *Guild) restrict(bits uint64) {
	if g.humans == nil {
		g.humans = g.newRole("Members")
		g.humans.permissions = everyonePermissions
		for _, m := range g.members {
			if !m.user.Bot {
				m.roles = append(m.roles, g.humans)
			}
		}
	}
	g.everyone.permissions = everyonePermissions & bits
	g.botRole.permissions = bits
}

// Deny takes rights from the bot in one channel. Zero bits gives all of them back.
func (g *Guild) Deny(c *Channel, bits uint64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	c.deny[g.bot.user.ID] = overwrite{member: true, deny: bits}
	if bits == 0 {
		delete(c.deny, g.bot.user.ID)
	}
	c.changed()
}

// OnlyFor lets the bot and those with a role into a channel, and nobody else.
func (g *Guild) OnlyFor(c *Channel, r *Role) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	const enter = viewChannel | connect
	c.deny[g.id] = overwrite{deny: enter}
	c.deny[r.id] = overwrite{allow: enter}
	c.deny[g.bot.user.ID] = overwrite{member: true, allow: enter}
	c.changed()
}

// permissions are a member's in the guild as a whole.
func (m *Member) permissions() uint64 {
	if m.g.owner == m {
		return allPermissions
	}
	bits := m.g.everyone.permissions
	for _, r := range m.roles {
		bits |= r.permissions
	}
	if bits&administrator != 0 {
		return allPermissions
	}
	return bits
}

func (m *Member) has(bits uint64) bool { return m.permissions()&bits == bits }

// permissionsIn are a member's in a channel: those of the guild, then the overwrites of everyone, of the
// member's roles together, and of the member. Source: Discord's documentation, "Permission Hierarchy" and
// "Implicit Permissions".
func (m *Member) permissionsIn(c *Channel) uint64 {
	if c.chat.with != nil {
		if m == c.chat.with || m == c.g.bot {
			return dmPermissions
		}
		return 0
	}
	if m.gone {
		return 0
	}
	bits := m.permissions()
	if bits == allPermissions {
		return bits
	}
	everyone := c.deny[m.g.id]
	bits = bits&^everyone.deny | everyone.allow
	var allow, deny uint64
	for _, r := range m.roles {
		o := c.deny[r.id]
		allow, deny = allow|o.allow, deny|o.deny
	}
	bits = bits&^deny | allow
	own := c.deny[m.user.ID]
	bits = bits&^own.deny | own.allow
	if bits&viewChannel == 0 {
		return 0
	}
	if c.IsVoice() && bits&connect == 0 {
		return viewChannel
	}
	if bits&sendMessages == 0 {
		bits &^= mentionEveryone | attachFiles | embedLinks
	}
	return bits
}

// demand is nil if the bot sees the channel and has all of need there.
func (c *Channel) demand(need uint64) error {
	have := c.g.bot.permissionsIn(c)
	if have&viewChannel == 0 {
		return errMissingAccess
	}
	if have&need != need {
		return errMissingPermissions
	}
	return nil
}
