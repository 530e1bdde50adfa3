package slack

import (
	"context"
	"slices"

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

// People lists who is in a channel that we can reach, without apps, deactivated
// accounts and those who are guests of the workspace only.
func (f *Face) People(ctx context.Context, channel bot.ChannelID) ([]bot.Guest, error) {
	if err := f.Reach(ctx, channel); err != nil {
		return nil, err
	}
	ids, err := f.api.Members(ctx, string(channel))
	if err != nil {
		return nil, f.judged(ctx, string(channel), err)
	}
	me, err := f.api.Me(ctx)
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
		if ours(u, me) {
			guests = append(guests, bot.Guest{
				Account: bot.Account{On: Platform, ID: u.ID}, Name: u.Name, Email: u.Email, Zone: u.Zone, Lang: words.Of(u.Locale),
			})
		}
	}
	return guests, nil
}

// ours tells whether an account may belong to a team: no app, none that is
// deactivated, none of another workspace with which a channel is shared, and no
// guest who sees a single channel. Source: Slack's 'User object'.
func ours(u web.User, me web.Identity) bool {
	return !u.Bot && !u.Gone && !u.Guest && slices.Contains(u.Teams, me.TeamID)
}

// Belongs tells whether an account is in the team's channel now, to half a
// minute. Who only sees the channel is not.
func (f *Face) Belongs(ctx context.Context, t bot.Team, user string) (bool, error) {
	own := t.At(Platform).Channel
	if own == "" {
		return false, nil
	}
	return f.Inside(ctx, own, user)
}

// Inside tells whether an account of our own workspace is in a channel now, to
// half a minute.
func (f *Face) Inside(ctx context.Context, channel bot.ChannelID, user string) (bool, error) {
	u, err := f.api.User(ctx, user)
	if code := web.Code(err); code == "user_not_found" || code == "user_not_visible" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	me, err := f.api.Me(ctx)
	if err != nil || !ours(u, me) {
		return false, err
	}
	return f.api.Inside(ctx, string(channel), user)
}

// Admits is never sure: Slack says nothing of channels with what people do.
func (f *Face) Admits(bot.Team, bot.Person) bool { return false }
