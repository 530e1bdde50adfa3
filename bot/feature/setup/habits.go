package setup

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
)

// habits shows the second page of the set-up: which habits the team wants.
func habits(a *bot.Ask) (bot.Reply, error) {
	d, err := draftOf(a)
	if err != nil {
		rooms := bot.Button{Label: a.Say("setup.rooms.again"), Do: "setup page"}
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{rooms}}}, err
	}
	return habitsCard(a, d), nil
}

// wants tells whether the team is to have a kind of habit. Until that was asked, it
// is as usual.
func (d draft) wants(row habit.Row) bool {
	if !d.Asked {
		return row.Usual.Chosen
	}
	return slices.Contains(d.Wanted, row.Kind)
}

func habitsCard(a *bot.Ask, d draft) bot.Reply {
	var options []bot.Option
	var wanted []string
	for _, row := range habit.Single() {
		h := bot.UsualHabit(bot.HabitName(row.Kind))
		options = append(options, bot.Option{
			Value: string(row.Kind), Label: a.Team.Title(h, a.From.Lang).Text, Hint: a.Say("announce.event." + string(row.Kind)),
		})
		if d.wants(row) {
			wanted = append(wanted, string(row.Kind))
		}
	}
	return bot.Reply{Update: true, Card: &bot.Card{
		Tone: bot.Calm, Title: a.Say("setup.habits.title"), Lines: []words.Text{a.Say("setup.habits"), a.Say("setup.habits.own")},
		Selects: []bot.Select{{Pick: bot.PickOption, Hint: a.Say("setup.habits.hint"), Do: "setup want", Options: options, Chosen: wanted, Max: len(options)}},
		Buttons: []bot.Button{
			{Label: a.Say("setup.review.next"), Do: "setup review", Look: bot.Main},
			{Label: a.Say("setup.rooms.again"), Do: "setup page"},
		},
	}}
}

// want notes which habits were chosen.
func want(a *bot.Ask) (bot.Reply, error) {
	d, err := change(a, func(d *draft) {
		d.Wanted, d.Asked = nil, true
		for _, row := range habit.Single() {
			if slices.Contains(a.Chosen, string(row.Kind)) {
				d.Wanted = append(d.Wanted, row.Kind)
			}
		}
	})
	return habitsCard(a, d), err
}
