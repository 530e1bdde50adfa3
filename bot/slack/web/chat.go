package web

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// Message is what is said in a channel.
type Message struct {
	Channel string
	Text    string // for notifications; & < > escaped
	Blocks  []slack.Block
	Key     string // finds it again, see Find; "": none
	Urgency Urgency
}

func (m Message) content() slack.MsgOption {
	return slack.MsgOptionCompose(slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...))
}

func (m Message) key() slack.MsgOption {
	if m.Key == "" {
		return slack.MsgOptionCompose()
	}
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: eventType, EventPayload: map[string]any{keyField: m.Key}})
}

// The key in a message's metadata.
const (
	eventType = "engawa"
	keyField  = "key"
)

// Post says a message, without previews of links, and gives its channel and ts.
func (c *Client) Post(ctx context.Context, m Message) (channel, ts string, err error) {
	t := turn{method: postMessage, channel: m.Channel, urgency: m.Urgency}
	err = c.do(ctx, t, func(ctx context.Context) error {
		var err error
		channel, ts, err = c.api.PostMessageContext(ctx, m.Channel, m.content(), m.key(),
			slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
		return err
	})
	return channel, ts, err
}

// Update changes a message; its key stays.
func (c *Client) Update(ctx context.Context, channel, ts string, m Message) error {
	t := turn{method: "chat.update", urgency: m.Urgency}
	return c.do(ctx, t, func(ctx context.Context) error {
		_, _, _, err := c.api.UpdateMessageContext(ctx, channel, ts, m.content())
		return err
	})
}

// Delete takes a message away.
func (c *Client) Delete(ctx context.Context, channel, ts string) error {
	return c.do(ctx, turn{method: "chat.delete", urgency: Idle}, func(ctx context.Context) error {
		_, _, err := c.api.DeleteMessageContext(ctx, channel, ts)
		return err
	})
}

// How far back Find looks.
const (
	historyPage  = 200 // Slack recommends no more
	historyPages = 5
)

// Find looks among the newest 1,000 messages of a channel since a time for ours
// with a key; "" means that it is not there.
func (c *Client) Find(ctx context.Context, channel, key string, since time.Time) (ts string, err error) {
	me, err := c.Me(ctx)
	if err != nil {
		return "", err
	}
	ask := slack.GetConversationHistoryParameters{
		ChannelID: channel, Limit: historyPage, Oldest: stamp(since), Inclusive: true, IncludeAllMetadata: true,
	}
	for range historyPages {
		var page *slack.GetConversationHistoryResponse
		err := c.do(ctx, turn{method: "conversations.history"}, func(ctx context.Context) error {
			var err error
			page, err = c.api.GetConversationHistoryContext(ctx, &ask)
			return err
		})
		if err != nil {
			return "", err
		}
		for _, m := range page.Messages {
			ours := m.User == me.User || me.Bot != "" && m.BotID == me.Bot
			if ours && m.Metadata.EventType == eventType && m.Metadata.EventPayload[keyField] == key {
				return m.Timestamp, nil
			}
		}
		ask.Cursor = page.ResponseMetaData.NextCursor
		if ask.Cursor == "" {
			break
		}
	}
	return "", nil
}

// stamp is a time as Slack names messages.
func stamp(t time.Time) string {
	if t.Unix() <= 0 {
		return ""
	}
	return strconv.FormatInt(t.Unix(), 10) + fmt.Sprintf(".%06d", t.Nanosecond()/1000)
}
