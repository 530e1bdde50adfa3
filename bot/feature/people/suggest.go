package people

import (
	"cmp"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// suggest asks those who are like one account on the server, each once. It
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
			id, _, err := c.RowOf(c.tx, g.Account)
			if err != nil {
				return err
			}
			if like := other[id]; like != "" {
				if err := c.askOnce(w, g, id, like); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// askOnce asks an account whether it is another on the server, unless it has
// heard such a question before or its owner has begun by themselves.
func (c census) askOnce(w way, g bot.Guest, id, like bot.MemberID) error {
	me, err := c.Member(c.tx, id)
	if err != nil || me.Is != "" || me.Alone || me.Asked || me.Hidden || me.Out {
		return err
	}
	other, err := c.Member(c.tx, like)
	if err != nil || overlap(me, other) || other.Hidden || other.Out || other.Name == "" {
		return err
	}
	if err := c.keep(id, func(m *bot.Member) { m.Asked = true }); err != nil {
		return err
	}
	if _, known, err := questions.Get(c.tx, questionKey(c.Scene, id, like)); err != nil || known {
		return err
	}
	for _, key := range []store.Key{proposalKey(c.Scene, id, like), proposalKey(c.Scene, like, id)} {
		if _, known, err := proposals.Get(c.tx, key); err != nil || known {
			return err
		}
	}
	return ask(c.Scene, c.tx, asking{way: w, asked: id, about: like, lang: cmp.Or(g.Lang, c.Team.Lang), on: c.on}, hours(c.Scene, g.Zone))
}

// byAddress gives the accounts whose e-mail the team file has, and whose it is
// there. From now on the addresses are not new any more.
func (c census) byAddress() (map[bot.MemberID]bot.MemberID, error) {
	byPrint := map[string]bot.MemberID{}
	for _, g := range c.guests {
		if g.Email != "" {
			id, _, err := c.RowOf(c.tx, g.Account)
			if err != nil {
				return nil, err
			}
			byPrint[fingerprint(g.Email)] = id
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
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		row := rows[id]
		if there := byPrint[row.Print]; there != "" {
			found[there] = id
		}
		if row.New {
			row.New = false
			if err := addresses.Put(c.tx, c.Key(string(id)), row); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// byName gives the accounts that are called like one person on the server, and
// nobody else like them.
func (c census) byName() (map[bot.MemberID]bot.MemberID, error) {
	all, err := c.People(c.tx)
	if err != nil {
		return nil, err
	}
	home, there := map[string][]bot.MemberID{}, map[string][]bot.MemberID{}
	for id, m := range all {
		side := home
		switch m.Own(id).On {
		case c.on:
			side = there
		case c.Team.Home:
		default:
			continue
		}
		if name := fold(m.Name); name != "" {
			side[name] = append(side[name], id)
		}
	}
	found := map[bot.MemberID]bot.MemberID{}
	for name, there := range there {
		if here := home[name]; len(here) == 1 && len(there) == 1 {
			found[there[0]] = here[0]
		}
	}
	return found, nil
}
