package bot

import (
	"maps"
	"slices"
	"sync"
)

// homes is the verandas of all teams.
type homes struct {
	mu       sync.RWMutex
	verandas map[TeamID]*veranda
	teams    map[TeamID]Team
	on       map[ServerID][]TeamID
	run      func(*veranda) // starts its goroutine; nil before Run
	voices   voices
	circle   circle
	studies  chan struct{} // a place for each that reads a history; see Study
	claimed
}

// claimed is what teams have, and which teams there are besides.
type claimed struct {
	saving  sync.Mutex // one set-up at a time is checked and saved
	held    holders
	resting map[TeamID]Team
	asleep  map[TeamID]*veranda // of those
	going   map[TeamID]bool     // deleted, and still in the store: see leaving
}

// open gives a team its veranda and plans its occurrences.
func (b *Bot) open(team Team) {
	v := &veranda{bot: b, id: team.ID, news: newNews(), inbox: make(chan func(), inboxSize)}
	v.team, v.zone = team, team.Location()
	v.over = make(chan struct{})
	v.seats, v.left, v.later.wanted = Seats{}, map[MemberID]leaver{}, map[string]wanted{}
	b.home.put(team)
	b.home.mu.Lock()
	b.home.verandas[team.ID] = v
	run := b.home.run
	b.home.mu.Unlock()
	v.plan()
	if run != nil {
		v.inbox <- v.meet // there is room: it is the first
		run(v)
	}
}

// put notes a team's set-up for those outside its goroutine, and has the teams
// look at their displays whose channels this may free or take.
func (h *homes) put(team Team) {
	h.mu.Lock()
	defer h.mu.Unlock()
	old, known := h.teams[team.ID]
	if known && old.Server != team.Server {
		h.on[old.Server] = slices.DeleteFunc(h.on[old.Server], func(id TeamID) bool { return id == team.ID })
	}
	h.teams[team.ID] = team
	if !slices.Contains(h.on[team.Server], team.ID) {
		h.on[team.Server] = append(h.on[team.Server], team.ID)
	}
	h.held.put(old, team)
	for _, e := range slices.Concat(old.Elsewhere, team.Elsewhere) {
		if old.At(e.On).Channel == team.At(e.On).Channel {
			continue
		}
		for _, kind := range []claimKind{ofOwn, ofWindow} {
			for _, id := range h.held[claim{kind, e.On, string(e.Channel)}] {
				h.nudge(id, team.ID)
			}
		}
	}
}

// nudge has a team look at its displays, other than the one that changed.
func (h *homes) nudge(id, changed TeamID) {
	v := h.verandas[id]
	if v == nil || id == changed {
		return
	}
	select {
	case v.inbox <- func() { v.changed = true }:
	default: // very much happens there; it looks soon anyway
	}
}

// forget takes a team out of those that are served; hold mu.
func (h *homes) forget(t Team) {
	delete(h.teams, t.ID)
	delete(h.verandas, t.ID)
	h.on[t.Server] = slices.DeleteFunc(h.on[t.Server], func(id TeamID) bool { return id == t.ID })
}

// find finds a team, also one that rests; hold mu.
func (h *homes) find(id TeamID) Team {
	if t, ok := h.teams[id]; ok {
		return t
	}
	return h.resting[id]
}

// veranda finds a team's veranda; nil if there is no such team.
func (b *Bot) veranda(id TeamID) *veranda {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	return b.home.verandas[id]
}

// on lists the verandas on a server.
func (b *Bot) on(server ServerID) []*veranda {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	var list []*veranda
	for _, id := range b.home.on[server] {
		list = append(list, b.home.verandas[id])
	}
	return list
}

// Teams lists every team, by id.
func (b *Bot) Teams() []Team {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	return byID(b.home.teams)
}

func byID(teams map[TeamID]Team) []Team {
	list := make([]Team, 0, len(teams))
	for _, id := range slices.Sorted(maps.Keys(teams)) {
		list = append(list, teams[id])
	}
	return list
}

// TeamsOn lists the teams of a server, in the order in which they came.
func (b *Bot) TeamsOn(server ServerID) []Team {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	var list []Team
	for _, id := range b.home.on[server] {
		list = append(list, b.home.teams[id])
	}
	return list
}

// Team finds a team by id.
func (b *Bot) Team(id TeamID) (Team, bool) {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	team, ok := b.home.teams[id]
	return team, ok
}
