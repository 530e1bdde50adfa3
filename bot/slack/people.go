package slack

import (
	"context"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/bot/words"
)

// Reach looks whether we can write in a channel. A public one we enter by
// ourselves.
func (f *Face) Reach(ctx context.Context, channel bot.ChannelID) error {
	c, err := f.channel(ctx, channel)
	code := web.Code(err)
	switch {
	case err != nil:
	case c.Archived:
		code = "is_archived"
	case !c.Member:
		if code = web.Code(f.api.Join(ctx, string(channel))); code != "" {
			code = "not_in_channel" // a private one: somebody must invite us
		}
	}
	if err == nil && code != "" {
		err = &web.Error{Method: "conversations.info", Code: code}
	}
	return f.judged(ctx, string(channel), err)
}

// People lists who is in a channel that we can reach, without apps and
// deactivated accounts.
func (f *Face) People(ctx context.Context, channel bot.ChannelID) ([]bot.Guest, error) {
	if err := f.Reach(ctx, channel); err != nil {
		return nil, err
	}
	ids, err := f.api.Members(ctx, string(channel))
	if err != nil {
		return nil, f.judged(ctx, string(channel), err)
	}
	var guests []bot.Guest
	for _, id := range ids {
		u, err := f.api.User(ctx, id)
		if code := web.Code(err); code == "user_not_found" || code == "user_not_visible" {
			continue // of another workspace
		}
		if err != nil {
			return nil, f.judged(ctx, string(channel), err)
		}
		if !u.Bot && !u.Gone {
			guests = append(guests, bot.Guest{
				ID: bot.MemberID(u.ID), Name: u.Name, Email: u.Email, Zone: u.Zone, Lang: words.Of(u.Locale),
			})
		}
	}
	return guests, nil
}
