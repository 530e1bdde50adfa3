package people

import (
	"cmp"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// suggest asks those in Slack who are like one account on Discord, each once. It
// links nobody: anybody can take a name.
func (c census) suggest() error {
	for _, w := range ways() {
		if w.alike == nil {
			continue
		}
		other, err := w.alike(c)
		if err != nil {
			return err
		}
		for _, g := range c.guests {
			if discord := other[g.ID]; discord != "" {
				if err := c.askOnce(w, g, discord); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// askOnce asks a Slack account whether it is an account on Discord, unless it has
// heard such a question before or its owner has begun by themselves.
func (c census) askOnce(w way, g bot.Guest, discord bot.MemberID) error {
	me, err := c.Member(c.tx, g.ID)
	if err != nil || me.Is != "" || me.Alone || me.Asked || me.Hidden || me.Out {
		return err
	}
	other, err := c.Member(c.tx, discord)
	if err != nil || other.Slack != "" || other.Hidden || other.Out || other.Name == "" {
		return err
	}
	if err := c.keep(g.ID, func(m *bot.Member) { m.Asked = true }); err != nil {
		return err
	}
	if _, known, err := questions.Get(c.tx, questionKey(c.Scene, g.ID, discord)); err != nil || known {
		return err
	}
	for _, key := range []store.Key{proposalKey(c.Scene, g.ID, discord), proposalKey(c.Scene, discord, g.ID)} {
		if _, known, err := proposals.Get(c.tx, key); err != nil || known {
			return err
		}
	}
	return ask(c.Scene, c.tx, asking{way: w, asked: g.ID, about: discord, lang: cmp.Or(g.Lang, c.Team.Lang)}, hours(c.Scene, g.Zone))
}

// byAddress gives the Slack accounts whose e-mail the team file has, and whose it
// is there. From now on the addresses are not new any more.
func (c census) byAddress() (map[bot.MemberID]bot.MemberID, error) {
	byPrint := map[string]bot.MemberID{}
	for _, g := range c.guests {
		if g.Email != "" {
			byPrint[fingerprint(g.Email)] = g.ID
		}
	}
	rows := map[bot.MemberID]address{}
	for row, err := range addresses.Scan(c.tx, c.Key()) {
		if err != nil {
			return nil, err
		}
		rows[account(row.Key, 1)] = row.Value
	}
	found := map[bot.MemberID]bot.MemberID{}
	for _, discord := range slices.Sorted(maps.Keys(rows)) {
		row := rows[discord]
		if slack := byPrint[row.Print]; slack != "" {
			found[slack] = discord
		}
		if row.New {
			row.New = false
			if err := addresses.Put(c.tx, c.Key(string(discord)), row); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// byName gives the Slack accounts that are called like one person on Discord, and
// nobody else like them.
func (c census) byName() (map[bot.MemberID]bot.MemberID, error) {
	all, err := c.People(c.tx)
	if err != nil {
		return nil, err
	}
	discord, slack := map[string][]bot.MemberID{}, map[string][]bot.MemberID{}
	for id, m := range all {
		side := discord
		if bot.OnSlack(id) {
			side = slack
		}
		if name := fold(m.Name); name != "" {
			side[name] = append(side[name], id)
		}
	}
	found := map[bot.MemberID]bot.MemberID{}
	for name, there := range slack {
		if here := discord[name]; len(here) == 1 && len(there) == 1 {
			found[there[0]] = here[0]
		}
	}
	return found, nil
}
