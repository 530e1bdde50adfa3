package dialogue

import (
	"fmt"
	"strings"
)

// Script is a dialogue in a file.
type Script struct {
	Head  map[string]string // '# name: value' lines before the first action
	Steps []Step
	tail  []string
}

// Step is what somebody does, and what was shown then.
type Step struct {
	Do     string // without '> '
	Line   int    // of the file
	Shown  []string
	before []string // remarks and empty lines
}

// Parse reads a dialogue.
func Parse(text string) (*Script, error) {
	s := &Script{Head: map[string]string{}}
	if text == "" {
		return s, nil
	}
	var before []string
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		last := len(s.Steps) - 1
		switch {
		case strings.HasPrefix(line, ">"):
			s.Steps = append(s.Steps, Step{Do: strings.TrimSpace(line[1:]), Line: i + 1, before: before})
			before = nil
		case strings.HasPrefix(line, "<") && last >= 0 && before == nil:
			s.Steps[last].Shown = append(s.Steps[last].Shown, line)
		case strings.HasPrefix(line, "  ") && last >= 0 && len(s.Steps[last].Shown) > 0 && before == nil:
			shown := s.Steps[last].Shown
			shown[len(shown)-1] += "\n" + line
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"):
			before = append(before, line)
			if name, value, ok := strings.Cut(strings.TrimPrefix(line, "#"), ":"); ok && last < 0 {
				s.Head[strings.TrimSpace(name)] = strings.TrimSpace(value)
			}
		default:
			return nil, fmt.Errorf("line %d: a line begins with '> ' (somebody acts), '< ' (a surface shows, right after an action), two blanks (it goes on) or '#': %q", i+1, line)
		}
	}
	s.tail = before
	return s, nil
}

// String is the dialogue as a file.
func (s *Script) String() string {
	var b strings.Builder
	for _, step := range s.Steps {
		for _, line := range step.before {
			b.WriteString(line + "\n")
		}
		b.WriteString("> " + step.Do + "\n")
		for _, shown := range step.Shown {
			b.WriteString(shown + "\n")
		}
	}
	for _, line := range s.tail {
		b.WriteString(line + "\n")
	}
	return b.String()
}
