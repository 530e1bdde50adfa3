package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
)

// Show makes Slack show a board or a member's status. Rooms' statuses and events
// are Discord's: nothing is done for them.
func (f *Face) Show(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	switch d.Kind {
	case bot.ShowBoard:
		return f.showBoard(ctx, d, now)
	case bot.ShowMood:
		return f.showMood(ctx, d, now)
	case bot.ShowStatus, bot.ShowEvent:
		return now, nil
	}
	return now, &bot.Refusal{Reason: bot.BadShape, Err: fmt.Errorf("slack: nothing of kind %q can be shown", d.Kind)}
}

// attemptLasts is how long it is remembered that a board's post had no answer.
const attemptLasts = 24 * time.Hour

// showBoard edits the message in place, or posts it anew and takes the old one
// away.
func (f *Face) showBoard(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	if len(d.Body) == 0 {
		err := f.remove(ctx, now.Place, now.ID)
		now.ID = ""
		return now, err
	}
	var card bot.Card
	if err := json.Unmarshal(d.Body, &card); err != nil {
		return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	m := f.message(card, teamOf(d.Key), web.Idle)
	if now.ID != "" {
		return now, f.judged(ctx, now.Place, f.api.Update(ctx, now.Place, now.ID, m))
	}
	m.Channel, m.Key = d.Place, fmt.Sprintf("%s#%d", d.Key, now.Generation)
	id, err := f.postOnce(ctx, attempt{message: m, born: now.Born, until: now.Born.Add(attemptLasts)})
	if err != nil {
		return now, f.judged(ctx, d.Place, err)
	}
	now.ID, now.Place = id, d.Place
	err = f.remove(ctx, now.OldPlace, now.Old)
	now.Old, now.OldPlace = "", ""
	return now, err
}

// remove deletes a message of ours; one that is gone or out of reach is fine.
func (f *Face) remove(ctx context.Context, channel, message string) error {
	if message == "" {
		return nil
	}
	err := f.api.Delete(ctx, channel, message)
	switch v := verdictOn(web.Code(err)); {
	case v.reason != "", web.Code(err) == "cant_delete_message":
		f.fall(err)
		return nil
	}
	return err
}
