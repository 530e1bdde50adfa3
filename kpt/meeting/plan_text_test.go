package meeting

import (
	"errors"
	"reflect"
	"testing"
)

func TestAPlanIsReadAsItIsWritten(t *testing.T) {
	all := Steps{{InTries, 5}, {InProblem, 0}, {InKeep, 10}, {InGroup, 5}, {InVote, 5}, {InTry, 240}, {InCommit, 1}, {InClose, 0}}
	for _, want := range []Steps{DefaultSteps(), all, {{Stage: InClose}}} {
		got, err := ParseSteps(want.String())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v and %v, want %v", want.String(), got, err, want)
		}
	}
	got, err := ParseSteps("Keep 10\n  problem 15、close")
	if want := (Steps{{InKeep, 10}, {InProblem, 15}, {InClose, 0}}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v and %v, want %v", got, err, want)
	}
	if got, err := ParseSteps(" \n"); err != nil || !reflect.DeepEqual(got, DefaultSteps()) {
		t.Errorf("got %v and %v, want the usual plan", got, err)
	}
}

func TestAWrongPlanIsRefusedWithItsFault(t *testing.T) {
	for text, want := range map[string]StepFault{
		"keep 10, dance 5, close": NoSuchStage,
		"keep, keep, close":       Doubled,
		"keep 10":                 CloseIsLast,
		"close, keep":             CloseIsLast,
		"keep soon, close":        BadMinutes,
		"keep 10 20, close":       BadMinutes,
		"keep 241, close":         BadMinutes,
	} {
		_, err := ParseSteps(text)
		var fault *StepError
		if !errors.As(err, &fault) || fault.Fault != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}
