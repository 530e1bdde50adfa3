package gateway

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// guildCache is the picture of guilds and voice, as the events draw it. The goroutine that tells the Handler
// owns it.
type guildCache struct {
	handler Handler
	seat    *seat
	budget  *budget
	sight   *sight
	self    Self
	guilds  map[string]*place
	react   map[string]func(json.RawMessage) error // by event
}

// place is one guild. The slices of its Guild are never changed, as the Handler may keep them.
type place struct {
	guild Guild
	voice map[string]VoiceState // by user; those in a channel
}

func newGuildCache(handler Handler, s *seat, b *budget, at *sight) *guildCache {
	c := &guildCache{handler: handler, seat: s, budget: b, sight: at, guilds: map[string]*place{}}
	c.react = map[string]func(json.RawMessage) error{
		"READY":                     on(c.ready),
		"GUILD_CREATE":              on(c.guildCreate),
		"GUILD_UPDATE":              on(c.guildUpdate),
		"GUILD_DELETE":              on(c.guildDelete),
		"CHANNEL_CREATE":            on(c.channelChange),
		"CHANNEL_UPDATE":            on(c.channelChange),
		"CHANNEL_DELETE":            on(c.channelDelete),
		"GUILD_ROLE_CREATE":         on(c.roleChange),
		"GUILD_ROLE_UPDATE":         on(c.roleChange),
		"GUILD_ROLE_DELETE":         on(c.roleDelete),
		"GUILD_MEMBER_UPDATE":       on(c.memberUpdate),
		"VOICE_STATE_UPDATE":        on(c.voiceUpdate),
		"VOICE_CHANNEL_EFFECT_SEND": on(c.effect),
		"INTERACTION_CREATE":        func(raw json.RawMessage) error { handler.Interaction(raw); return nil },
	}
	return c
}

// on makes a reaction to raw data of one that wants it decoded.
func on[T any](f func(*T)) func(json.RawMessage) error {
	return func(raw json.RawMessage) error {
		v := new(T)
		if err := json.Unmarshal(raw, v); err != nil {
			return err
		}
		f(v)
		return nil
	}
}

// take draws one event into the picture and tells the Handler.
func (c *guildCache) take(e event) error {
	react, ok := c.react[e.kind]
	if !ok {
		return nil
	}
	if err := react(e.data); err != nil {
		return fmt.Errorf("decode %s: %w", e.kind, err)
	}
	return nil
}

func (c *guildCache) ready(r *wireReady) {
	c.self = Self{User: r.User.ID, Application: r.Application.ID}
	for _, g := range r.Guilds {
		c.self.Guilds = append(c.self.Guilds, g.ID)
	}
	c.seat.reset()
	c.budget.reset()
	c.handler.Ready(c.self)
	for _, id := range slices.Sorted(maps.Keys(c.guilds)) {
		if !slices.ContainsFunc(r.Guilds, func(g wireGone) bool { return g.ID == id }) {
			c.gone(id, false)
		}
	}
}

func (c *guildCache) guildCreate(w *wireGuild) {
	if w.Unavailable {
		c.gone(w.ID, true)
		return
	}
	p := &place{guild: w.guild(c.self.User), voice: map[string]VoiceState{}}
	people := make(map[string]wireMember, len(w.Members))
	for _, m := range w.Members {
		people[m.User.ID] = m
	}
	here := ""
	states := make([]VoiceState, 0, len(w.VoiceStates))
	for _, v := range w.VoiceStates {
		if m, ok := people[v.UserID]; ok && v.Member == nil {
			v.Member = &m
		}
		s := v.state(VoiceState{})
		p.voice[s.User] = s
		states = append(states, s)
		if s.User == c.self.User {
			here = s.Channel
		}
	}
	c.guilds[w.ID] = p
	c.seat.moved(w.ID, here)
	c.handler.Guild(p.guild)
	c.handler.Present(w.ID, states)
}

// guildUpdate tells who is where again if another channel is the AFK one now.
func (c *guildCache) guildUpdate(w *wireGuild) {
	p := c.guilds[w.ID]
	another := p != nil && p.guild.AFK != w.AFK
	c.change(w.ID, func(g *Guild) {
		g.Name, g.Owner, g.Locale, g.Roles, g.AFK = w.Name, w.OwnerID, w.PreferredLocale, w.roles(), w.AFK
	})
	if another {
		c.present(w.ID)
	}
}

// present tells again who is where.
func (c *guildCache) present(id string) {
	if p := c.guilds[id]; p != nil {
		byUser := func(a, b VoiceState) int { return strings.Compare(a.User, b.User) }
		c.handler.Present(id, slices.SortedFunc(maps.Values(p.voice), byUser))
	}
}

func (c *guildCache) guildDelete(w *wireGone) { c.gone(w.ID, w.Unavailable) }

func (c *guildCache) gone(id string, unavailable bool) {
	delete(c.guilds, id)
	c.seat.moved(id, "")
	c.budget.release(id)
	c.sight.gone(id)
	c.handler.GuildGone(id, unavailable)
}

func (c *guildCache) channelChange(w *wireChannel) {
	c.change(w.GuildID, func(g *Guild) {
		g.Channels = with(g.Channels, w.channel(), func(c Channel) string { return c.ID })
	})
}

// channelDelete tells who is where again if a room is gone: what is held there has
// to go elsewhere.
func (c *guildCache) channelDelete(w *wireChannel) {
	c.change(w.GuildID, func(g *Guild) {
		g.Channels = without(g.Channels, w.ID, func(c Channel) string { return c.ID })
	})
	if w.channel().Kind == KindVoice {
		c.present(w.GuildID)
	}
}

func (c *guildCache) roleChange(w *wireRoleChange) {
	c.change(w.GuildID, func(g *Guild) {
		g.Roles = with(g.Roles, w.Role.role(), func(r Role) string { return r.ID })
	})
}

func (c *guildCache) roleDelete(w *wireRoleChange) {
	c.change(w.GuildID, func(g *Guild) {
		g.Roles = without(g.Roles, w.RoleID, func(r Role) string { return r.ID })
	})
}

// memberUpdate arrives for others too if the intent for members is on; only our own roles matter here.
func (c *guildCache) memberUpdate(w *wireMember) {
	if w.User.ID == c.self.User {
		c.change(w.GuildID, func(g *Guild) { g.Me = w.member() })
	}
}

// change changes a guild that is known and tells it whole.
func (c *guildCache) change(id string, f func(*Guild)) {
	if p := c.guilds[id]; p != nil {
		f(&p.guild)
		c.handler.Guild(p.guild)
	}
}

// voiceUpdate tells a change of anything that VoiceState holds: muting is none.
func (c *guildCache) voiceUpdate(w *wireVoice) {
	if w.UserID == c.self.User {
		if was := c.seat.moved(w.GuildID, w.ChannelID); was != "" && w.ChannelID == "" {
			c.budget.release(w.GuildID) // put out by somebody: nothing is left to leave
		}
	}
	p := c.guilds[w.GuildID]
	if p == nil {
		return
	}
	was, known := p.voice[w.UserID]
	now := w.state(was)
	switch {
	case now.equal(was), !known && now.Channel == "":
		return
	case now.Channel == "":
		delete(p.voice, now.User)
	default:
		p.voice[now.User] = now
	}
	c.handler.Voice(w.GuildID, now)
}

// effect tells sounds; an effect without one is an emoji.
func (c *guildCache) effect(w *wireEffect) {
	if sound := strings.Trim(string(w.SoundID), `"`); sound != "" && sound != "null" {
		c.handler.Played(w.GuildID, w.ChannelID, w.UserID, sound)
	}
}

// with is a copy of all in which v replaces the one with its id, or is added.
func with[T any](all []T, v T, id func(T) string) []T {
	all = slices.Clone(all)
	if i := slices.IndexFunc(all, func(x T) bool { return id(x) == id(v) }); i >= 0 {
		all[i] = v
		return all
	}
	return append(all, v)
}

// without is a copy of all that lacks the one with the id.
func without[T any](all []T, gone string, id func(T) string) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return id(x) == gone })
}
