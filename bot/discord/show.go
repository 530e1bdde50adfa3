package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// Show makes Discord show a board, a room's status or a scheduled event.
func (f *Face) Show(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	switch d.Kind {
	case bot.ShowBoard:
		return f.showBoard(ctx, d, now)
	case bot.ShowStatus:
		return f.showStatus(ctx, d, now)
	case bot.ShowEvent:
		return f.showEvent(ctx, d, now)
	}
	return now, &bot.Refusal{Reason: bot.BadShape, Err: fmt.Errorf("discord: nothing of kind %q can be shown", d.Kind)}
}

// showBoard edits the message in place, or posts it anew and takes the old one
// away.
func (f *Face) showBoard(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	if len(d.Body) == 0 {
		err := f.remove(ctx, bot.ChannelID(now.Place), now.ID)
		now.ID = ""
		return now, err
	}
	var card bot.Card
	if err := json.Unmarshal(d.Body, &card); err != nil {
		return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	key := fmt.Sprintf("%s#%d", d.Key, now.Generation)
	if now.ID != "" {
		body := render(f.named(card, teamOf(d.Key)), teamOf(d.Key), mark(key)).edit()
		err := f.api.Do(ctx, rest.Call{Method: http.MethodPatch, Path: messagePath(bot.ChannelID(now.Place), now.ID), Body: body, Urgency: rest.Idle})
		return now, judged(err)
	}
	id, err := f.postOnce(ctx, attempt{key: key, born: now.Born, urgency: rest.Idle}, bot.ChannelID(d.Place), card, teamOf(d.Key))
	if err != nil {
		return now, err
	}
	now.ID, now.Place = id, d.Place
	err = f.remove(ctx, bot.ChannelID(now.OldPlace), now.Old)
	now.Old, now.OldPlace = "", ""
	return now, err
}

// remove deletes a message of ours; one that is gone is fine.
func (f *Face) remove(ctx context.Context, channel bot.ChannelID, message string) error {
	if message == "" {
		return nil
	}
	err := judged(f.api.Do(ctx, rest.Call{Method: http.MethodDelete, Path: messagePath(channel, message), Urgency: rest.Idle}))
	if _, final := bot.Refused(err); final {
		return nil
	}
	return err
}

// showStatus sets or clears the line below a voice room's name.
// Source: PUT /channels/{id}/voice-status of Discord's OpenAPI document.
func (f *Face) showStatus(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	var body struct {
		Status *string `json:"status"`
	}
	if len(d.Body) > 0 {
		var line string
		if err := json.Unmarshal(d.Body, &line); err != nil {
			return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
		}
		line = shorten(line, mostStatus, ellipsis)
		body.Status = &line
	}
	err := f.api.Do(ctx, rest.Call{Method: http.MethodPut, Path: "/channels/" + d.Place + "/voice-status", Body: body, Urgency: rest.Soon})
	now.ID, now.Place = d.Place, d.Place
	return now, judged(err)
}

const mostStatus = 500
