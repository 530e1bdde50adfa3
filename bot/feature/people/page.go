package people

import (
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// mostOffered is how many accounts a select may offer.
const mostOffered = 25

// linking shows whether the asker is linked, or lets them choose with whom.
func linking(a *bot.Ask) (bot.Reply, error) {
	card := &bot.Card{Tone: bot.Calm}
	err := a.View(func(tx *store.Tx) error { return compose(a, tx, card) })
	return bot.Reply{Card: card, Update: a.Way == bot.Press}, err
}

func compose(a *bot.Ask, tx *store.Tx, card *bot.Card) error {
	if !elsewhere(a) {
		return bot.Sorryf("roster.nowhere", a.GuestsArg())
	}
	me, err := a.Member(tx, a.From.ID)
	if err != nil {
		return err
	}
	if me.Linked() {
		with, err := partners(a, tx, me)
		for _, p := range with {
			card.Lines = append(card.Lines, linked(a.From.Lang, p.name, a.Traits(p.on)))
		}
		card.Buttons = []bot.Button{{Label: a.Say("roster.part"), Do: "link part"}}
		if err != nil || len(missing(a, me)) == 0 {
			return err
		}
	}
	p, asked, err := proposed(a.Scene, tx, a.From.ID)
	if err != nil {
		return err
	}
	if asked != "" {
		*card, err = number(a, tx, asked, p)
		return err
	}
	people, err := offered(a, tx)
	if err != nil {
		return err
	}
	home, others := me.Accounts[a.Team.Home] != "" || a.On == a.Team.Home, names(a, append(slices.Collect(maps.Keys(me.Accounts)), a.On)...)
	switch {
	case len(people) > 0:
		card.Lines = append(card.Lines, a.Say("roster.choose", others))
		card.Selects = []bot.Select{{Pick: bot.PickOption, Hint: a.Say("roster.choose.hint"), Do: "link choose", Options: options(a, people), Min: 1}}
	case me.Linked():
	case home:
		card.Lines = []words.Text{a.Say("roster.nobody.home", others)}
	default:
		card.Lines = []words.Text{a.Say("roster.nobody.elsewhere", a.Traits(a.Team.Home).Arg())}
	}
	if !home && !me.Alone && !me.Linked() {
		card.Buttons = []bot.Button{{Label: a.Say("roster.alone", a.Traits(a.On).Arg()), Do: "link alone"}}
	}
	return nil
}

// missing are the team's platforms on which somebody has no account that is known.
func missing(a *bot.Ask, me bot.Member) (list []bot.Platform) {
	for _, p := range a.Platforms() {
		if me.Accounts[p] == "" && p != a.On {
			list = append(list, p)
		}
	}
	return list
}

// offered lists those who have accounts on other platforms than the asker, those
// whose names are like the asker's first. Who chose not to be shown is not offered, and
// may begin from their side.
func offered(a *bot.Ask, tx *store.Tx) ([]person, error) {
	all, err := a.People(tx)
	if err != nil {
		return nil, err
	}
	var people []person
	for _, id := range slices.Sorted(maps.Keys(all)) {
		m := all[id]
		if !overlap(m, all[a.From.ID]) && m.Accounts[a.On] == "" && m.Is == "" && !m.Hidden && !m.Out && m.Name != "" {
			people = append(people, person{id, m.Name, m.Own(id).On})
		}
	}
	alike(people, a.From.Name)
	return people[:min(len(people), mostOffered)], nil
}

// overlap tells whether two rows have accounts on one platform, so that they are of
// two people.
func overlap(m, other bot.Member) bool {
	for p := range m.Accounts {
		if other.Accounts[p] != "" {
			return true
		}
	}
	return false
}

func options(a *bot.Ask, people []person) []bot.Option {
	several := slices.ContainsFunc(people, func(p person) bool { return p.on != people[0].on })
	var list []bot.Option
	for _, p := range people {
		o := bot.Option{Value: string(p.id), Label: words.Text{{Kind: words.Quoted, Text: p.name}}}
		if several {
			o.Hint = words.Text{{Kind: words.Quoted, Text: a.Traits(p.on).Name}}
		}
		list = append(list, o)
	}
	return list
}

// number shows the asker the number of their proposal, and where to type it.
func number(a *bot.Ask, tx *store.Tx, asked bot.MemberID, p proposal) (bot.Card, error) {
	there, err := a.Member(tx, asked)
	half := len(p.Number) / 2
	shown := words.Nest("number", words.Text{{Text: p.Number[:half] + " " + p.Number[half:]}})
	return bot.Card{
		Tone:    bot.Calm,
		Lines:   []words.Text{a.Say("roster.number", shown, words.Quote("name", there.Name), a.Traits(there.Own(asked).On).Arg())},
		Buttons: []bot.Button{{Label: a.Say("roster.takeback"), Do: "link back", With: []string{string(asked)}}},
	}, err
}

// choose is the first yes to the chosen account.
func (f feature) choose(a *bot.Ask) (bot.Reply, error) {
	if len(a.Chosen) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	other := bot.MemberID(a.Chosen[0])
	return f.first(a, other, func(tx *store.Tx) error {
		me, err := a.Member(tx, a.From.ID)
		if err != nil {
			return err
		}
		people, err := offered(a, tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(people, func(p person) bool { return p.id == other }) {
			return bot.Sorryf("roster.taken")
		}
		if me.Name != "" {
			return nil
		}
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Name = a.From.Name })
	})
}
