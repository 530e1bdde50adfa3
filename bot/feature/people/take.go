package people

import (
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// census is a team's people in a transaction, and who is in its channel on a
// platform.
type census struct {
	*bot.Scene
	tx     *store.Tx
	on     bot.Platform
	guests []bot.Guest
}

// take takes over who is in the team's channel.
func take(s *bot.Scene, on bot.Platform, guests []bot.Guest) error {
	return s.Update(func(tx *store.Tx) error {
		c := census{s, tx, on, guests}
		for _, step := range []func() error{c.goodbye, c.mend, c.tidy, c.greet, c.suggest} {
			if err := step(); err != nil {
				return err
			}
		}
		return s.Looked(tx, on)
	})
}

// keep changes what is kept of a person, if that changes anything.
func (c census) keep(id bot.MemberID, change func(*bot.Member)) error {
	before, err := c.Member(c.tx, id)
	after := before.Clone()
	change(&after)
	if err != nil || after.Same(before) {
		return err
	}
	return c.KeepMember(c.tx, id, change)
}

// each goes through the rows of the team's people, in order.
func (c census) each(do func(bot.MemberID, bot.Member) error) error {
	all, err := c.People(c.tx)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if err := do(id, all[id]); err != nil {
			return err
		}
	}
	return nil
}

// goodbye drops the accounts that left the channel. Who comes back is asked anew.
func (c census) goodbye() error {
	return c.each(func(id bot.MemberID, m bot.Member) error {
		own := m.Own(id)
		there := func(g bot.Guest) bool { return g.Account == own }
		if own.On != c.on || slices.ContainsFunc(c.guests, there) {
			return nil
		}
		c.Stands(own, false)
		if m.Is != "" {
			if err := c.Detach(c.tx, id); err != nil {
				return err
			}
			if err := c.keep(m.Is, func(m *bot.Member) { m.Zone = "" }); err != nil {
				return err
			}
		}
		if err := drop(c.Scene, c.tx, id); err != nil {
			return err
		}
		return c.DropMember(c.tx, id)
	})
}

// mend takes away half a link: the other account was forgotten.
func (c census) mend() error {
	all, err := c.People(c.tx)
	if err != nil {
		return err
	}
	return c.each(func(id bot.MemberID, m bot.Member) error {
		for _, other := range m.Also {
			if all[other].Is != id {
				return c.keep(id, func(m *bot.Member) {
					own := m.Own(id)
					m.Accounts, m.Also, m.Zone = bot.Accounts{own.On: own.ID}, nil, ""
				})
			}
		}
		if m.Is != "" && !slices.Contains(all[m.Is].Also, id) {
			return c.keep(id, func(m *bot.Member) { m.Is = "" })
		}
		return nil
	})
}

// greet keeps what the platform says of those in the channel: as long as they are there
// they belong to the team, whichever account they use.
func (c census) greet() error {
	for _, g := range c.guests {
		c.Stands(g.Account, true)
		id, _, err := c.RowOf(c.tx, g.Account)
		if err != nil {
			return err
		}
		name, zone := words.Clean(g.Name), c.zone(g)
		var is bot.MemberID
		err = c.keep(id, func(m *bot.Member) {
			if is = m.Is; !m.Known() {
				m.Accounts = bot.Accounts{g.Account.On: g.Account.ID}
			}
			m.Name, m.Zone, m.Out = name, zone, false
			c.see(m)
		})
		if err != nil {
			return err
		}
		if is == "" {
			continue
		}
		err = c.keep(is, func(m *bot.Member) {
			m.Zone = zone
			c.see(m)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tidy forgets what was asked long ago.
func (c census) tidy() error {
	_, err := proposals.Sweep(c.tx, c.Key(), func(row store.Row[proposal]) bool { return c.Now.Sub(row.Value.At) >= waiting })
	if err != nil {
		return err
	}
	return dropQuestions(c.Scene, c.tx, func(row store.Row[question]) bool { return c.Now.Sub(row.Value.At) > keepQuestion })
}

// seenDays is how coarsely it is kept when somebody was seen.
const seenDays = 7

func (c census) see(m *bot.Member) {
	if today := c.Today(); m.Seen.AddDays(seenDays).Compare(today) <= 0 {
		m.Seen = today
	}
}

// zone is the zone of somebody's clocks; "" if it is the team's, or unknown.
func (c census) zone(g bot.Guest) string {
	zone, err := schedule.Zone(g.Zone)
	if err != nil || g.Zone == "" || zone.String() == c.Team.Location().String() {
		return ""
	}
	return zone.String()
}
