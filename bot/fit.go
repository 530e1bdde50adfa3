package bot

import (
	"maps"
	"slices"
)

// Teams of one file may hand things over to one another, in any order. So the
// file is rehearsed as a whole: who lets go of something goes before who takes it.
// Two teams that would swap something cannot go one after the other; that takes
// two files.

// rehearsal is what it leads to that some teams are applied.
type rehearsal struct {
	bot     *Bot
	held    holders
	applied map[TeamID]Team
	order   []Team // those that can be applied one after another, as they are given
}

// rehearse applies teams in their order as far as it goes, on paper. One that has
// to wait for another goes right after it.
func (b *Bot) rehearse(all []Team) *rehearsal {
	r := &rehearsal{bot: b, applied: map[TeamID]Team{}}
	b.home.mu.RLock()
	r.held = maps.Clone(b.home.held)
	b.home.mu.RUnlock()
	for left := slices.Clone(all); ; {
		i := slices.IndexFunc(left, func(t Team) bool { return len(r.conflicts(t)) == 0 })
		if i < 0 {
			return r
		}
		before, now := r.asked(left[i])
		r.held.put(before, now)
		r.applied[now.ID] = now
		r.order = append(r.order, left[i])
		left = slices.Delete(left, i, i+1)
	}
}

// find finds a team as it is by now.
func (r *rehearsal) find(id TeamID) Team {
	if t, ok := r.applied[id]; ok {
		return t
	}
	r.bot.home.mu.RLock()
	defer r.bot.home.mu.RUnlock()
	return r.bot.home.find(id)
}

// asked is a team by now, and as it would be when it is applied: with wishes for
// the channels elsewhere that are still to say yes.
func (r *rehearsal) asked(t Team) (before, now Team) {
	before = r.find(t.ID)
	return before, r.bot.placed(before, t).ask(before, r.bot.now())
}

func (r *rehearsal) conflicts(t Team) Faults {
	before, now := r.asked(t)
	return r.held.conflicts(now, before, r.find, r.bot.around.Platforms)
}

// Fit gives a check of teams that are to be applied together: what
// [Bot.ApplyAll] would refuse, and each id that is not the team's server's.
func (b *Bot) Fit(all ...Team) func(Team) error {
	r := b.rehearse(all)
	return func(team Team) error {
		if !b.serves(team.Server) {
			return Faults{{"server", unserved(team.Server)}}
		}
		if b.Rests(team.ID) {
			return Faults{{"server", &Sorry{Key: "fault.server.left"}}}
		}
		b.home.mu.RLock()
		was := b.home.find(team.ID)
		b.home.mu.RUnlock()
		return append(b.strays(was, team, hand{whole: true}), r.conflicts(team)...).orNil()
	}
}
