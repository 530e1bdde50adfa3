package discord

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/internal/plain"
)

// settle notes on which servers we are, and tells it.
func (l *listener) settle(change func(on map[string]bool)) {
	k := &l.face.known
	k.mu.Lock()
	change(k.on)
	var list []bot.ServerID
	for _, id := range slices.Sorted(maps.Keys(k.on)) {
		list = append(list, bot.ServerID(id))
	}
	k.tell()
	k.mu.Unlock()
	l.bot.Servers(l.context(), list)
}

// unheard notes that nothing is heard of a server for now. What was known of it
// is kept: people come back to where they were.
func (f *Face) unheard(id string) {
	f.known.mu.Lock()
	defer f.known.mu.Unlock()
	f.known.on[id] = false
}

// standing is what is known of a server.
type standing int

const (
	untold standing = iota // it may be ours, and Discord has not told what is on it
	absent                 // Discord does not list it among ours
	told                   // Discord has told what is on it, be it a while ago
)

// standing tells what is known of a server, and the channel that is closed when
// that may have changed.
func (f *Face) standing(id bot.ServerID) (standing, <-chan struct{}) {
	k := &f.known
	k.mu.RLock()
	defer k.mu.RUnlock()
	_, listed := k.on[string(id)]
	_, pictured := k.guilds[string(id)]
	switch {
	case k.self.User != "" && !listed:
		return absent, k.news
	case pictured:
		return told, k.news
	}
	return untold, k.news
}

// Await waits, until ctx ends, for Discord to tell what is on a server, which it
// does a moment after it has listed it among ours.
func (f *Face) Await(ctx context.Context, id bot.ServerID) error {
	for {
		is, news := f.standing(id)
		switch is {
		case told:
			return nil
		case absent:
			return fmt.Errorf("discord: the server %s is none of ours", id)
		}
		select {
		case <-news:
		case <-ctx.Done():
			return fmt.Errorf("discord: nothing is known of the server %s yet: %w", id, ctx.Err())
		}
	}
}

var errUnheard = errors.New("discord: nothing is heard of the server for now")

// heard is an error that passes while nothing is heard of a server: then nobody
// there hears a sound either, and Discord does not say so.
func (f *Face) heard(id bot.ServerID) error {
	f.known.mu.RLock()
	defer f.known.mu.RUnlock()
	if f.known.on[string(id)] {
		return nil
	}
	return errUnheard
}

// serverOf is a guild in bot's words, its channels in the order members see.
func serverOf(g gateway.Guild) bot.Server {
	s := bot.Server{ID: bot.ServerID(g.ID), Name: plain.Line(g.Name), Roles: []bot.RoleID{}}
	for _, c := range inOrder(g.Channels) {
		if writes := c.Kind == gateway.KindText || c.Kind == gateway.KindNews; writes || isRoom(g, c) {
			s.Places = append(s.Places, bot.Place{ID: bot.ChannelID(c.ID), Name: plain.Line(c.Name), Voice: !writes})
		}
	}
	for _, r := range g.Roles {
		if r.ID != g.ID { // which is everyone's
			s.Roles = append(s.Roles, bot.RoleID(r.ID))
		}
	}
	return s
}

// isRoom tells whether people meet in a channel. On a stage most only listen, and
// no sound can be played there; and to the AFK channel Discord takes those who
// have left their desk.
func isRoom(g gateway.Guild, c gateway.Channel) bool {
	return c.Kind == gateway.KindVoice && c.ID != g.AFK
}

// seen is a voice state as the team sees it: who is in the AFK channel is in no
// room.
func (f *Face) seen(guild string, s gateway.VoiceState) gateway.VoiceState {
	if g, _ := f.guild(bot.ServerID(guild)); s.Channel != "" && s.Channel == g.AFK {
		s.Channel = ""
	}
	return s
}
