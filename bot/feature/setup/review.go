package setup

import (
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// review shows the last page of the set-up: all that the team would have, with the next dates
// of its habits as they were understood. Nothing is kept before its button is pressed.
func (k keeper) review(a *bot.Ask) (bot.Reply, error) {
	d, team, err := drafted(a)
	if err != nil {
		return k.refused(a, d, err)
	}
	lines := append([]words.Text{a.Say("setup.review.lead")}, placeLines(a, team)...)
	lines = append(lines, a.Say("setup.review.zone", words.Quote("zone", team.Zone),
		words.Clock("clock", a.Now.In(team.Location())), words.Nest("lang", a.Say("lang."+string(team.Lang)))))
	for _, h := range team.InOrder() {
		lines = append(append(lines, habitLine(a, team, h)), coming(a, team, h, true)...)
	}
	return bot.Reply{Update: true, Card: &bot.Card{
		Tone: bot.Calm, Title: a.Say("setup.review", words.Quote("team", team.Name)), Lines: lines,
		Buttons: append([]bot.Button{{Label: a.Say("setup.found"), Do: "setup found", Look: bot.Main}}, k.changes(a, d)...),
	}}, nil
}

// drafted is the asker's draft and the team that it makes, and what is wrong with that.
func drafted(a *bot.Ask) (draft, bot.Team, error) {
	d, err := draftOf(a)
	if err != nil {
		return d, bot.Team{}, err
	}
	team, typed := teamOf(a, d)
	return d, team, withFaults(a.Check(team), typed)
}

// changes lead back to each part of the set-up.
func (k keeper) changes(a *bot.Ask, d draft) (buttons []bot.Button) {
	for page, all := 0, len(k.pages(a, d)); page < all; page++ {
		buttons = append(buttons, bot.Button{Label: pageTitle(a, page, all), Do: "setup times", With: []string{strconv.Itoa(page)}})
	}
	return append(buttons, bot.Button{Label: a.Say("setup.rooms.again"), Do: "setup page"})
}

// refused says what is wrong, and leads back to where it was written.
func (k keeper) refused(a *bot.Ask, d draft, err error) (bot.Reply, error) {
	if len(d.Rooms) == 0 || d.Text == "" {
		rooms := bot.Button{Label: a.Say("setup.rooms.again"), Do: "setup page", Look: bot.Main}
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{rooms}}}, err
	}
	return bot.Reply{Card: &bot.Card{Buttons: k.changes(a, d)}}, err
}

// filled takes what a form says, and shows the last page again.
func (k keeper) filled(a *bot.Ask) (bot.Reply, error) {
	if d, err := draftOf(a); err != nil {
		return k.refused(a, d, err)
	}
	if _, err := change(a, func(d *draft) { d.Typed = merged(d.Typed, a.Values) }); err != nil {
		return bot.Reply{}, err
	}
	return k.review(a)
}

// found sets the team up, and tells everybody in its channel what this is.
func (k keeper) found(a *bot.Ask) (bot.Reply, error) {
	d, team, err := drafted(a)
	if err == nil {
		err = a.Found(team)
	}
	if err != nil {
		return k.refused(a, d, err)
	}
	err = a.Update(func(tx *store.Tx) error {
		if err := drafts.Delete(tx, draftKey(a)); err != nil {
			return err
		}
		return greetAll(tx, team, a.Now)
	})
	return bot.Reply{Update: true, Card: &bot.Card{
		Tone: bot.Calm,
		Lines: []words.Text{
			a.Say("setup.done", words.Quote("team", team.Name)),
			a.Say("setup.told", words.Room("channel", string(team.Text.Main))),
			a.Say("setup.then"),
		},
		Buttons: []bot.Button{
			{Label: a.Say("setup.doctor"), Do: "doctor", Look: bot.Main},
			{Label: a.Say("setup.gathering"), Do: "settings add"},
		},
	}, Team: team.ID}, err
}
