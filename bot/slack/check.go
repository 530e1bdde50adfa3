package slack

import (
	"context"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/bot/words"
)

// Check looks at the token, its scopes, the connection, and the team's channels in
// Slack. For a team without any it finds nothing.
func (f *Face) Check(ctx context.Context, t bot.Team, _ bot.RoomID, _ words.Lang) []bot.Finding {
	places := t.At(Platform)
	if places == (bot.Elsewhere{On: Platform}) {
		return nil
	}
	me, err := f.api.Who(ctx)
	switch code := web.Code(err); {
	case err != nil && code == "":
		return []bot.Finding{{Key: "doctor.slack.network"}}
	case err != nil:
		f.fall(err)
		return []bot.Finding{{Key: "doctor.slack.token", Args: []words.Arg{words.Quote("why", code)}}}
	}
	found := []bot.Finding{{OK: true, Key: "doctor.slack.token"}}
	for _, scope := range Scopes() {
		found = append(found, bot.Finding{
			OK: slices.Contains(me.Scopes, scope), Key: "doctor.slack.scope", Args: []words.Arg{words.Quote("scope", scope)},
		})
	}
	found = append(found, bot.Finding{OK: f.heard() == nil, Key: "doctor.slack.socket"})
	channels := []bot.ChannelID{places.Channel, places.Window}
	for _, id := range slices.Compact(channels) {
		if id != "" {
			found = append(found, f.checkChannel(ctx, id))
		}
	}
	return found
}

// checkChannel finds whether we can write in a channel; a public one we enter by
// ourselves.
func (f *Face) checkChannel(ctx context.Context, id bot.ChannelID) bot.Finding {
	c, err := f.channel(ctx, id)
	args := []words.Arg{words.Quote("channel", f.names.name(id))}
	switch {
	case err != nil && web.Code(err) == "":
		return bot.Finding{Key: "doctor.slack.network"}
	case err != nil:
		return bot.Finding{Key: "doctor.slack.gone", Args: args}
	case c.Archived:
		return bot.Finding{Key: "doctor.slack.archived", Args: args}
	}
	return bot.Finding{OK: true, Key: "doctor.slack.gone", Args: args}
}
