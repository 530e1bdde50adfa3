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
	if a.Team.Slack.Channel == "" {
		return bot.Sorryf("roster.nowhere")
	}
	me, err := a.Member(tx, a.From.ID)
	if err != nil {
		return err
	}
	if me.Slack != "" {
		there, err := a.Member(tx, me.Slack)
		card.Lines = []words.Text{linked(a.From.Lang, me, there, a.Face == bot.Slack)}
		card.Buttons = []bot.Button{{Label: a.Say("roster.part"), Do: "link part"}}
		return err
	}
	p, asked, err := proposed(a.Scene, tx, a.From.ID)
	if err != nil {
		return err
	}
	if asked != "" {
		*card, err = number(a, tx, asked, p)
		return err
	}
	side := bot.FaceOf(a.From.ID)
	people, err := offered(a, tx)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		card.Lines = []words.Text{a.Say("roster.nobody." + side)}
	} else {
		card.Lines = []words.Text{a.Say("roster.choose." + side)}
		card.Selects = []bot.Select{{Pick: bot.PickOption, Hint: a.Say("roster.choose.hint"), Do: "link choose", Options: options(people), Min: 1}}
	}
	if bot.OnSlack(a.From.ID) && !me.Alone {
		card.Buttons = []bot.Button{{Label: a.Say("roster.alone"), Do: "link alone"}}
	}
	return nil
}

// offered lists the accounts of the other side that are not linked, those whose
// names are like the asker's first. Who chose not to be shown is not offered, and
// may begin from their side.
func offered(a *bot.Ask, tx *store.Tx) ([]person, error) {
	all, err := a.People(tx)
	if err != nil {
		return nil, err
	}
	var people []person
	for _, id := range slices.Sorted(maps.Keys(all)) {
		m := all[id]
		if bot.OnSlack(id) != bot.OnSlack(a.From.ID) && m.Slack == "" && m.Is == "" && !m.Hidden && !m.Out && m.Name != "" {
			people = append(people, person{id, m.Name})
		}
	}
	alike(people, a.From.Name)
	return people[:min(len(people), mostOffered)], nil
}

func options(people []person) []bot.Option {
	var list []bot.Option
	for _, p := range people {
		list = append(list, bot.Option{Value: string(p.id), Label: words.Text{{Kind: words.Quoted, Text: p.name}}})
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
		Lines:   []words.Text{a.Say("roster.number."+bot.FaceOf(asked), shown, words.Quote("name", there.Name))},
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
		if me.Slack != "" || !slices.ContainsFunc(people, func(p person) bool { return p.id == other }) {
			return bot.Sorryf("roster.taken")
		}
		if me.Name != "" {
			return nil
		}
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Name = a.From.Name })
	})
}
