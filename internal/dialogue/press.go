package dialogue

import (
	"context"
	"fmt"
	"slices"
	"strings"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func presses(ctx context.Context, p *Play, args []string) error {
	return p.press(ctx, args[0], args[1], func(fake.Message) bool { return true })
}

func pressesIn(ctx context.Context, p *Play, args []string) error {
	return p.press(ctx, args[0], args[1], func(m fake.Message) bool { return m.Channel == args[2] })
}

func pressesOnBoard(ctx context.Context, p *Play, args []string) error {
	return p.press(ctx, args[0], args[1], func(m fake.Message) bool {
		title, _, _ := strings.Cut(m.Text(), "\n")
		return isBoard(title)
	})
}

// near lists what was shown, the newest first, but what stands in rooms where
// the person is not comes last.
func (p *Play) near(who *fake.Member) []fake.Message {
	list := p.shown()
	elsewhere := func(m fake.Message) bool {
		room := who.Room()
		_, err := p.channel(m.Channel, true)
		return !m.Ephemeral && err == nil && (room == nil || room.Name() != m.Channel)
	}
	slices.SortStableFunc(list, func(a, b fake.Message) int {
		switch there, then := elsewhere(a), elsewhere(b); {
		case there == then:
			return 0
		case there:
			return 1
		}
		return -1
	})
	return list
}

// press presses a button of the newest message of those meant that has it.
func (p *Play) press(ctx context.Context, who, button string, meant func(fake.Message) bool) error {
	m, err := p.person(who)
	if err != nil {
		return err
	}
	err = fmt.Errorf("%s sees no button %q", who, button)
	for _, message := range p.near(m) {
		if !meant(message) {
			continue
		}
		if a := m.Press(message, button); a.Err == nil {
			return answered(ctx, m, a)
		}
	}
	return err
}

// choices are the ways to read values: one may have commas in it, so all of them
// are first tried as one.
func choices(values string) [][]string {
	if values == "nothing" {
		return [][]string{nil}
	}
	return [][]string{{values}, strings.Split(values, ", ")}
}

// chooses picks values in the newest message with that menu.
func chooses(ctx context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	err = fmt.Errorf("%s sees no menu %q", args[0], args[2])
	for _, message := range p.shown() {
		for _, values := range choices(args[1]) {
			a := m.Choose(message, args[2], values...)
			if a.Err == nil {
				return answered(ctx, m, a)
			}
			if strings.HasPrefix(a.Err.Error(), "select ") {
				err = refusedByDiscord(m, a.Err)
			}
		}
	}
	return err
}

// fillsIn sends the newest form that the person saw; what is not named stays as
// it is.
func fillsIn(ctx context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	p.mu.Lock()
	form := p.forms[m.ID()]
	p.mu.Unlock()
	if form == nil {
		return fmt.Errorf("%s was shown no form", args[0])
	}
	values, err := p.fields(args[1:])
	if err != nil {
		return err
	}
	return answered(ctx, m, m.Submit(*form, values))
}

// fields reads 'Today=tea | Blocked by=nothing'; no argument fills in nothing.
func (p *Play) fields(args []string) (map[string]any, error) {
	values := map[string]any{}
	for _, field := range strings.Split(strings.Join(args, ""), " | ") {
		name, value, ok := strings.Cut(field, "=")
		if !ok && field != "" {
			return nil, fmt.Errorf("%q is not NAME=VALUE; several are separated by ' | '", field)
		}
		if ok {
			values[strings.TrimSpace(name)] = p.written(strings.TrimSpace(value))
		}
	}
	return values, nil
}
