package bot

import (
	"context"
	"slices"

	"github.com/engawa-bot/engawa/store"
)

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
		case b.Rests(t.ID):
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
