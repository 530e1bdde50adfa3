package roster

import (
	"cmp"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// linkByAddress links those whose e-mail is known on both sides, once. What they
// said themselves counts more.
func (c census) linkByAddress() error {
	byPrint := map[string]bot.MemberID{}
	for _, g := range c.guests {
		if g.Email != "" {
			byPrint[fingerprint(g.Email)] = g.ID
		}
	}
	rows := map[bot.MemberID]address{}
	for row, err := range addresses.Scan(c.tx, c.Key()) {
		if err != nil {
			return err
		}
		rows[account(row.Key, 1)] = row.Value
	}
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		before, after := rows[id], rows[id]
		after.New = false
		if slack := byPrint[before.Print]; slack != "" && !before.Linked {
			var err error
			if after.Linked, err = c.linkFound(id, slack); err != nil {
				return err
			}
		}
		if after == before {
			continue
		}
		if err := addresses.Put(c.tx, c.Key(string(id)), after); err != nil {
			return err
		}
	}
	return nil
}

// linkFound links two accounts of one e-mail, unless their owner has decided
// otherwise, and tells both.
func (c census) linkFound(discord, slack bot.MemberID) (bool, error) {
	here, err := c.Member(c.tx, discord)
	if err != nil {
		return false, err
	}
	there, err := c.Member(c.tx, slack)
	if err != nil || here.Slack != "" || there.Is != "" || there.Alone {
		return false, err
	}
	for _, key := range []store.Key{questionKey(c.Scene, slack, discord), questionKey(c.Scene, discord, slack)} {
		if q, ok, err := questions.Get(c.tx, key); err != nil || ok && q.No {
			return false, err
		}
	}
	if err := tellLinked(c.Scene, c.tx, discord, slack); err != nil {
		return false, err
	}
	return true, link(c.Scene, c.tx, discord, slack)
}

// askByName asks those in Slack who are called like one person in Discord, each
// once.
func (c census) askByName() error {
	all, err := c.People(c.tx)
	if err != nil {
		return err
	}
	named := map[string][2][]bot.MemberID{} // in Discord and in Slack
	for id, m := range all {
		if name := fold(m.Name); name != "" {
			both := named[name]
			side := 0
			if bot.OnSlack(id) {
				side = 1
			}
			both[side] = append(both[side], id)
			named[name] = both
		}
	}
	for _, g := range c.guests {
		me, both := all[g.ID], named[fold(all[g.ID].Name)]
		if me.Is != "" || me.Alone || me.Asked || me.Hidden || len(both[0]) != 1 || len(both[1]) != 1 {
			continue
		}
		if other := both[0][0]; all[other].Slack == "" && !all[other].Hidden {
			if err := c.askOnce(g, other); err != nil {
				return err
			}
		}
	}
	return nil
}

// askOnce asks a Slack account whether it is somebody in Discord.
func (c census) askOnce(g bot.Guest, other bot.MemberID) error {
	if err := c.keep(g.ID, func(m *bot.Member) { m.Asked = true }); err != nil {
		return err
	}
	if _, open, err := questions.Get(c.tx, questionKey(c.Scene, g.ID, other)); err != nil || open {
		return err
	}
	return ask(c.Scene, c.tx, asking{asked: g.ID, about: other, lang: cmp.Or(g.Lang, c.Team.Lang), key: "roster.ask.name"}, hours(c.Scene, g.Zone))
}
