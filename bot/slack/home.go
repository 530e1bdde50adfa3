package slack

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
)

// homeOpened is the one event that Engawa hears of: somebody looks at its tab.
const homeOpened = "app_home_opened"

// home is the command that gives the card of the home tab.
const home = "home"

// publish brings somebody's home tab up to date.
func (a *answerer) publish(ctx context.Context, who bot.MemberID) {
	r := bot.Request{Face: bot.Slack, Way: bot.Press, Do: home}
	r.From = a.face.person(ctx, bot.Person{ID: who})
	reply := a.guarded(r, func() bot.Reply { return a.ask(ctx, r) })
	if reply.Card == nil || ctx.Err() != nil {
		return // a tab is to stay as it was while Engawa is restarted
	}
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab}
	view.Blocks.BlockSet = a.face.draw(*reply.Card, reply.Team).Blocks
	if err := a.face.api.PublishHome(ctx, string(who), view); err != nil {
		a.face.fall(err)
		a.face.log.Warn("cannot publish a home tab", "err", err)
	}
}
