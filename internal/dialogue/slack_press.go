package dialogue

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/internal/fake/slack"
)

// slackPress presses a button of the newest of the surfaces meant that has it: written
// just so, else nearly.
func (p *Play) slackPress(ctx context.Context, args []string, meant func(sight) bool) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	var there []string
	for _, exact := range []bool{true, false} {
		for _, s := range p.sights(m) {
			if !meant(s) {
				continue
			}
			button, buttons := args[1], m.Buttons(s.surface)
			if at := same(button, buttons); at >= 0 && !exact {
				button = buttons[at]
			}
			if len(there) == 0 {
				there = buttons
			}
			a := m.Press(s.surface, button)
			if a.Err == nil || errors.Is(a.Err, slack.ErrNoAnswer) {
				return p.slackAnswered(ctx, m, a)
			}
		}
	}
	if name, there := p.inDiscordToo(m.Name(), args[1]); there {
		return p.sorry("in.discord", "who", m.Name(), "text", name)
	}
	return p.missing("button", m.Name(), args[1], there)
}

// slackChooses is chooses in Slack.
func slackChooses(ctx context.Context, p *Play, args []string) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	var there []string
	for _, exact := range []bool{true, false} {
		for _, s := range p.sights(m) {
			menu, menus := args[2], m.Menus(s.surface)
			if at := same(menu, menus); at >= 0 && !exact {
				menu = menus[at]
			}
			if len(there) == 0 {
				there = menus
			}
			for _, values := range choices(args[1]) {
				a := m.Choose(s.surface, menu, values...)
				switch {
				case a.Err == nil, errors.Is(a.Err, slack.ErrNoAnswer):
					return p.slackAnswered(ctx, m, a)
				case strings.HasPrefix(a.Err.Error(), strconv.Quote(menu)+": "):
					err = p.refusedBySlack(m, a.Err)
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return p.missing("menu", m.Name(), args[2], there)
}
