package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/store"
)

// clocks is how far Slack's clock, by which messages are named, may be from ours.
const clocks = 24 * time.Hour

// Deliver posts or edits what is owed. Slack has no sounds: a chime is done at
// once.
func (f *Face) Deliver(ctx context.Context, o store.Owed) (bot.Receipt, error) {
	switch o.Kind {
	case bot.KindPost:
		var p bot.Post
		if err := bodyOf(o, &p); err != nil {
			return bot.Receipt{}, err
		}
		return f.post(ctx, o, p)
	case bot.KindEdit:
		var e bot.Edit
		if err := bodyOf(o, &e); err != nil {
			return bot.Receipt{}, err
		}
		err := f.api.Update(ctx, string(e.Channel), e.Message, f.message(e.Card, teamOf(o.Key), web.Soon))
		if web.Code(err) == "message_not_found" {
			err = nil // somebody took it away
		}
		return bot.Receipt{}, f.judged(ctx, string(e.Channel), err)
	case bot.KindChime:
		return bot.Receipt{}, nil
	}
	return bot.Receipt{}, &bot.Refusal{Reason: bot.BadShape, Err: fmt.Errorf("slack: nothing of kind %q can be delivered", o.Kind)}
}

func bodyOf(o store.Owed, into any) error {
	if err := json.Unmarshal(o.Body, into); err != nil {
		return &bot.Refusal{Reason: bot.BadShape, Err: fmt.Errorf("slack: read what is owed as %s: %w", o.Key, err)}
	}
	return nil
}

func teamOf(key store.Key) bot.TeamID { return bot.TeamID(key.Parts()[0]) }

// message is a card as it is said; the channel and the key are still missing.
func (f *Face) message(card bot.Card, team bot.TeamID, urgency web.Urgency) web.Message {
	d := f.draw(card, team)
	return web.Message{Text: d.Text, Blocks: d.Blocks, Urgency: urgency}
}

// post says a card in a channel, or to one person: what one person reads waits for
// what everybody does.
func (f *Face) post(ctx context.Context, o store.Owed, p bot.Post) (bot.Receipt, error) {
	a := attempt{born: o.Born, until: o.Until, message: f.message(p.Card, teamOf(o.Key), web.Urgent)}
	a.message.Key, a.message.Channel = string(o.Key), string(p.Channel)
	judged := f.judged
	if p.Account != "" {
		judged = f.judgedDirect
		a.message.Urgency = web.Soon
		var err error
		if a.message.Channel, err = f.api.Direct(ctx, p.Account); err != nil {
			return bot.Receipt{}, judged(ctx, "", err)
		}
	}
	ts, err := f.postOnce(ctx, a)
	if err != nil {
		return bot.Receipt{}, judged(ctx, a.message.Channel, err)
	}
	return bot.Receipt{Channel: bot.ChannelID(a.message.Channel), Message: ts}, nil
}

// attempt is a message that must appear once.
type attempt struct {
	message web.Message
	born    time.Time // when it was first tried, or earlier
	until   time.Time // it is not tried after
}

// postOnce posts a message, or finds that an earlier try did.
func (f *Face) postOnce(ctx context.Context, a attempt) (ts string, err error) {
	key := a.message.Key
	if f.doubts.about(key) || !a.born.After(f.begun) || a.born.After(f.now()) {
		ts, err := f.find(ctx, a)
		if ts != "" || err != nil {
			return ts, err
		}
	}
	f.doubts.begin(key, a.until, f.now())
	err = f.inside(ctx, a.message.Channel, func() error {
		_, ts, err = f.api.Post(ctx, a.message)
		return err
	})
	if !web.Unknown(err) {
		if err != nil {
			f.doubts.end(key)
		}
		return ts, err
	}
	if ts, missed := f.find(ctx, a); ts != "" && missed == nil {
		return ts, nil
	}
	return "", err
}

// find looks for a message that an earlier try may have posted.
func (f *Face) find(ctx context.Context, a attempt) (ts string, err error) {
	err = f.inside(ctx, a.message.Channel, func() error {
		ts, err = f.api.Find(ctx, a.message.Channel, a.message.Key, a.born.Add(-clocks))
		return err
	})
	return ts, err
}

// inside does something in a channel, which we enter if it is public and we are not
// in it.
func (f *Face) inside(ctx context.Context, channel string, do func() error) error {
	err := do()
	if web.Code(err) != "not_in_channel" {
		return err
	}
	if f.api.Join(ctx, channel) != nil {
		return err // a private one: somebody must invite us
	}
	return do()
}

// doubts are the keys of messages that were or may have been posted, as far as this
// run knows.
type doubts struct {
	mu    sync.Mutex
	until map[string]time.Time
	swept time.Time
}

func (d *doubts) about(key string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.until[key]
	return ok
}

// begin notes a try, until it is over or nobody will try again.
func (d *doubts) begin(key string, until, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.Sub(d.swept) >= time.Minute { // there may be many
		maps.DeleteFunc(d.until, func(_ string, t time.Time) bool { return t.Before(now) })
		d.swept = now
	}
	d.until[key] = until
}

func (d *doubts) end(key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.until, key)
}
