package people

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

type feature struct{ draw func() string }

// Feature lets people say which of their accounts belong together, and has
// everybody's own page. draw draws the numbers that they type for it; nil: Number.
func Feature(draw func() string) bot.Feature {
	f := feature{draw}
	if draw == nil {
		f.draw = Number
	}
	return bot.Feature{
		Name: "roster",
		Commands: []bot.Command{
			{Name: "engawa link", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/engawa link"}}, Run: linking},
			{Name: "engawa link", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: linking},
			{Name: "link choose", Way: bot.Press, Who: bot.Teammate, Run: f.choose},
			{Name: "link yes", Way: bot.Press, Who: bot.Teammate, Run: f.yes},
			{Name: "link number", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.ask},
			{Name: "link number", Way: bot.Submit, Who: bot.Teammate, Run: f.confirm, Secret: true},
			{Name: "link no", Way: bot.Press, Who: bot.Anyone, Run: no},
			{Name: "link back", Way: bot.Press, Who: bot.Anyone, Run: back},
			{Name: "link alone", Way: bot.Press, Who: bot.Teammate, Run: alone},
			{Name: "link part", Way: bot.Press, Who: bot.Anyone, Run: part},
			{Name: "home", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: page},
		},
		Fallbacks: bot.Fallbacks{Refused: refused}, Of: bot.Of{Kept: kept, Forget: forget}, Home: home,
	}
}

// page is the asker's own page.
func page(a *bot.Ask) (bot.Reply, error) {
	card, err := a.HomeCard()
	return bot.Reply{Card: &card, Update: true}, err
}

// home says whether the asker is linked.
func home(a *bot.Ask, tx *store.Tx) (bot.HomePart, error) {
	me, err := a.Member(tx, a.From.ID)
	if err != nil || !elsewhere(a) {
		return bot.HomePart{}, err
	}
	linked, err := partners(a, tx, me)
	if err != nil {
		return bot.HomePart{}, err
	}
	part := bot.HomePart{Title: a.Say("roster.home", words.Quote("home", a.Traits(a.Team.Home).Name), names(a, a.Team.Home))}
	button := bot.Button{Label: a.Say("roster.home.change"), Do: "engawa link"}
	switch {
	case me.Linked():
		for _, p := range linked {
			part.Lines = append(part.Lines, a.Say("roster.home.linked", words.Quote("name", p.name), a.Traits(p.on).Arg()))
		}
	case me.Alone:
		part.Lines = []words.Text{a.Say("roster.home.alone", a.Traits(a.On).Arg())}
	default:
		part.Lines = []words.Text{a.Say("roster.home.not")}
		button.Label = a.Say("roster.home.link")
	}
	part.Buttons = []bot.Button{button}
	return part, nil
}

// elsewhere tells whether the team is on another platform than its server's.
func elsewhere(a *bot.Ask) bool { return len(a.Platforms()) > 1 }

// names are those of the team's platforms besides some.
func names(a *bot.Ask, but ...bot.Platform) words.Arg {
	var list []words.Text
	for _, p := range a.Platforms() {
		if !slices.Contains(but, p) {
			list = append(list, words.Text{{Kind: words.Quoted, Text: a.Traits(p).Name}})
		}
	}
	return words.Nest("platform", words.Join(list, a.Say("list.or").String()))
}

func kept(a *bot.Ask, tx *store.Tx, id bot.MemberID) ([]words.Text, error) {
	var lines []words.Text
	me, err := a.Member(tx, id)
	if err != nil {
		return nil, err
	}
	if me.Zone != "" {
		lines = append(lines, a.Say("roster.privacy.zone", words.Quote("zone", me.Zone), names(a, a.Team.Home)))
	}
	if me.Alone {
		lines = append(lines, a.Say("roster.privacy.alone", a.Traits(me.Own(id).On).Arg()))
	}
	_, known, err := addresses.Get(tx, a.Key(string(id)))
	if err != nil {
		return nil, err
	}
	if known {
		lines = append(lines, a.Say("roster.privacy.address", names(a, a.Team.Home)))
	}
	n, err := askedAbout(a.Scene, tx, id)
	if err != nil {
		return nil, err
	}
	if n > 0 {
		lines = append(lines, a.Say("roster.privacy.asked", words.Count("n", n)))
	}
	return lines, nil
}

func forget(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	if err := addresses.Delete(tx, s.Key(string(id))); err != nil {
		return err
	}
	return drop(s, tx, id)
}

// askedAbout counts the accounts that somebody was asked about, or asked.
func askedAbout(s *bot.Scene, tx *store.Tx, id bot.MemberID) (int, error) {
	of := func(key store.Key) bool { return account(key, 1) == id || account(key, 2) == id }
	pairs := map[store.Key]bool{}
	asked, err := rows(s, tx, questions, func(row store.Row[question]) bool { return of(row.Key) })
	if err != nil {
		return 0, err
	}
	for _, row := range asked {
		pairs[row.Key] = true
	}
	said, err := rows(s, tx, proposals, func(row store.Row[proposal]) bool { return of(row.Key) })
	for _, row := range said {
		pairs[row.Key] = true
	}
	return len(pairs), err
}
