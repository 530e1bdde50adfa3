package discord

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"
)

const (
	channelText     = 0
	channelVoice    = 2
	channelCategory = 4 // a heading; never the Channel of an exported method
	channelNews     = 5
	channelStage    = 13
)

// Channel is a text or a voice channel, or one for direct messages. A voice channel has a chat of its own.
type Channel struct {
	g        *Guild
	id       string
	name     string
	kind     int
	position int
	parent   *Channel // a category; nil for none
	limit    int      // people a voice channel holds; 0: any number
	status   string
	deny     map[string]overwrite // by the id of a role or a member
	chat     chat
}

// chat is a channel's messages.
type chat struct {
	with     *Member    // the one person of a direct-message channel; nil for a guild's
	messages []*message // oldest first
	byID     map[string]*message
	byNonce  map[string]sent
	pins     []pin // newest first
}

// sent remembers a nonce.
type sent struct {
	message *message
	at      time.Time
}

// Voice is the voice channel of that name, made if there is none.
func (g *Guild) Voice(name string) *Channel { return g.channel(name, channelVoice) }

// Text is the text channel of that name, made if there is none.
func (g *Guild) Text(name string) *Channel { return g.channel(name, channelText) }

// News is the announcement channel of that name, made if there is none.
func (g *Guild) News(name string) *Channel { return g.channel(name, channelNews) }

// Stage is the stage channel of that name, made if there is none.
func (g *Guild) Stage(name string) *Channel { return g.channel(name, channelStage) }

// Channels are the guild's, as they were made.
func (g *Guild) Channels() []*Channel {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(g.channels), func(c *Channel) bool { return c.kind == channelCategory })
}

func (g *Guild) channel(name string, kind int) *Channel {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for _, c := range g.channels {
		if c.name == name && c.kind == kind {
			return c
		}
	}
	c := g.newChannel(name, kind)
	g.s.dispatch(intentGuilds, g.id, "CHANNEL_CREATE", c.wire())
	return c
}

func (g *Guild) newChannel(name string, kind int) *Channel {
	c := g.makeChannel(name, kind)
	c.position = len(g.channels)
	g.channels = append(g.channels, c)
	return c
}

func (g *Guild) makeChannel(name string, kind int) *Channel {
	c := &Channel{g: g, id: g.s.world.newID(), name: name, kind: kind, deny: map[string]overwrite{}}
	c.chat.byID, c.chat.byNonce = map[string]*message{}, map[string]sent{}
	g.s.world.channels[c.id] = c
	return c
}

// ID is the channel's snowflake.
func (c *Channel) ID() string { return c.id }

// Guild is where the channel is; of a direct-message channel, where its person is a member.
func (c *Channel) Guild() *Guild { return c.g }

// IsVoice says whether people meet there by voice: in a voice channel or on a stage.
func (c *Channel) IsVoice() bool { return c.kind == channelVoice || c.kind == channelStage }

// chats says whether it is there for writing only.
func (c *Channel) chats() bool { return c.kind == channelText || c.kind == channelNews }

// Name is what the channel is called now.
func (c *Channel) Name() string {
	c.g.s.mu.Lock()
	defer c.g.s.mu.Unlock()
	return c.name
}

// Status is a voice channel's status line; empty for none.
func (c *Channel) Status() string {
	c.g.s.mu.Lock()
	defer c.g.s.mu.Unlock()
	return c.status
}

// Messages are those in the channel now, oldest first; ephemeral ones are not among them.
func (c *Channel) Messages() []Message {
	c.g.s.mu.Lock()
	defer c.g.s.mu.Unlock()
	all := make([]Message, len(c.chat.messages))
	for i, m := range c.chat.messages {
		all[i] = m.snapshot()
	}
	return all
}

// Members are those in the voice channel now, by name.
func (c *Channel) Members() []*Member {
	c.g.s.mu.Lock()
	defer c.g.s.mu.Unlock()
	in := slices.DeleteFunc(slices.Collect(maps.Values(c.g.members)), func(m *Member) bool { return m.voice.channel != c })
	slices.SortFunc(in, func(a, b *Member) int { return cmp.Compare(a.Name(), b.Name()) })
	return in
}

// Rename gives the channel another name.
func (c *Channel) Rename(name string) { c.change(func() { c.name = name }) }

// Limit sets how many people the voice channel holds; 0 is any number.
func (c *Channel) Limit(people int) { c.change(func() { c.limit = people }) }

func (c *Channel) change(f func()) {
	c.g.s.mu.Lock()
	defer c.g.s.mu.Unlock()
	f()
	c.changed()
}

func (c *Channel) changed() {
	c.g.s.dispatch(intentGuilds, c.g.id, "CHANNEL_UPDATE", c.wire())
}

// Delete removes the channel; those in it are put out.
func (c *Channel) Delete() {
	s := c.g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range c.g.members {
		if m.voice.channel == c {
			m.move(nil)
		}
	}
	c.g.channels = slices.DeleteFunc(c.g.channels, func(x *Channel) bool { return x == c })
	delete(s.world.channels, c.id)
	s.dispatch(intentGuilds, c.g.id, "CHANNEL_DELETE", c.wire())
}

func (c *call) guild() (*Guild, error) {
	g := c.s.world.guilds[c.PathValue("guild_id")]
	if g == nil {
		return nil, errUnknownGuild
	}
	if g.outage {
		return nil, errOutage
	}
	return g, nil
}

// channel is the one in the path, if the bot sees it and has all of need there.
func (c *call) channel(need uint64) (*Channel, error) {
	ch := c.s.world.channels[c.PathValue("channel_id")]
	if ch == nil {
		return nil, errUnknownChannel
	}
	if ch.g.outage && ch.chat.with == nil {
		return nil, errOutage
	}
	return ch, ch.demand(need)
}

func getChannel(c *call) (any, error) {
	ch, err := c.channel(0)
	if err != nil {
		return nil, err
	}
	return ch.wire(), nil
}

func listChannels(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	return g.channelWires(), nil
}

func createChannel(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	var ask struct {
		Name   string `json:"name"`
		Type   int    `json:"type"`
		Limit  int    `json:"user_limit"`
		Parent string `json:"parent_id"`
		Rules  []struct {
			ID          string `json:"id"`
			Type        int    `json:"type"`
			Allow, Deny string
		} `json:"permission_overwrites"`
	}
	if err := c.decode(&ask); err != nil {
		return nil, err
	}
	if !g.bot.has(manageChannels) {
		return nil, errMissingPermissions
	}
	var p problems
	p.length("name", ask.Name, 1, 100)
	if ask.Type != channelText && ask.Type != channelVoice && ask.Type != channelCategory {
		p.add("type", "BASE_TYPE_CHOICES", "Value must be one of {0, 2, 4}.")
	}
	parent := c.s.world.channels[ask.Parent]
	if ask.Parent != "" && (parent == nil || parent.g != g || parent.kind != channelCategory || ask.Type == channelCategory) {
		p.add("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
	}
	if ask.Limit < 0 || ask.Limit > 99 {
		p.add("user_limit", "NUMBER_TYPE_MAX", "int value should be between 0 and 99.")
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	ch := g.newChannel(ask.Name, ask.Type)
	ch.limit, ch.parent = ask.Limit, parent
	for _, o := range ask.Rules {
		ch.deny[o.ID] = overwrite{member: o.Type == 1, allow: bitsOf(o.Allow), deny: bitsOf(o.Deny)}
	}
	c.s.dispatch(intentGuilds, g.id, "CHANNEL_CREATE", ch.wire())
	c.status = http.StatusCreated
	return ch.wire(), nil
}
