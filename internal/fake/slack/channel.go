package slack

import (
	"fmt"
	"slices"
	"strings"
)

// place is the kind of a channel.
type place int

const (
	public place = iota
	private
	direct // between a member and the app
)

// Channel is a place for messages. Its methods are what people do with it.
type Channel struct {
	s        *Server
	id       string
	name     string
	kind     place
	archived bool
	members  []*Member
	messages []*message // oldest first, those that only one person sees included
	made     int64      // Unix seconds
}

// Channel is the public channel of that name; if there is none, one is made, and the app is in it.
func (s *Server) Channel(name string) *Channel { return s.newChannel(name, public) }

// PrivateChannel is the private channel of that name; if there is none, one is made, and the app is in it.
func (s *Server) PrivateChannel(name string) *Channel { return s.newChannel(name, private) }

func (s *Server) newChannel(name string, kind place) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.world.channels {
		if c.name == name && c.kind == kind {
			return c
		}
	}
	return s.world.add(name, kind, s.world.bot)
}

func (w *world) add(name string, kind place, members ...*Member) *Channel {
	prefix := "C"
	if kind == direct {
		prefix = "D"
	}
	c := &Channel{s: w.bot.s, id: w.ids.next(prefix), name: name, kind: kind, members: members}
	w.channels = append(w.channels, c)
	return c
}

// channel finds one by id; nil when there is none.
func (w *world) channel(id string) *Channel {
	for _, c := range w.channels {
		if c.id == id {
			return c
		}
	}
	return nil
}

// direct is the channel between a member and the app.
func (w *world) direct(m *Member) *Channel {
	for _, c := range w.channels {
		if c.kind == direct && c.members[0] == m {
			return c
		}
	}
	return w.add("", direct, m, w.bot)
}

// ID is the channel's id.
func (c *Channel) ID() string { return c.id }

// Name is the channel's name, without #.
func (c *Channel) Name() string { return c.name }

// With is the member whose direct channel it is; nil for any other channel.
func (c *Channel) With() *Member {
	if c.kind != direct {
		return nil
	}
	return c.members[0]
}

// Channels lists the channels that have a name, as they were made.
func (s *Server) Channels() []*Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.world.channels), func(c *Channel) bool { return c.kind == direct })
}

// Invite brings members into the channel.
func (c *Channel) Invite(members ...*Member) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	for _, m := range members {
		c.enter(m)
	}
}

// InviteApp brings the app into the channel.
func (c *Channel) InviteApp() { c.Invite(c.s.world.bot) }

// Kick puts a member out of the channel.
func (c *Channel) Kick(m *Member) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if !slices.Contains(c.members, m) {
		return
	}
	c.members = slices.DeleteFunc(c.members, func(x *Member) bool { return x == m })
	if m == c.s.world.bot {
		left := "channel_left"
		if c.kind == private {
			left = "group_left"
		}
		c.s.event(object{"type": left, "channel": c.id})
	}
	c.tell("member_left_channel", m)
}

// KickApp puts the app out of the channel.
func (c *Channel) KickApp() { c.Kick(c.s.world.bot) }

// Archive closes the channel.
func (c *Channel) Archive() { c.archive(true) }

// Unarchive opens it again.
func (c *Channel) Unarchive() { c.archive(false) }

func (c *Channel) archive(on bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.archived == on {
		return
	}
	c.archived = on
	kind := map[place]string{public: "channel_", private: "group_"}[c.kind] + map[bool]string{true: "archive", false: "unarchive"}[on]
	c.s.event(object{"type": kind, "channel": c.id, "user": c.s.world.bot.id})
}

// Delete removes the channel for good.
func (c *Channel) Delete() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	w := c.s.world
	w.channels = slices.DeleteFunc(w.channels, func(x *Channel) bool { return x == c })
	for _, m := range c.messages {
		m.gone = true
	}
	c.s.event(object{"type": "channel_deleted", "channel": c.id})
}

func (c *Channel) enter(m *Member) {
	if slices.Contains(c.members, m) {
		return
	}
	c.members = append(c.members, m)
	c.tell("member_joined_channel", m)
}

// tell is an event about a member of the channel, which the app hears if it is in the channel or is the member.
func (c *Channel) tell(event string, m *Member) {
	if c.has(c.s.world.bot) || m == c.s.world.bot {
		c.s.event(object{"type": event, "user": m.id, "channel": c.id, "channel_type": c.id[:1], "team": c.s.world.team.id})
	}
}

func (c *Channel) has(m *Member) bool { return slices.Contains(c.members, m) }

// scope is the beginning of the scopes for such a channel.
func (c *Channel) scope() string {
	return map[place]string{public: "channels", private: "groups", direct: "im"}[c.kind]
}

// called finds a channel by id, name or #name.
func (w *world) called(name string) *Channel {
	for _, c := range w.channels {
		if c.id == name || c.name != "" && c.name == strings.TrimPrefix(name, "#") {
			return c
		}
	}
	return nil
}

// admits says why the member may not use the channel; nil if they may.
func (c *Channel) admits(m *Member) error {
	switch {
	case c.archived:
		return fmt.Errorf("#%s is archived", c.name)
	case c.kind != public && !c.has(m):
		return fmt.Errorf("%s is not in that channel", m.name)
	}
	return nil
}
