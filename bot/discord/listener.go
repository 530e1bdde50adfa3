package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// listener hears what the gateway tells, and passes it on without ever waiting for
// the network.
type listener struct {
	face    *Face
	bot     Listener
	menu    menu
	answers *answerer
	context func() context.Context
	work    func(func()) // starts what takes time
}

// Ready notes who we are, and sees to the commands.
func (l *listener) Ready(self gateway.Self) {
	k := &l.face.known
	k.mu.Lock()
	first := k.self.User == ""
	k.self = self
	k.mu.Unlock()
	l.settle(func(on map[string]bool) {
		clear(on)
		for _, id := range self.Guilds {
			on[id] = false // until it is told of
		}
	})
	if !first {
		return
	}
	close(k.first)
	l.work(func() { l.register(l.context(), self.Application) })
}

// Guild notes what a server looks like.
func (l *listener) Guild(g gateway.Guild) {
	k := &l.face.known
	k.mu.Lock()
	defer k.mu.Unlock()
	k.guilds[g.ID], k.on[g.ID] = g, true
	k.tell()
}

// Current passes on that more of what happened is known to have been told.
func (l *listener) Current(guild string) {
	k := &l.face.known
	k.mu.Lock()
	k.tell()
	k.mu.Unlock()
	l.bot.Current(bot.ServerID(guild))
}

// tell wakes those who wait for news; hold mu.
func (k *known) tell() {
	close(k.news)
	k.news = make(chan struct{})
}

// GuildGone forgets a server, unless it is only away for a while.
func (l *listener) GuildGone(id string, unavailable bool) {
	if unavailable {
		l.face.unheard(id)
		return
	}
	l.settle(func(on map[string]bool) {
		delete(on, id)
		delete(l.face.known.guilds, id)
		delete(l.face.known.seats, id)
	})
}

// Present tells who is in a server's voice rooms.
func (l *listener) Present(guild string, states []gateway.VoiceState) {
	seats := map[string]string{}
	var moves []bot.Move
	for _, s := range states {
		if s.User == l.face.self().User {
			l.work(func() { l.leaveBehind(guild) })
		}
		if s = l.face.seen(guild, s); !s.Bot && s.Channel != "" {
			seats[s.User] = s.Channel
			moves = append(moves, moveOf(s))
		}
	}
	k := &l.face.known
	k.mu.Lock()
	k.seats[guild] = seats
	k.mu.Unlock()
	l.bot.Arrived(l.context(), bot.ServerID(guild), moves)
}

// leaveBehind leaves a room in which an earlier run was ended in mid-chime.
func (l *listener) leaveBehind(guild string) {
	b := l.face.chimes.of(bot.ServerID(guild))
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	default:
		return // a chime of this run, which leaves by itself
	}
	ctx, cancel := context.WithTimeout(l.context(), stay)
	defer cancel()
	if err := l.face.gateway.Leave(ctx, guild); err != nil {
		l.face.log.Warn("cannot leave a room of an earlier run", "server", guild, "err", err)
	}
}

// Voice tells of one member's move. Bots, ourselves among them, do not count.
func (l *listener) Voice(guild string, s gateway.VoiceState) {
	if s.Bot {
		return
	}
	s = l.face.seen(guild, s)
	k := &l.face.known
	k.mu.Lock()
	seats := k.seats[guild]
	if seats == nil {
		seats = map[string]string{}
		k.seats[guild] = seats
	}
	if s.Channel == "" {
		delete(seats, s.User)
	} else {
		seats[s.User] = s.Channel
	}
	k.mu.Unlock()
	l.bot.Moved(l.context(), bot.ServerID(guild), []bot.Move{moveOf(s)})
}

// Interaction answers a command, a press or a form.
func (l *listener) Interaction(raw json.RawMessage) {
	in, err := decode(raw, l.menu)
	if err != nil {
		l.face.log.Error("cannot read an interaction", "err", err)
		return
	}
	l.answers.handle(l.context(), in)
}

// Played notes that a sound was heard; ours proves that a chime worked.
func (l *listener) Played(_, channel, user, _ string) {
	if user == l.face.self().User {
		l.face.chimes.heard(channel)
	}
}

func moveOf(s gateway.VoiceState) bot.Move {
	m := bot.Move{
		Account: bot.Account{On: Platform, ID: s.User}, Name: s.Name, Room: bot.RoomID(s.Channel), Screen: s.Screen, Camera: s.Camera,
	}
	for _, r := range s.Roles {
		m.Roles = append(m.Roles, bot.RoleID(r))
	}
	return m
}

// inOrder sorts channels as members see them: text before voice, by position.
func inOrder(channels []gateway.Channel) []gateway.Channel {
	channels = slices.Clone(channels)
	slices.SortStableFunc(channels, func(a, b gateway.Channel) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return channels
}

var _ calling = (*rest.Client)(nil)
