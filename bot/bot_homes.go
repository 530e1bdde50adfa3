package bot

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Found sets up a new team. What is wrong with it comes back as Faults, and
// then nothing is changed.
func (b *Bot) Found(team Team) error { return b.found(team, hand{}) }

func (b *Bot) found(team Team, by hand) error {
	b.home.saving.Lock()
	defer b.home.saving.Unlock()
	by.fresh = true
	team, err := b.save(team, by)
	if kept(err) {
		b.open(team)
	}
	return err
}

// amend changes a team's set-up as it is by now: fn changes a copy.
func (b *Bot) amend(id TeamID, fn func(*Team) error, by hand) (Team, error) {
	b.home.saving.Lock()
	defer b.home.saving.Unlock()
	team, _ := b.Team(id)
	team = team.clone()
	if err := fn(&team); err != nil {
		return team, err
	}
	return b.save(team, by)
}

// kept tells whether what an Update did is seen by now.
func kept(err error) bool { return err == nil || errors.Is(err, store.ErrUncertain) }

// save checks a team and writes it down; hold saving: of two teams that reach
// for one thing at once, one gets it. It gives the team as it is now, with
// wishes for the channels elsewhere that are still to say yes.
func (b *Bot) save(team Team, by hand) (Team, error) {
	before, known := b.Team(team.ID)
	team = b.placed(before, team)
	if err := team.Check(b.around.Platforms); err != nil {
		return team, err
	}
	if by.fresh && known || b.Rests(team.ID) {
		return team, Sorryf("fault.taken")
	}
	if !by.yes {
		team = team.ask(before, b.now())
	}
	if err := b.wrong(before, team, by).orNil(); err != nil {
		return team, err
	}
	team.Elsewhere = b.around.Platforms.sorted(team.Elsewhere)
	err := b.update(func(tx *store.Tx) error { return b.write(tx, before, team, by) })
	if kept(err) {
		b.took(team)
	}
	return team, err
}

// placed is a team with the platform on which it is at home: that of before, which
// does not change, or for a new one the first with servers.
func (b *Bot) placed(before, t Team) Team {
	if t.Home = cmp.Or(before.Home, t.Home, b.around.Platforms.Home()); before.ID != "" {
		t.Bare = before.Bare
	}
	return t
}

// Check tells what is wrong with a team that is still to be set up, as Faults.
func (s *Scene) Check(t Team) error {
	return s.bot.placed(Team{}, t).Check(s.bot.around.Platforms)
}

// write writes a team down, and what its wishes ask.
func (b *Bot) write(tx *store.Tx, before, team Team, by hand) error {
	if err := teams.Put(tx, store.KeyOf(string(team.ID)), team); err != nil {
		return err
	}
	return b.question(tx, before, team, by)
}

// took takes over a set-up that is written down.
func (b *Bot) took(team Team) {
	b.home.put(team)
	b.home.circle.forget(team.ID)
}

// wrong is what stands against a team's set-up that is right in itself.
func (b *Bot) wrong(before, team Team, by hand) Faults {
	if !b.serves(team.Server) {
		return Faults{{"server", unserved(team.Server)}}
	}
	b.home.mu.RLock()
	faults := b.home.held.conflicts(team, before, b.home.find, b.around.Platforms)
	b.home.mu.RUnlock()
	return append(b.strays(before, team, by), faults...)
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

// find finds a team, also one that rests; hold mu.
func (h *homes) find(id TeamID) Team {
	if t, ok := h.teams[id]; ok {
		return t
	}
	return h.resting[id]
}

// change changes the set-up of a team that is running.
func (v *veranda) change(team Team) {
	v.team, v.zone, v.changed = team, team.Location(), true
	for id, seat := range v.seats {
		if _, ours := team.Room(seat.Room); !ours {
			delete(v.seats, id)
		}
	}
	if present, told := v.bot.home.voices.present(team.Server); told && v.known {
		for _, m := range v.judged(present) {
			v.move(m, team, v.bot.now().UTC())
		}
	}
}

// meet lets a team that was just set up see who sits in its rooms.
func (v *veranda) meet() {
	if present, told := v.bot.home.voices.present(v.team.Server); told {
		v.arrived(present)
	}
}

// plan makes the schedule watch for just what the features plan for the team; for
// one that rests, nothing.
func (v *veranda) plan() {
	before, wanted := v.plans, map[string]schedule.Plan{}
	v.plans = map[string]planned{}
	rests := v.bot.Rests(v.id)
	for _, f := range v.bot.features {
		if f.Plans == nil || rests {
			continue
		}
		for _, p := range f.Plans(v.team) {
			wanted[p.ID] = p.Plan
			v.plans[p.ID] = planned{p.Grace, p.Due, p.Unkept, f.Name}
		}
	}
	inLoop := func(id string) string { return string(v.team.ID) + "/" + id }
	for id := range before {
		if _, still := v.plans[id]; !still {
			v.bot.loop.Remove(inLoop(id))
		}
	}
	for id, p := range wanted {
		v.bot.loop.Set(inLoop(id), p)
	}
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

// Location is Zone as package time has it; UTC where the set-up was never checked.
func (t Team) Location() *time.Location {
	zone, err := schedule.Zone(t.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (t Team) clone() Team {
	t.Rooms, t.Habits = slices.Clone(t.Rooms), slices.Clone(t.Habits)
	t.Days.Days = maps.Clone(t.Days.Days)
	t.Days.Weekdays = slices.Clone(t.Days.Weekdays)
	t.Elsewhere = slices.Clone(t.Elsewhere)
	return t
}
