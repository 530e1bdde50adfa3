package discord

const (
	channelDM = 1 // between the bot and one person

	contextDM = 1 // of an interaction there

	// dmPermissions are the rights of both in a direct-message channel.
	dmPermissions = viewChannel | sendMessages | embedLinks | attachFiles | readHistory | pinMessages | useApplicationCommands
)

// Private is the channel in which the bot and the member write to each other, opened if it was not.
func (m *Member) Private() *Channel {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	return m.private()
}

func (m *Member) private() *Channel {
	if m.dm == nil {
		m.dm = m.g.makeChannel("@"+m.Name(), channelDM)
		m.dm.chat.with = m
	}
	return m.dm
}

// CloseDMs says whether the member takes no messages from members of the guild, and so none from the bot. What
// was written before stays, and the bot may still answer what the member does there.
func (m *Member) CloseDMs(on bool) {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	m.closed = on
}

// takesDMs says whether the bot may write to the member: they share a guild, and the member lets it.
func (m *Member) takesDMs() bool { return !m.closed && !m.gone && m.g.s.world.guilds[m.g.id] == m.g }

// With is the person of a direct-message channel; nil for a guild's channel.
func (c *Channel) With() *Member { return c.chat.with }

// guildID is empty for a direct-message channel.
func (c *Channel) guildID() string {
	if c.chat.with != nil {
		return ""
	}
	return c.g.id
}

// intent is the one by which a bot hears of the channel's messages.
func (c *Channel) intent() int {
	if c.chat.with != nil {
		return intentDMs
	}
	return intentMessages
}

func (c *Channel) dmWire() object {
	return object{
		"id": c.id, "type": c.kind, "flags": 0, "last_message_id": c.chat.last(), "recipients": []wireUser{c.chat.with.user.wire()},
	}
}

// openDM answers the same channel each time. That the member takes no messages shows only when one is sent.
// Discord publishes no limit for this route, but blocks bots that open many such channels at once (40003).
func openDM(c *call) (any, error) {
	var ask struct {
		Recipient string `json:"recipient_id"`
	}
	if err := c.decode(&ask); err != nil {
		return nil, err
	}
	for _, g := range c.s.world.order {
		switch m := g.members[ask.Recipient]; {
		case m == nil:
		case m.user.Bot:
			return nil, errNoDM
		default:
			return m.private().wire(), nil
		}
	}
	return nil, errRecipient
}
