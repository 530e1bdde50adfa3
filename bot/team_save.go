package bot

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

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
	if by.fresh && known || b.isTaken(team.ID) {
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

// write writes a team down, and what its wishes ask. What the time has come to by its
// times of before is kept first.
func (b *Bot) write(tx *store.Tx, before, team Team, by hand) error {
	if before.ID != "" {
		s := Scene{Team: before, Now: b.now().In(before.Location())}
		if err := s.Book().CatchUp(tx, s.KPTs(), s.Now); err != nil {
			return err
		}
	}
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

// Apply sets up a team, new or changed as a whole. What is wrong with it comes
// back as Faults, and then nothing is changed.
func (b *Bot) Apply(ctx context.Context, team Team) error {
	return b.ApplyAll(ctx, []Team{team}, nil)
}

// ApplyAll sets up teams, each new or changed as a whole: all of them or none, in
// one transaction, in which keep (nil: nothing) writes what else belongs to them.
// What is wrong with them comes back as Faults, and then nothing is changed; nor
// is it when ctx has ended before the transaction begins.
func (b *Bot) ApplyAll(ctx context.Context, all []Team, keep func(*store.Tx) error) error {
	changes, err := b.applied(ctx, all, keep)
	for _, c := range changes {
		v := b.veranda(c.now.ID)
		if !c.known || v == nil {
			continue
		}
		// The set-up is written down already, so nobody may leave now.
		_ = v.do(context.WithoutCancel(ctx), func() error {
			team, _ := b.Team(c.now.ID)
			v.change(team)
			return nil
		})
	}
	return err
}

// change is what happens to a team's set-up.
type change struct {
	before, now Team
	known       bool // there was a team before
}

// applied writes teams down and gives what has changed; nothing if they were not
// written.
func (b *Bot) applied(ctx context.Context, all []Team, keep func(*store.Tx) error) ([]change, error) {
	b.home.saving.Lock()
	defer b.home.saving.Unlock()
	changes, err := b.changes(all)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	err = b.update(func(tx *store.Tx) error {
		for _, c := range changes {
			if err := b.write(tx, c.before, c.now, hand{}); err != nil {
				return err
			}
		}
		if keep == nil {
			return nil
		}
		return keep(tx)
	})
	if !kept(err) {
		return nil, err
	}
	for _, c := range changes {
		b.took(c.now)
		if !c.known {
			b.open(c.now)
		}
	}
	return changes, err
}

// changes is what applying teams together leads to, in an order in which nobody
// takes what another has not let go of.
func (b *Bot) changes(all []Team) ([]change, error) {
	all = slices.Clone(all)
	for i, t := range all {
		before, _ := b.Team(t.ID)
		t = b.placed(before, t)
		if all[i] = t; t.Check(b.around.Platforms) != nil {
			return nil, t.Check(b.around.Platforms)
		}
		switch {
		case b.isTaken(t.ID):
			return nil, Sorryf("fault.taken")
		case !b.serves(t.Server):
			return nil, Faults{{"server", unserved(t.Server)}}
		}
		if err := b.strays(before, t, hand{}).orNil(); err != nil {
			return nil, err
		}
	}
	r := b.rehearse(all)
	for _, t := range all {
		if _, goes := r.applied[t.ID]; !goes {
			return nil, r.conflicts(t).orNil()
		}
	}
	var list []change
	for _, t := range r.order {
		before, known := b.Team(t.ID)
		now := r.applied[t.ID]
		now.Elsewhere = b.around.Platforms.sorted(now.Elsewhere)
		list = append(list, change{before, now, known})
	}
	return list, nil
}

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
