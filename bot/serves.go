package bot

import (
	"slices"

	"github.com/engawa-bot/engawa/bot/words"
)

// An installation may serve some servers only. On all others nothing is set up
// and nothing is answered but one sentence. Teams that are there already rest:
// they stay in the store, and what is theirs stays theirs.

// Only limits the bot to some servers; without any it serves all. Call it before
// Run.
func (b *Bot) Only(servers ...ServerID) {
	if len(servers) == 0 {
		return
	}
	b.home.only = servers
	for _, t := range b.Teams() {
		if b.serves(t.Server) {
			continue
		}
		for _, id := range b.home.verandas[t.ID].plans {
			b.loop.Remove(id)
		}
		b.home.mu.Lock()
		b.home.resting[t.ID] = t
		delete(b.home.teams, t.ID)
		delete(b.home.verandas, t.ID)
		delete(b.home.on, t.Server)
		b.home.mu.Unlock()
	}
}

// serves tells whether the bot serves a server; "" is none, as in a direct
// message.
func (b *Bot) serves(id ServerID) bool {
	return len(b.home.only) == 0 || id == "" || slices.Contains(b.home.only, id)
}

// unserved says what to do about a server that is not served.
func unserved(id ServerID) *Sorry {
	return &Sorry{"ask.unserved", []words.Arg{words.Quote("server", string(id))}}
}

// Resting lists the teams on servers that are not served, by id.
func (b *Bot) Resting() []Team {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	return byID(b.home.resting)
}

// Rests tells whether a team does.
func (b *Bot) Rests(id TeamID) bool {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	_, rests := b.home.resting[id]
	return rests
}
