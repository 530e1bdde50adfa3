package meeting

import (
	"errors"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
)

// stagesForm asks which stages the meeting has, in which order, and for how long.
func stagesForm(a *bot.Ask) (bot.Reply, error) {
	plan, err := rules.ParseSteps(a.Team.KPT.Stages)
	if err != nil {
		plan = rules.DefaultSteps()
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("notebook.stages"), Do: "notebook stages", Fields: []bot.Field{{
		Key: "stages", Label: a.Say("notebook.stages.label"), Hint: a.Say("notebook.stages.hint"),
		Kind: bot.FieldText, Value: plan.String(), Optional: true, Max: 300,
	}}}}, nil
}

// saveStages keeps the plan, for the meetings that begin from now on.
func (f feature) saveStages(a *bot.Ask) (bot.Reply, error) {
	plan, err := rules.ParseSteps(a.Values["stages"])
	var wrong *rules.StepError
	if errors.As(err, &wrong) {
		return bot.Reply{}, bot.Sorryf("stages."+string(wrong.Fault), words.Quote("stage", string(wrong.Step.Stage)))
	}
	if err != nil {
		return bot.Reply{}, err
	}
	err = a.Change(func(t *bot.Team) error {
		t.KPT.Stages = plan.String()
		return nil
	})
	if err != nil {
		return bot.Reply{}, err
	}
	f.notebooks.Wake(a.Team.ID)
	return a.Tell("notebook.stages.saved", words.Quote("stages", plan.String()))
}
