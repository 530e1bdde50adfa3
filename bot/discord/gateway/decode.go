package gateway

import (
	"encoding/json"

	"github.com/engawa-bot/engawa/internal/plain"
)

// The wire types hold what we need of Discord's events. Source: Discord's documentation, "Gateway Events".

type wireReady struct {
	User        wireID     `json:"user"`
	Application wireID     `json:"application"`
	Guilds      []wireGone `json:"guilds"`
}

type wireID struct {
	ID string `json:"id"`
}

type wireGone struct {
	ID          string `json:"id"`
	Unavailable bool   `json:"unavailable"`
}

type wireGuild struct {
	ID              string        `json:"id"`
	Name            string        `json:"name"`
	OwnerID         string        `json:"owner_id"`
	PreferredLocale string        `json:"preferred_locale"`
	Channels        []wireChannel `json:"channels"`
	Roles           []wireRole    `json:"roles"`
	Members         []wireMember  `json:"members"` // those in voice, and ourselves
	VoiceStates     []wireVoice   `json:"voice_states"`
	Unavailable     bool          `json:"unavailable"`
	AFK             string        `json:"afk_channel_id"`
}

func (w *wireGuild) guild(self string) Guild {
	g := Guild{
		ID: w.ID, Name: w.Name, Owner: w.OwnerID, Locale: w.PreferredLocale,
		Channels: make([]Channel, 0, len(w.Channels)), Roles: w.roles(), Me: Member{User: self}, AFK: w.AFK,
	}
	for _, c := range w.Channels {
		g.Channels = append(g.Channels, c.channel())
	}
	for _, m := range w.Members {
		if m.User.ID == self {
			g.Me = m.member()
		}
	}
	return g
}

func (w *wireGuild) roles() []Role {
	all := make([]Role, 0, len(w.Roles))
	for _, r := range w.Roles {
		all = append(all, r.role())
	}
	return all
}

type wireChannel struct {
	ID         string          `json:"id"`
	GuildID    string          `json:"guild_id"` // absent in GUILD_CREATE
	Name       string          `json:"name"`
	Type       int             `json:"type"`
	ParentID   string          `json:"parent_id"`
	Position   int             `json:"position"`
	UserLimit  int             `json:"user_limit"`
	Topic      string          `json:"topic"`
	Overwrites []wireOverwrite `json:"permission_overwrites"`
}

func (w *wireChannel) channel() Channel {
	c := Channel{
		ID: w.ID, Name: w.Name, Kind: w.Type, Parent: w.ParentID, Position: w.Position,
		UserLimit: w.UserLimit, Topic: w.Topic, Overwrites: make([]Overwrite, 0, len(w.Overwrites)),
	}
	for _, o := range w.Overwrites {
		c.Overwrites = append(c.Overwrites, Overwrite{ID: o.ID, Member: o.Type == 1, Allow: o.Allow, Deny: o.Deny})
	}
	return c
}

type wireOverwrite struct {
	ID    string `json:"id"`
	Type  int    `json:"type"` // 0 role, 1 member
	Allow uint64 `json:"allow,string"`
	Deny  uint64 `json:"deny,string"`
}

type wireRole struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Permissions uint64 `json:"permissions,string"`
	Position    int    `json:"position"`
	Mentionable bool   `json:"mentionable"`
}

func (w *wireRole) role() Role {
	return Role{ID: w.ID, Name: w.Name, Permissions: w.Permissions, Position: w.Position, Mentionable: w.Mentionable}
}

type wireRoleChange struct {
	GuildID string   `json:"guild_id"`
	Role    wireRole `json:"role"`
	RoleID  string   `json:"role_id"` // of GUILD_ROLE_DELETE
}

type wireMember struct {
	GuildID string   `json:"guild_id"` // of GUILD_MEMBER_UPDATE
	User    wireUser `json:"user"`
	Nick    string   `json:"nick"`
	Roles   []string `json:"roles"`
}

func (w *wireMember) member() Member { return Member{User: w.User.ID, Nick: w.Nick, Roles: w.Roles} }

type wireUser struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
	Bot        bool   `json:"bot"`
}

type wireVoice struct {
	GuildID    string      `json:"guild_id"` // absent in GUILD_CREATE
	ChannelID  string      `json:"channel_id"`
	UserID     string      `json:"user_id"`
	Member     *wireMember `json:"member"` // absent in GUILD_CREATE
	SelfStream bool        `json:"self_stream"`
	SelfVideo  bool        `json:"self_video"`
}

// state is the voice state; whose it is comes from what was known, if it is not told anew.
func (w *wireVoice) state(known VoiceState) VoiceState {
	s := VoiceState{
		User: w.UserID, Name: known.Name, Bot: known.Bot, Roles: known.Roles,
		Channel: w.ChannelID, Screen: w.SelfStream, Camera: w.SelfVideo,
	}
	if m := w.Member; m != nil {
		s.Name, s.Bot, s.Roles = plain.First(m.Nick, m.User.GlobalName, m.User.Username), m.User.Bot, m.Roles
	}
	return s
}

type wireEffect struct {
	GuildID   string          `json:"guild_id"`
	ChannelID string          `json:"channel_id"`
	UserID    string          `json:"user_id"`
	SoundID   json.RawMessage `json:"sound_id"` // a string, but a number for a default sound; absent for an emoji
}
