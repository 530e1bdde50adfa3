package meeting

import (
	"fmt"
	"strconv"
	"strings"
)

// String is a plan as people write it: "tries 10, keep 10, close 5".
func (s Steps) String() string {
	var parts []string
	for _, step := range s {
		part := string(step.Stage)
		if step.Minutes > 0 {
			part += fmt.Sprintf(" %d", step.Minutes)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// ParseSteps reads a plan as String writes it; lines serve as commas do. "" is
// DefaultSteps. The error is the first *StepError.
func ParseSteps(text string) (Steps, error) {
	var s Steps
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '、' }) {
		words := strings.Fields(strings.ToLower(part))
		if len(words) == 0 {
			continue
		}
		step := Step{Stage: Stage(words[0])}
		if len(words) > 1 {
			n, err := strconv.Atoi(words[1])
			if err != nil || len(words) > 2 {
				n = -1
			}
			step.Minutes = n
		}
		s = append(s, step)
	}
	if len(s) == 0 {
		return DefaultSteps(), nil
	}
	if faults := s.Check(); len(faults) > 0 {
		return nil, faults[0]
	}
	return s, nil
}
