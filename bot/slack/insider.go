package slack

import (
	"context"

	"github.com/engawa-bot/engawa/bot"
)

// Insider tells whether somebody is one of a channel's own people now: see Inside.
// A channel that we cannot write in is refused.
func (f *Face) Insider(ctx context.Context, channel bot.ChannelID, user string) (bool, error) {
	if err := f.Reach(ctx, channel); err != nil {
		return false, err
	}
	in, err := f.Inside(ctx, channel, user)
	return in, f.judged(ctx, string(channel), err)
}
