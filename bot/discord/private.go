package discord

import (
	"context"
	"net/http"
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// mailboxes are the direct-message channels that are known, by their person. A
// person's never changes.
type mailboxes struct {
	mu sync.Mutex
	of map[string]bot.ChannelID
}

// place is the channel in which a post is to appear, and how urgent that is:
// what one person reads waits for what everybody does. Whether somebody takes
// messages shows only when one is sent.
func (f *Face) place(ctx context.Context, p bot.Post) (bot.ChannelID, rest.Urgency, error) {
	if p.Account == "" {
		return p.Channel, rest.Urgent, nil
	}
	b := &f.mailboxes
	b.mu.Lock()
	channel := b.of[p.Account]
	b.mu.Unlock()
	if channel != "" {
		return channel, rest.Soon, nil
	}
	var opened struct {
		ID bot.ChannelID `json:"id"`
	}
	body := map[string]string{"recipient_id": p.Account}
	call := rest.Call{Method: http.MethodPost, Path: "/users/@me/channels", Body: body, Out: &opened, Urgency: rest.Soon}
	if err := f.api.Do(ctx, call); err != nil {
		return "", rest.Soon, judged(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of[p.Account] = opened.ID
	return opened.ID, rest.Soon, nil
}
