package gateway

import (
	"encoding/json"
	"slices"
)

// Handler is told what happens. Its methods are called one at a time, in order, from one goroutine; they
// must not wait for the network, and must not call Join, Leave or Wait. A panic in one is logged, and the
// next event is told. What they are given is theirs to keep but not to change.
type Handler interface {
	// Ready begins each new session. Guild and Present follow for each guild; a guild that the bot was
	// taken out of meanwhile is told by GuildGone. A session that was resumed does not begin anew.
	Ready(self Self)

	// Guild is the whole guild: when it is first seen, and after each change of its name, owner, locale,
	// channels or roles, or of our own roles.
	Guild(g Guild)

	// GuildGone tells that nothing more is to be heard of a guild: for a while (an outage at Discord), or
	// because the bot is no longer in it.
	GuildGone(id string, unavailable bool)

	// Present is everybody in the guild's voice channels, ourselves included, after the first Guild of
	// each session, and when another channel became the AFK one. Who is not in it is
	// in no channel.
	Present(guild string, states []VoiceState)

	// Voice is one change of one person's voice state.
	Voice(guild string, s VoiceState)

	// Current tells that more of what has happened in a guild is known to have been told, in every guild if
	// it is "": see Gateway.Told.
	Current(guild string)

	// Interaction is an INTERACTION_CREATE, not decoded.
	Interaction(raw json.RawMessage)

	// Played tells that somebody played a soundboard sound in a voice channel where the bot is.
	Played(guild, channel, user, sound string)
}

// Self is who we are.
type Self struct {
	User        string   // our user id
	Application string   // our application's id
	Guilds      []string // on which we are, also those that Discord cannot reach now
}

// VoiceState is where somebody is in voice.
type VoiceState struct {
	User    string
	Name    string // nick in the guild, else global name, else user name
	Bot     bool
	Roles   []string // in the guild, without @everyone; nil: not told
	Channel string   // "": in none
	Screen  bool     // shares a screen
	Camera  bool
}

func (s VoiceState) equal(other VoiceState) bool {
	return s.User == other.User && s.Name == other.Name && s.Bot == other.Bot && s.Channel == other.Channel &&
		s.Screen == other.Screen && s.Camera == other.Camera && slices.Equal(s.Roles, other.Roles)
}
