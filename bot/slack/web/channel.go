package web

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"
)

// Channel is what Slack says of a channel.
type Channel struct {
	ID       string
	Name     string // without #; "" of a direct channel
	Private  bool
	Archived bool
	Member   bool // we are in it
}

func channelOf(c *slack.Channel) Channel {
	return Channel{ID: c.ID, Name: c.Name, Private: c.IsPrivate, Archived: c.IsArchived, Member: c.IsMember}
}

// Channel asks about a channel.
func (c *Client) Channel(ctx context.Context, id string) (Channel, error) {
	var found Channel
	err := c.do(ctx, turn{method: "conversations.info"}, func(ctx context.Context) error {
		told, err := c.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		if err == nil {
			found = channelOf(told)
		}
		return err
	})
	return found, err
}

// Join enters a public channel; being there already is fine.
func (c *Client) Join(ctx context.Context, id string) error {
	return c.do(ctx, turn{method: "conversations.join"}, func(ctx context.Context) error {
		_, _, _, err := c.api.JoinConversationContext(ctx, id)
		return err
	})
}

// Direct is the channel in which user reads what we write to them alone.
func (c *Client) Direct(ctx context.Context, user string) (channel string, err error) {
	return c.mailboxes.get(user, func() (string, error) {
		var opened string
		err := c.do(ctx, turn{method: "conversations.open", urgency: Soon}, func(ctx context.Context) error {
			told, _, _, err := c.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
			if err == nil && told == nil {
				return errors.New("an answer without a channel")
			}
			if err == nil {
				opened = told.ID
			}
			return err
		})
		return opened, err
	})
}

// insiders is who is in a channel.
type insiders struct {
	memo[[]string]
	asking singleflight.Group
}

const (
	rememberInside = 30 * time.Second
	askPatience    = 10 * time.Second
)

// memberPage is as many members as are asked for at once; Slack recommends no more.
const memberPage = 200

// Members lists the user ids in a channel, those of apps included.
func (c *Client) Members(ctx context.Context, channel string) ([]string, error) {
	return c.list(ctx, channel, Idle)
}

// Inside tells whether a user is in a channel. What Slack said is remembered for
// half a minute, and many who ask at once ask Slack once.
func (c *Client) Inside(ctx context.Context, channel, user string) (bool, error) {
	ids, err := c.inside.get(channel, func() ([]string, error) {
		told, err, _ := c.inside.asking.Do(channel, func() (any, error) {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askPatience)
			defer cancel()
			return c.list(ctx, channel, Urgent)
		})
		ids, _ := told.([]string)
		return ids, err
	})
	return slices.Contains(ids, user), err
}

func (c *Client) list(ctx context.Context, channel string, urgency Urgency) ([]string, error) {
	var all []string
	ask := slack.GetUsersInConversationParameters{ChannelID: channel, Limit: memberPage}
	for {
		err := c.do(ctx, turn{method: "conversations.members", urgency: urgency}, func(ctx context.Context) error {
			page, next, err := c.api.GetUsersInConversationContext(ctx, &ask)
			if err == nil {
				all, ask.Cursor = append(all, page...), next
			}
			return err
		})
		if err != nil || ask.Cursor == "" {
			return all, err
		}
	}
}
