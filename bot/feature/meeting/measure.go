package meeting

import (
	"cmp"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
)

// noMeasure stands for the empty kpt.Measure in a form.
const noMeasure = "none"

// measures asks by which figure of the rooms the team will see how a Try goes.
func measures(a *bot.Ask, now kpt.Measure) bot.Field {
	field := bot.Field{
		Key: "measure", Label: a.Say("meeting.commit.measure"), Kind: bot.FieldRadio, Value: cmp.Or(string(now), noMeasure),
		Options: []bot.Option{{Value: noMeasure, Label: a.Say("meeting.commit.measure.none")}},
	}
	for _, m := range kpt.Measures() {
		field.Options = append(field.Options, bot.Option{Value: string(m), Label: a.Say("figures.measure." + string(m))})
	}
	return field
}
