package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Found sets up a new team. What is wrong with it comes back as Faults, and
// then nothing is changed.
func (b *Bot) Found(team Team) error {
	if _, taken := b.Team(team.ID); taken {
		return Sorryf("fault.taken")
	}
	if err := b.save(team); err != nil {
		return err
	}
	b.open(team)
	return nil
}

// Apply sets up a team, new or changed as a whole. What is wrong with it comes
// back as Faults, and then nothing is changed.
func (b *Bot) Apply(ctx context.Context, team Team) error {
	v := b.veranda(team.ID)
	if v == nil {
		return b.Found(team)
	}
	return v.do(ctx, func() error { return v.scene().Change(func(t *Team) error { *t = team; return nil }) })
}

// save checks a team and writes it down.
func (b *Bot) save(team Team) error {
	if err := team.Check(); err != nil {
		return err
	}
	if err := b.home.conflicts(team); err != nil {
		return err
	}
	err := b.db.Update(func(tx *store.Tx) error {
		return teams.Put(tx, store.KeyOf(string(team.ID)), team)
	})
	if err == nil {
		b.home.put(team)
	}
	return err
}

// conflicts tells which rooms another team uses already: two teams in one room
// would both call their habits there.
func (h *homes) conflicts(team Team) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	var faults Faults
	for i, r := range team.Rooms {
		for _, id := range h.on[team.Server] {
			if _, theirs := h.teams[id].Room(r.ID); theirs && id != team.ID {
				faults = append(faults, Fault{fmt.Sprintf("rooms.%d.id", i), &Sorry{"fault.room.taken", []words.Arg{
					words.Room("room", string(r.ID)), words.Quote("team", h.teams[id].Name),
				}}})
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return faults
}

// open gives a team its veranda and plans its occurrences.
func (b *Bot) open(team Team) {
	v := &veranda{bot: b, id: team.ID, team: team, zone: team.Location(), inbox: make(chan func(), inboxSize)}
	v.seats, v.left = Seats{}, map[MemberID]leaver{}
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

// put notes a team's set-up for those outside its goroutine.
func (h *homes) put(team Team) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if old, ok := h.teams[team.ID]; ok && old.Server != team.Server {
		h.on[old.Server] = slices.DeleteFunc(h.on[old.Server], func(id TeamID) bool { return id == team.ID })
	}
	h.teams[team.ID] = team
	if !slices.Contains(h.on[team.Server], team.ID) {
		h.on[team.Server] = append(h.on[team.Server], team.ID)
	}
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

// plan makes the schedule watch for just what the features plan for the team.
func (v *veranda) plan() {
	wanted := map[string]schedule.Plan{}
	for _, f := range v.bot.features {
		if f.Plans == nil {
			continue
		}
		for _, p := range f.Plans(v.team) {
			wanted[string(v.team.ID)+"/"+p.ID] = p.Plan
		}
	}
	for _, id := range v.plans {
		if _, still := wanted[id]; !still {
			v.bot.loop.Remove(id)
		}
	}
	for id, p := range wanted {
		v.bot.loop.Set(id, p)
	}
	v.plans = slices.Collect(maps.Keys(wanted))
}

// Teams lists every team, by id.
func (b *Bot) Teams() []Team {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	list := make([]Team, 0, len(b.home.teams))
	for _, id := range slices.Sorted(maps.Keys(b.home.teams)) {
		list = append(list, b.home.teams[id])
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

// Location is the team's zone; UTC where the set-up was never checked.
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
	return t
}
