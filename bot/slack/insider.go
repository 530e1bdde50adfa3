package slack

import (
	"context"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
)

// Insider tells whether somebody is one of a channel's own people now: not one
// who only looks into it, not of another workspace, and no guest who is let into
// that channel alone.
func (f *Face) Insider(ctx context.Context, channel bot.ChannelID, who bot.MemberID) (bool, error) {
	if err := f.Reach(ctx, channel); err != nil {
		return false, err
	}
	in, err := f.api.Members(ctx, string(channel))
	if err != nil {
		return false, f.judged(ctx, string(channel), err)
	}
	if !slices.Contains(in, string(who)) {
		return false, nil
	}
	u, err := f.api.User(ctx, string(who))
	switch code := web.Code(err); {
	case code == "user_not_found" || code == "user_not_visible":
		return false, nil // of another workspace
	case err != nil:
		return false, f.judged(ctx, string(channel), err)
	}
	me, err := f.api.Who(ctx)
	if err != nil {
		return false, f.judged(ctx, string(channel), err)
	}
	return !u.Bot && !u.Gone && !u.Alone && u.Team == me.TeamID, nil
}
