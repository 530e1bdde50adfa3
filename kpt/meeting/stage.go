package meeting

import "slices"

// Stage is a part of a meeting.
type Stage string

// The stages. Waiting and Ended are before and after every meeting; a team's
// plan says which of the others it has.
const (
	Waiting   Stage = ""
	InTries   Stage = "tries"
	InKeep    Stage = "keep"
	InProblem Stage = "problem"
	InGroup   Stage = "group"
	InVote    Stage = "vote"
	InTry     Stage = "try"
	InCommit  Stage = "commit"
	InClose   Stage = "close"
	Ended     Stage = "ended"
)

// Stages lists the stages that a plan may have, in their usual order.
func Stages() []Stage {
	return []Stage{InTries, InKeep, InProblem, InGroup, InVote, InTry, InCommit, InClose}
}

// turns says whether people speak in turn in the stage.
func (s Stage) turns() bool { return s == InKeep || s == InProblem }

// Step is a stage of a plan.
type Step struct {
	Stage   Stage `json:"stage"`
	Minutes int   `json:"minutes,omitzero"` // soft: nobody is cut off; 0 is no timer
}

// Steps is the plan of a meeting.
type Steps []Step

// DefaultSteps is an hour without grouping and voting.
func DefaultSteps() Steps {
	return Steps{{InTries, 10}, {InKeep, 10}, {InProblem, 15}, {InTry, 15}, {InCommit, 5}, {InClose, 5}}
}

// StepFault says why steps are no plan.
type StepFault string

// The faults of a plan.
const (
	NoSuchStage StepFault = "no_such_stage"
	Doubled     StepFault = "doubled"
	CloseIsLast StepFault = "close_is_last" // InClose is missing, or not at the end
	BadMinutes  StepFault = "bad_minutes"   // below 0 or above maxMinutes
)

const maxMinutes = 240

// StepError is a step that cannot be in a plan.
type StepError struct {
	Step  Step
	Fault StepFault
}

func (e *StepError) Error() string {
	return "meeting: stage " + string(e.Step.Stage) + ": " + string(e.Fault)
}

// Check says everything that is wrong with a plan: each stage at most once, in
// any order, InClose at the end.
func (s Steps) Check() []*StepError {
	var faults []*StepError
	add := func(step Step, f StepFault) { faults = append(faults, &StepError{step, f}) }
	for i, step := range s {
		switch {
		case !slices.Contains(Stages(), step.Stage):
			add(step, NoSuchStage)
		case s.index(step.Stage) < i:
			add(step, Doubled)
		case step.Minutes < 0 || step.Minutes > maxMinutes:
			add(step, BadMinutes)
		}
	}
	if n := len(s); n == 0 || s.index(InClose) != n-1 {
		add(Step{Stage: InClose}, CloseIsLast)
	}
	return faults
}

// index is where a stage stands in the plan, or -1.
func (s Steps) index(stage Stage) int {
	return slices.IndexFunc(s, func(step Step) bool { return step.Stage == stage })
}
