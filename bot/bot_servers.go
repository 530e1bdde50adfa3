package bot

import (
	"context"
	"slices"

	"github.com/engawa-bot/engawa/bot/words"
)

// An installation may serve some servers only. On all others nothing is set up
// and nothing is answered but one sentence. Teams that are there already rest:
// they stay in the store, and what is theirs stays theirs. So do teams whose
// server Engawa was taken out of, until it is invited again.

// limit has the teams rest whose servers are not served.
func (b *Bot) limit() {
	for _, t := range b.Teams() {
		if b.serves(t.Server) {
			continue
		}
		b.rest(t).sleep()
	}
}

// Servers tells on which servers Engawa is, all of them, also those that a platform
// cannot reach for a while. Teams on others rest.
func (b *Bot) Servers(ctx context.Context, on []ServerID) {
	for _, t := range b.Teams() {
		if slices.Contains(on, t.Server) {
			continue
		}
		b.log.Warn("a team rests, for Engawa is not on its server any more", "team", t.ID, "server", t.Server)
		v := b.rest(t)
		v.post(ctx, v.part)
	}
}

// rest takes a team out of all that happens; its veranda is to sleep.
func (b *Bot) rest(t Team) *veranda {
	b.home.saving.Lock()
	defer b.home.saving.Unlock()
	b.home.mu.Lock()
	defer b.home.mu.Unlock()
	h := &b.home
	v := h.verandas[t.ID]
	h.resting[t.ID] = h.teams[t.ID]
	h.asleep[t.ID] = v
	delete(h.teams, t.ID)
	delete(h.verandas, t.ID)
	h.on[t.Server] = slices.DeleteFunc(h.on[t.Server], func(id TeamID) bool { return id == t.ID })
	return v
}

// part lets the features say that Engawa was taken out of the server, as far as that
// can still be said.
func (v *veranda) part() {
	v.parting = true
	v.close()
	v.parting = false
	v.sleep()
}

// sleep lets nothing come due any more, and forgets who is where.
func (v *veranda) sleep() {
	v.plan()
	v.seats, v.left, v.known = Seats{}, map[MemberID]leaver{}, false
	v.later.held, v.later.failed = nil, nil
}

// wake takes up the teams of a server on which Engawa is again.
func (b *Bot) wake(ctx context.Context, server ServerID) {
	for _, t := range b.Resting() {
		if t.Server != server {
			continue
		}
		b.home.mu.Lock()
		h := &b.home
		v := h.asleep[t.ID]
		h.teams[t.ID], h.verandas[t.ID] = t, v
		h.on[server] = append(h.on[server], t.ID)
		delete(h.resting, t.ID)
		delete(h.asleep, t.ID)
		b.home.mu.Unlock()
		b.log.Info("a team goes on, for Engawa is on its server again", "team", t.ID, "server", server)
		v.post(ctx, v.plan)
		if b.around.Woke != nil {
			b.around.Woke(t.ID)
		}
	}
}

// serves tells whether the bot serves a server; "" is none, as in a direct
// message.
func (b *Bot) serves(id ServerID) bool {
	return len(b.around.Only) == 0 || id == "" || slices.Contains(b.around.Only, id)
}

// unserved says what to do about a server that is not served.
func unserved(id ServerID) *Sorry {
	return &Sorry{"ask.unserved", []words.Arg{words.Quote("server", string(id))}}
}

// Serves tells whether this installation serves a server.
func (b *Bot) Serves(id ServerID) bool { return b.serves(id) }

// Resting lists the teams that rest, by id.
func (b *Bot) Resting() []Team {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	return byID(b.home.resting)
}

// Rests tells whether a team rests, since its server is not ours to serve.
func (b *Bot) Rests(id TeamID) bool {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	_, rests := b.home.resting[id]
	return rests
}
