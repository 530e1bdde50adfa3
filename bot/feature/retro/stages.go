package retro

import (
	"errors"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt/meeting"
)

// stagesForm asks which stages the meeting has, in which order, and for how long.
func stagesForm(a *bot.Ask) (bot.Reply, error) {
	plan, err := meeting.ParseSteps(a.Team.KPT.Stages)
	if err != nil {
		plan = meeting.DefaultSteps()
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("notebook.stages"), Do: "notebook stages", Fields: []bot.Field{{
		Key: "stages", Label: a.Say("notebook.stages.label"), Hint: a.Say("notebook.stages.hint"),
		Kind: bot.FieldText, Value: plan.String(), Optional: true, Max: 300,
	}}}}, nil
}

// saveStages keeps the plan, for the meetings that begin from now on.
func (f feature) saveStages(a *bot.Ask) (bot.Reply, error) {
	plan, err := meeting.ParseSteps(a.Values["stages"])
	var wrong *meeting.StepError
	if errors.As(err, &wrong) {
		return bot.Reply{}, bot.Sorryf("stages."+string(wrong.Fault), words.Quote("stage", string(wrong.Step.Stage)))
	}
	if err != nil {
		return bot.Reply{}, err
	}
	if err := f.set(a, func(k *bot.KPTSet) { k.Stages = plan.String() }); err != nil {
		return bot.Reply{}, err
	}
	return a.Tell("notebook.stages.saved", words.Quote("stages", plan.String()))
}
