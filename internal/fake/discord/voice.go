package discord

import (
	"encoding/json"
)

// voiceState is where a member is heard; no channel is nowhere.
type voiceState struct {
	channel            *Channel
	selfMute, selfDeaf bool
	mute, deaf         bool // by the guild
	stream, video      bool
	session            string
}

// wireVoice is a voice state as Discord writes one.
type wireVoice struct {
	GuildID   string      `json:"guild_id,omitempty"`
	ChannelID *string     `json:"channel_id"`
	UserID    string      `json:"user_id"`
	SessionID string      `json:"session_id"`
	Member    *wireMember `json:"member,omitempty"`
	wireEars
}

type wireEars struct {
	Mute     bool    `json:"mute"`
	Deaf     bool    `json:"deaf"`
	SelfMute bool    `json:"self_mute"`
	SelfDeaf bool    `json:"self_deaf"`
	Stream   bool    `json:"self_stream"`
	Video    bool    `json:"self_video"`
	Suppress bool    `json:"suppress"`
	Request  *string `json:"request_to_speak_timestamp"`
}

// voiceWire leaves guild and member out inside GUILD_CREATE, as Discord does.
func (m *Member) voiceWire(whole bool) wireVoice {
	v := &m.voice
	w := wireVoice{UserID: m.user.ID, SessionID: v.session, wireEars: wireEars{
		Mute: v.mute, Deaf: v.deaf, SelfMute: v.selfMute, SelfDeaf: v.selfDeaf, Stream: v.stream, Video: v.video,
	}}
	if v.channel != nil {
		w.ChannelID = &v.channel.id
	}
	if whole {
		member := m.wire()
		w.GuildID, w.Member = m.g.id, &member
	}
	return w
}

// Join enters a voice channel, from wherever the member was.
func (m *Member) Join(c *Channel) { m.voiceChange(func() { m.enter(c) }) }

// Leave leaves voice.
func (m *Member) Leave() { m.voiceChange(func() { m.enter(nil) }) }

// Share begins or ends sharing the screen.
func (m *Member) Share(on bool) { m.voiceChange(func() { m.voice.stream = on }) }

// Camera turns the camera on or off.
func (m *Member) Camera(on bool) { m.voiceChange(func() { m.voice.video = on }) }

// Mute mutes the member's own microphone.
func (m *Member) Mute(on bool) { m.voiceChange(func() { m.voice.selfMute = on }) }

// Deafen deafens the member's own ears.
func (m *Member) Deafen(on bool) { m.voiceChange(func() { m.voice.selfDeaf = on }) }

// Silence mutes the member by the guild's hand; it is how a keeper mutes the bot.
func (m *Member) Silence(on bool) { m.voiceChange(func() { m.voice.mute = on }) }

// Bot is the bot's own membership, for Silence and the like.
func (g *Guild) Bot() *Member { return g.bot }

func (m *Member) voiceChange(f func()) {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	f()
	m.voiceChanged()
}

// move is enter and the event.
func (m *Member) move(c *Channel) {
	m.enter(c)
	m.voiceChanged()
}

func (m *Member) enter(c *Channel) {
	if m.voice.channel == nil || c == nil {
		m.voice.session = "voice" + m.g.s.world.newID()
		m.voice.stream, m.voice.video = false, false
	}
	m.voice.channel = c
}

func (m *Member) voiceChanged() {
	m.g.s.dispatchLazy(intentVoiceStates, m.g.id, "VOICE_STATE_UPDATE", func() any { return m.voiceWire(true) })
	m.g.s.tell(Event{Kind: VoiceMoved, Guild: m.g, Channel: m.voice.channel, Member: m})
}

// Room is the voice channel the member is in; nil for none.
func (m *Member) Room() *Channel {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	return m.voice.channel
}

// full says whether a voice channel has no place for one who may not move members.
func (c *Channel) full() bool {
	if c.limit == 0 {
		return false
	}
	in := 0
	for _, m := range c.g.members {
		if m.voice.channel == c {
			in++
		}
	}
	return in >= c.limit
}

// voiceUpdate is gateway op 4.
type voiceUpdate struct {
	GuildID   *string         `json:"guild_id"`
	ChannelID json.RawMessage `json:"channel_id"` // null is to leave; absent is a fault
	SelfMute  *bool           `json:"self_mute"`
	SelfDeaf  *bool           `json:"self_deaf"`
}

// botVoice does what op 4 asks. A channel that is full, hidden or forbidden is answered with silence,
// as Discord does. A malformed payload is an error.
func (s *Server) botVoice(x *session, raw json.RawMessage) error {
	var ask voiceUpdate
	if err := json.Unmarshal(raw, &ask); err != nil {
		return err
	}
	if ask.GuildID == nil || ask.ChannelID == nil || ask.SelfMute == nil || ask.SelfDeaf == nil {
		return errVoiceUpdate
	}
	var id *string
	if err := json.Unmarshal(ask.ChannelID, &id); err != nil {
		return err
	}
	g := s.world.guilds[*ask.GuildID]
	if g == nil {
		return nil
	}
	var to *Channel
	if id != nil {
		to = s.world.channels[*id]
		if !g.admitsBot(to) {
			return nil
		}
	}
	g.bot.voice.selfMute, g.bot.voice.selfDeaf = *ask.SelfMute, *ask.SelfDeaf
	was := g.bot.voice.channel
	g.bot.move(to)
	delete(x.joined, g)
	if to != nil {
		x.joined[g] = struct{}{}
	}
	if to != nil && to != was {
		s.dispatch(0, g.id, "VOICE_SERVER_UPDATE", object{"token": "fake-voice-token", "guild_id": g.id, "endpoint": "voice.invalid:443"})
	}
	return nil
}

func (g *Guild) admitsBot(c *Channel) bool {
	if c == nil || c.g != g || c.kind != channelVoice || c.demand(connect) != nil {
		return false
	}
	return g.bot.voice.channel == c || !c.full() || g.bot.permissionsIn(c)&moveMembers != 0
}

func getVoiceState(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	id := c.PathValue("user_id")
	if id == "" {
		id = g.bot.user.ID
	}
	m := g.members[id]
	if m == nil || m.voice.channel == nil {
		return nil, errUnknownVoiceState
	}
	return m.voiceWire(true), nil
}

func setVoiceStatus(c *call) (any, error) {
	ch, err := c.channel(setVoiceChannelStatus)
	if err != nil {
		return nil, err
	}
	if ch.kind != channelVoice {
		return nil, errChannelType
	}
	if ch.g.bot.voice.channel != ch {
		if err := ch.demand(manageChannels); err != nil {
			return nil, err
		}
	}
	var ask struct {
		Status *string `json:"status"`
	}
	if err := c.decode(&ask); err != nil {
		return nil, err
	}
	status := ""
	if ask.Status != nil {
		status = *ask.Status
	}
	if utf16Length(status) > 500 {
		return nil, invalid("status", "BASE_TYPE_MAX_LENGTH", "Must be 500 or fewer in length.")
	}
	ch.status = status
	c.s.dispatch(intentGuilds, ch.g.id, "VOICE_CHANNEL_STATUS_UPDATE", object{"id": ch.id, "guild_id": ch.g.id, "status": orNull(status)})
	c.s.tell(Event{Kind: StatusChanged, Guild: ch.g, Channel: ch, Text: status})
	return nil, nil
}
