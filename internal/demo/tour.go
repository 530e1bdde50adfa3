package demo

import (
	"context"
	_ "embed" // the tours
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
)

var (
	//go:embed tour_en.txt
	tourEnglish string
	//go:embed tour_ja.txt
	tourJapanese string
)

// Step is a part of the tour: what will happen and why a team likes it, and the deeds.
type Step struct {
	Title string
	Say   string // one or two short sentences; lines are broken for a terminal
	Do    []string
}

// Tour is a week of the team, step by step, for who begins where the demo does.
func Tour(lang words.Lang) []Step {
	text := tourEnglish
	if lang == words.Japanese {
		text = tourJapanese
	}
	return readTour(text)
}

// readTour reads steps: '= ' begins one with its title, '> ' is a deed, '#' a remark, and
// other lines are what is said.
func readTour(text string) (steps []Step) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if title, begins := strings.CutPrefix(line, "= "); begins {
			steps = append(steps, Step{Title: title})
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") || len(steps) == 0 {
			continue
		}
		step := &steps[len(steps)-1]
		if deed, acts := strings.CutPrefix(line, "> "); acts {
			step.Do = append(step.Do, deed)
			continue
		}
		step.Say = strings.TrimPrefix(step.Say+"\n"+line, "\n")
	}
	return steps
}

// tour plays the tour. On a terminal it waits after each step.
func (s *show) tour(ctx context.Context) error {
	steps := Tour(s.time.lang)
	n := strconv.Itoa(len(steps))
	s.say("\n" + s.own.Tell("tour-begins", "n", n))
	for i, step := range steps {
		s.say("\n" + s.own.Tell("tour-step", "i", strconv.Itoa(i+1), "n", n, "title", step.Title) + "\n" + step.Say + "\n")
		for _, line := range step.Do {
			s.say("> " + line)
			if err := s.do(ctx, line); ctx.Err() != nil {
				return ctx.Err()
			} else if err != nil {
				s.say("? " + s.own.Tell("tour-astray", "why", s.explained(err)))
				break
			}
		}
		if i == len(steps)-1 {
			break
		}
		if on, err := s.goesOn(ctx); err != nil || !on {
			return err
		}
	}
	s.say("\n" + s.own.Tell("tour-over"))
	return nil
}

// goesOn waits until who reads wants to see more; what they type meanwhile is done.
func (s *show) goesOn(ctx context.Context) (on bool, err error) {
	if !s.in.typed {
		return true, nil
	}
	s.say("\n" + s.own.Tell("tour-enter"))
	for {
		line, more, err := s.next(ctx)
		if err != nil {
			return false, err
		}
		switch text := strings.ToLower(strings.TrimSpace(line.text)); {
		case !more: // nobody is there to say so
			return true, nil
		case text == "":
			return true, nil
		case text == "stop":
			s.say(s.own.Tell("tour-left"))
			return false, nil
		case text == "tour":
			continue
		}
		if err := s.typed(ctx, line); err != nil {
			return false, err
		}
	}
}
