package dialogue

import (
	"context"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// onServer is the part of the table about the server as a whole.
func onServer() []action {
	return []action{
		{`"NAME" is taken out of the calendar`, takesOut},
		{"Engawa is removed from the server", guild((*fake.Guild).Remove)},
		{"Engawa is invited again", guild((*fake.Guild).Invite)},
		{"Discord has an outage", guild(func(g *fake.Guild) { g.Outage(true) })},
		{"Discord has no outage any more", guild(func(g *fake.Guild) { g.Outage(false) })},
	}
}

// guild makes an action of what happens to the server.
func guild(do func(*fake.Guild)) func(context.Context, *Play, []string) error {
	return func(_ context.Context, p *Play, _ []string) error {
		do(p.stage.Guild)
		return nil
	}
}

func takesOut(_ context.Context, p *Play, args []string) error {
	if !p.stage.Guild.CancelEvent(args[0]) {
		return p.sorry("not.in.calendar", "text", args[0])
	}
	return nil
}
