package discord

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	soundsMost     = 8 // slots of a guild without boosts
	soundBytesMost = 512 << 10
	soundMost      = 5200 * time.Millisecond
)

// sound is one of a soundboard's.
type sound struct {
	id, name, emoji string
	volume          float64
	guild           *Guild // nil for Discord's own
	length          time.Duration
	by              *user
}

// Sound is a sound that was uploaded to a guild.
type Sound struct {
	ID, Name string
	Length   time.Duration // 0 where it is not known (mp3)
	Volume   float64
}

// Play is one sound that was heard.
type Play struct {
	Channel, Sound string // names
	At             time.Time
}

// Sounds are the guild's own, oldest first.
func (g *Guild) Sounds() []Sound {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	all := make([]Sound, len(g.sounds))
	for i, x := range g.sounds {
		all[i] = Sound{x.id, x.name, x.length, x.volume}
	}
	return all
}

// Plays are the sounds heard in the guild, oldest first.
func (g *Guild) Plays() []Play {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return slices.Clone(g.plays)
}

func (x *sound) wire() object {
	w := object{"sound_id": x.id, "name": x.name, "volume": x.volume, "emoji_id": nil, "emoji_name": orNull(x.emoji), "available": true}
	if x.guild != nil {
		w["guild_id"], w["user"] = x.guild.id, x.by.wire()
	}
	return w
}

func (g *Guild) soundWires() []object {
	all := make([]object, len(g.sounds))
	for i, x := range g.sounds {
		all[i] = x.wire()
	}
	return all
}

// defaultSounds are those that every guild has.
func defaultSounds() []*sound {
	names := []struct{ name, emoji string }{
		{"quack", "🦆"}, {"airhorn", "🔊"}, {"cricket", "🦗"}, {"golf clap", "👏"}, {"sad horn", "🎺"}, {"ba dum tss", "🥁"},
	}
	all := make([]*sound, len(names))
	for i, n := range names {
		all[i] = &sound{id: string(rune('1' + i)), name: n.name, emoji: n.emoji, volume: 1}
	}
	return all
}

func listSounds(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	return object{"items": g.soundWires()}, nil
}

func listDefaultSounds(*call) (any, error) {
	all := []object{}
	for _, x := range defaultSounds() {
		all = append(all, x.wire())
	}
	return all, nil
}

func (c *call) sound() (*Guild, *sound, error) {
	g, err := c.guild()
	if err != nil {
		return nil, nil, err
	}
	for _, x := range g.sounds {
		if x.id == c.PathValue("sound_id") {
			return g, x, nil
		}
	}
	return nil, nil, errUnknownSound
}

func getSound(c *call) (any, error) {
	_, x, err := c.sound()
	if err != nil {
		return nil, err
	}
	return x.wire(), nil
}

func createSound(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	if !g.bot.has(createGuildExpressions) {
		return nil, errMissingPermissions
	}
	var ask struct {
		Name   string   `json:"name"`
		Sound  string   `json:"sound"`
		Volume *float64 `json:"volume"`
		Emoji  string   `json:"emoji_name"`
	}
	if err := c.decode(&ask); err != nil {
		return nil, err
	}
	var p problems
	p.length("name", ask.Name, 2, 32)
	x := &sound{name: ask.Name, emoji: ask.Emoji, volume: 1, guild: g, by: c.s.world.bot}
	if ask.Volume != nil {
		x.volume = *ask.Volume
	}
	if x.volume < 0 || x.volume > 1 {
		p.add("volume", "NUMBER_TYPE_MAX", "float value should be between 0 and 1.")
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	if x.length, err = soundLength(ask.Sound); err != nil {
		return nil, err
	}
	if len(g.sounds) >= soundsMost {
		return nil, errManySounds
	}
	x.id = c.s.world.newID()
	g.sounds = append(g.sounds, x)
	c.s.dispatch(intentExpressions, g.id, "GUILD_SOUNDBOARD_SOUND_CREATE", x.wire())
	c.status = http.StatusCreated
	return x.wire(), nil
}

// soundLength judges a sound given as a data URI.
func soundLength(uri string) (time.Duration, error) {
	kind, text, ok := strings.Cut(strings.TrimPrefix(uri, "data:"), ";base64,")
	if !ok || !strings.HasPrefix(uri, "data:") {
		return 0, invalid("sound", "BASE_TYPE_BAD", "Must be a data URI in base64.")
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return 0, invalid("sound", "BASE_TYPE_BAD", "Not base64.")
	}
	if len(data) > soundBytesMost {
		return 0, errFileTooLarge
	}
	switch kind {
	case "audio/ogg":
		length, ok := oggLength(data)
		if !ok {
			return 0, errInvalidFile
		}
		if length > soundMost {
			return 0, errSoundTooLong
		}
		return length, nil
	case "audio/mpeg", "audio/mp3":
		if len(data) < 4 || string(data[:3]) != "ID3" && data[0] != 0xFF {
			return 0, errInvalidFile
		}
		return 0, nil
	}
	return 0, errInvalidFile
}

func deleteSound(c *call) (any, error) {
	g, x, err := c.sound()
	if err != nil {
		return nil, err
	}
	if !g.bot.has(createGuildExpressions) && !g.bot.has(manageGuildExpressions) {
		return nil, errMissingPermissions
	}
	g.sounds = slices.DeleteFunc(g.sounds, func(y *sound) bool { return y == x })
	c.s.dispatch(intentExpressions, g.id, "GUILD_SOUNDBOARD_SOUND_DELETE", object{"sound_id": x.id, "guild_id": g.id})
	return nil, nil
}

func playSound(c *call) (any, error) {
	ch, err := c.channel(speak | useSoundboard)
	if err != nil {
		return nil, err
	}
	var ask struct {
		ID     string `json:"sound_id"`
		Source string `json:"source_guild_id"`
	}
	if err := c.decode(&ask); err != nil {
		return nil, err
	}
	v := &ch.g.bot.voice
	switch {
	case v.channel != ch:
		return nil, errNotInVoice
	case v.mute || v.deaf || v.selfMute || v.selfDeaf:
		return nil, errSilenced
	}
	x := c.s.audible(ch.g, ask.ID, ask.Source)
	if x == nil {
		return nil, errUnknownSound
	}
	if x.guild != nil && x.guild != ch.g {
		if err := ch.demand(useExternalSounds); err != nil {
			return nil, err
		}
	}
	ch.g.plays = append(ch.g.plays, Play{ch.name, x.name, time.Now()})
	c.s.dispatch(intentVoiceStates, ch.g.id, "VOICE_CHANNEL_EFFECT_SEND", object{
		"channel_id": ch.id, "guild_id": ch.g.id, "user_id": c.s.world.bot.ID, "emoji": nil,
		"animation_type": 1, "animation_id": 0, "sound_id": x.id, "sound_volume": x.volume,
	})
	c.s.tell(Event{Kind: SoundPlayed, Guild: ch.g, Channel: ch, Text: x.name})
	return nil, nil
}

// audible is a sound of Discord's, of the guild, or of the source guild that was named.
func (s *Server) audible(g *Guild, id, source string) *sound {
	list := append(defaultSounds(), g.sounds...)
	if other := s.world.guilds[source]; other != nil {
		list = append(list, other.sounds...)
	}
	for _, x := range list {
		if x.id == id {
			return x
		}
	}
	return nil
}
