package discord

import (
	"errors"
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
