package dialogue

import (
	"context"
	"strings"
)

// says writes a message as a person. Others see it, so nothing is shown.
func says(_ context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	c, err := p.channel(args[2], false)
	if err == nil {
		m.Say(c, p.written(args[1]))
	}
	return err
}

// picks takes a command from the menu of the newest message that begins with
// the text.
func picks(ctx context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	err = p.sorry("no.message", "who", m.Name(), "text", args[2])
	for _, message := range p.near(m) {
		if !strings.HasPrefix(message.Text(), p.written(args[2])) {
			continue
		}
		a := m.RunOn(args[1], message)
		if a.Err == nil {
			return p.answered(ctx, m, a)
		}
		err = p.refusedByDiscord(m, a.Err)
	}
	return err
}
