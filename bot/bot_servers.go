package bot

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/bot/words"
)

// Moved tells the teams on a server that members moved. It never waits: of each
// member only the newest move is kept until a team takes it.
func (b *Bot) Moved(_ context.Context, server ServerID, moves []Move) {
	if !b.serves(server) {
		return
	}
	moves = seenMoves(moves)
	b.home.voices.moved(server, moves)
	for _, v := range b.on(server) {
		b.Tally.Merged.Add(int64(v.news.moved(moves)))
	}
}

// Arrived tells the teams on a server who is in its voice rooms, all of them:
// after a start, and after a connection was lost for good. It never waits.
func (b *Bot) Arrived(ctx context.Context, server ServerID, present []Move) {
	if !b.serves(server) {
		return
	}
	b.wake(ctx, server)
	present = seenMoves(present)
	b.home.voices.arrived(server, present)
	for _, v := range b.on(server) {
		b.Tally.Merged.Add(int64(v.news.arrived(present)))
	}
}

// Current has the teams on a server look again at what came due while it was not
// known whether their picture was fresh; all teams if server is empty.
func (b *Bot) Current(server ServerID) {
	if server != "" {
		for _, v := range b.on(server) {
			v.news.again()
		}
		return
	}
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	for _, v := range b.home.verandas {
		v.news.again()
	}
}

// voices is who is in the voice rooms of each server, as faces told last: for
// teams that are set up, or take in a room, while people sit there.
type voices struct {
	mu sync.Mutex
	in map[ServerID]map[Account]Move // no entry: not told yet
}

func (v *voices) arrived(server ServerID, present []Move) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.in[server] = map[Account]Move{}
	v.take(server, present)
}

func (v *voices) moved(server ServerID, moves []Move) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, told := v.in[server]; told {
		v.take(server, moves)
	}
}

func (v *voices) take(server ServerID, moves []Move) {
	for _, m := range moves {
		if m.Room == "" {
			delete(v.in[server], m.who())
			continue
		}
		v.in[server][m.who()] = m
	}
}

// present lists who is there; false: nobody has told yet.
func (v *voices) present(server ServerID) ([]Move, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	in, told := v.in[server]
	return slices.Collect(maps.Values(in)), told
}

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
// cannot reach for a while. Teams on others rest, and are deleted after a year.
func (b *Bot) Servers(ctx context.Context, on []ServerID) {
	for _, t := range b.Teams() {
		if slices.Contains(on, t.Server) {
			continue
		}
		b.log.Warn("a team rests, for Engawa is not on its server any more", "team", t.ID, "server", t.Server)
		v := b.rest(t)
		v.post(ctx, v.part)
	}
	for _, t := range b.Resting() {
		if b.serves(t.Server) && !slices.Contains(on, t.Server) {
			b.without(t)
		}
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
	h.forget(t)
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
		b.back(t)
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

// isTaken tells whether an id is that of a team which rests, or is still being deleted.
func (b *Bot) isTaken(id TeamID) bool {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	_, rests := b.home.resting[id]
	return rests || b.home.going[id]
}

// Rests tells whether a team rests, since its server is not ours to serve.
func (b *Bot) Rests(id TeamID) bool {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	_, rests := b.home.resting[id]
	return rests
}
