package gateway

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// house is the picture of guilds and voice, as the events draw it. The goroutine that tells the Handler
// owns it.
type house struct {
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

func newHouse(handler Handler, s *seat, b *budget, at *sight) *house {
	h := &house{handler: handler, seat: s, budget: b, sight: at, guilds: map[string]*place{}}
	h.react = map[string]func(json.RawMessage) error{
		"READY":                     on(h.ready),
		"GUILD_CREATE":              on(h.guildCreate),
		"GUILD_UPDATE":              on(h.guildUpdate),
		"GUILD_DELETE":              on(h.guildDelete),
		"CHANNEL_CREATE":            on(h.channelChange),
		"CHANNEL_UPDATE":            on(h.channelChange),
		"CHANNEL_DELETE":            on(h.channelDelete),
		"GUILD_ROLE_CREATE":         on(h.roleChange),
		"GUILD_ROLE_UPDATE":         on(h.roleChange),
		"GUILD_ROLE_DELETE":         on(h.roleDelete),
		"GUILD_MEMBER_UPDATE":       on(h.memberUpdate),
		"VOICE_STATE_UPDATE":        on(h.voiceUpdate),
		"VOICE_CHANNEL_EFFECT_SEND": on(h.effect),
		"INTERACTION_CREATE":        func(raw json.RawMessage) error { handler.Interaction(raw); return nil },
	}
	return h
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
func (h *house) take(e event) error {
	react, ok := h.react[e.kind]
	if !ok {
		return nil
	}
	if err := react(e.data); err != nil {
		return fmt.Errorf("decode %s: %w", e.kind, err)
	}
	return nil
}

func (h *house) ready(r *wireReady) {
	h.self = Self{User: r.User.ID, Application: r.Application.ID}
	for _, g := range r.Guilds {
		h.self.Guilds = append(h.self.Guilds, g.ID)
	}
	h.seat.reset()
	h.budget.reset()
	h.handler.Ready(h.self)
	for _, id := range slices.Sorted(maps.Keys(h.guilds)) {
		if !slices.ContainsFunc(r.Guilds, func(g wireGone) bool { return g.ID == id }) {
			h.gone(id, false)
		}
	}
}

func (h *house) guildCreate(w *wireGuild) {
	if w.Unavailable {
		h.gone(w.ID, true)
		return
	}
	p := &place{guild: w.guild(h.self.User), voice: map[string]VoiceState{}}
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
		if s.User == h.self.User {
			here = s.Channel
		}
	}
	h.guilds[w.ID] = p
	h.seat.moved(w.ID, here)
	h.handler.Guild(p.guild)
	h.handler.Present(w.ID, states)
}

// guildUpdate tells who is where again if another channel is the AFK one now.
func (h *house) guildUpdate(w *wireGuild) {
	p := h.guilds[w.ID]
	another := p != nil && p.guild.AFK != w.AFK
	h.change(w.ID, func(g *Guild) {
		g.Name, g.Owner, g.Locale, g.Roles, g.AFK = w.Name, w.OwnerID, w.PreferredLocale, w.roles(), w.AFK
	})
	if another {
		h.present(w.ID)
	}
}

// present tells again who is where.
func (h *house) present(id string) {
	if p := h.guilds[id]; p != nil {
		byUser := func(a, b VoiceState) int { return strings.Compare(a.User, b.User) }
		h.handler.Present(id, slices.SortedFunc(maps.Values(p.voice), byUser))
	}
}

func (h *house) guildDelete(w *wireGone) { h.gone(w.ID, w.Unavailable) }

func (h *house) gone(id string, unavailable bool) {
	delete(h.guilds, id)
	h.seat.moved(id, "")
	h.budget.release(id)
	h.sight.gone(id)
	h.handler.GuildGone(id, unavailable)
}

func (h *house) channelChange(w *wireChannel) {
	h.change(w.GuildID, func(g *Guild) {
		g.Channels = with(g.Channels, w.channel(), func(c Channel) string { return c.ID })
	})
}

// channelDelete tells who is where again if a room is gone: what is held there has
// to go elsewhere.
func (h *house) channelDelete(w *wireChannel) {
	h.change(w.GuildID, func(g *Guild) {
		g.Channels = without(g.Channels, w.ID, func(c Channel) string { return c.ID })
	})
	if w.channel().Kind == KindVoice {
		h.present(w.GuildID)
	}
}

func (h *house) roleChange(w *wireRoleChange) {
	h.change(w.GuildID, func(g *Guild) {
		g.Roles = with(g.Roles, w.Role.role(), func(r Role) string { return r.ID })
	})
}

func (h *house) roleDelete(w *wireRoleChange) {
	h.change(w.GuildID, func(g *Guild) {
		g.Roles = without(g.Roles, w.RoleID, func(r Role) string { return r.ID })
	})
}

// memberUpdate arrives for others too if the intent for members is on; only our own roles matter here.
func (h *house) memberUpdate(w *wireMember) {
	if w.User.ID == h.self.User {
		h.change(w.GuildID, func(g *Guild) { g.Me = w.member() })
	}
}

// change changes a guild that is known and tells it whole.
func (h *house) change(id string, f func(*Guild)) {
	if p := h.guilds[id]; p != nil {
		f(&p.guild)
		h.handler.Guild(p.guild)
	}
}

// voiceUpdate tells a change of anything that VoiceState holds: muting is none.
func (h *house) voiceUpdate(w *wireVoice) {
	if w.UserID == h.self.User {
		if was := h.seat.moved(w.GuildID, w.ChannelID); was != "" && w.ChannelID == "" {
			h.budget.release(w.GuildID) // put out by somebody: nothing is left to leave
		}
	}
	p := h.guilds[w.GuildID]
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
	h.handler.Voice(w.GuildID, now)
}

// effect tells sounds; an effect without one is an emoji.
func (h *house) effect(w *wireEffect) {
	if sound := strings.Trim(string(w.SoundID), `"`); sound != "" && sound != "null" {
		h.handler.Played(w.GuildID, w.ChannelID, w.UserID, sound)
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
