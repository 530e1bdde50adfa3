package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/internal/plain"
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
		body := render(card, teamOf(d.Key), mark(key)).edit()
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

// Kinds and limits of scheduled events. Source: Discord's 'Guild Scheduled Event'.
const (
	eventVoice    = 2
	eventExternal = 3
	guildOnly     = 2
	weekly        = 2
	daily         = 3
	mostEventName = 100
)

// scheduledEvent is the body that creates or changes an event.
type scheduledEvent struct {
	Name       string         `json:"name"`
	About      string         `json:"description"`
	Kind       int            `json:"entity_type"`
	Privacy    int            `json:"privacy_level"`
	Channel    *string        `json:"channel_id"`
	Location   *eventLocation `json:"entity_metadata"`
	Start      time.Time      `json:"scheduled_start_time"`
	End        time.Time      `json:"scheduled_end_time"`
	Recurrence *recurrence    `json:"recurrence_rule"`
}

type eventLocation struct {
	Location string `json:"location"`
}

type recurrence struct {
	Start     time.Time `json:"start"`
	Frequency int       `json:"frequency"`
	Interval  int       `json:"interval"`
	Days      []int     `json:"by_weekday,omitempty"`
}

// showEvent creates, changes or deletes a habit's event. Events have no nonce:
// before one is created, one of ours like it is looked for.
func (f *Face) showEvent(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	path := "/guilds/" + d.Place + "/scheduled-events"
	if len(d.Body) == 0 {
		if now.ID == "" {
			return now, nil
		}
		err := judged(f.api.Do(ctx, rest.Call{Method: http.MethodDelete, Path: path + "/" + now.ID, Urgency: rest.Idle}))
		if _, final := bot.Refused(err); final {
			err = nil
		}
		now.ID = ""
		return now, err
	}
	var e bot.Event
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	body, err := f.eventBody(e)
	if err != nil {
		return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	if now.ID == "" {
		if now.ID, err = f.findEvent(ctx, path, body); err != nil {
			return now, judged(err)
		}
	}
	now.Place = d.Place
	call := rest.Call{Method: http.MethodPost, Path: path, Body: body, Urgency: rest.Idle}
	if now.ID != "" {
		call.Method, call.Path = http.MethodPatch, path+"/"+now.ID
	}
	var made struct {
		ID string `json:"id"`
	}
	call.Out = &made
	if err := f.api.Do(ctx, call); err != nil {
		if rest.Status(err) == http.StatusNotFound && now.ID != "" {
			return now, &bot.Refusal{Reason: bot.Outdated, Err: err}
		}
		return now, judged(err)
	}
	now.ID = made.ID
	return now, nil
}

// findEvent looks for an event of ours by its name and its room: another team
// of the server may have one of that name.
func (f *Face) findEvent(ctx context.Context, path string, wanted scheduledEvent) (string, error) {
	var events []struct {
		ID      string  `json:"id"`
		Name    string  `json:"name"`
		Creator string  `json:"creator_id"`
		Channel *string `json:"channel_id"`
	}
	err := f.api.Do(ctx, rest.Call{Method: http.MethodGet, Path: path, Out: &events, Urgency: rest.Idle})
	for _, e := range events {
		here := e.Channel == nil && wanted.Channel == nil || e.Channel != nil && wanted.Channel != nil && *e.Channel == *wanted.Channel
		if e.Name == wanted.Name && here && e.Creator == f.self().User {
			return e.ID, nil
		}
	}
	return "", err
}

// eventBody puts a habit into Discord's words. Discord knows only some sets of
// days: every day, Monday to Friday and the like, or one day a week; for others
// the next day alone is shown.
func (f *Face) eventBody(e bot.Event) (scheduledEvent, error) {
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return scheduledEvent{}, err
	}
	start := nextOn(f.now().In(zone), e)
	body := scheduledEvent{
		Name: shorten(plain.Line(e.Name), mostEventName, ellipsis), About: plain.Text(e.About), Privacy: guildOnly,
		Start: start.UTC(), End: start.UTC().Add(time.Duration(e.Minutes) * time.Minute),
	}
	if e.Room != "" {
		room := string(e.Room)
		body.Kind, body.Channel = eventVoice, &room
	} else {
		body.Kind, body.Location = eventExternal, &eventLocation{shorten(e.Link, 100, "")}
	}
	// Discord counts weekdays in UTC, from Monday as 0.
	shift := int(start.UTC().Weekday()) - int(start.Weekday())
	var days []int
	for _, d := range e.Days {
		days = append(days, (int(d)+shift+13)%7)
	}
	slices.Sort(days)
	switch {
	case len(days) == 1:
		body.Recurrence = &recurrence{Start: body.Start, Frequency: weekly, Interval: 1, Days: days}
	case len(days) == 7:
		body.Recurrence = &recurrence{Start: body.Start, Frequency: daily, Interval: 1}
	case slices.ContainsFunc(sets(), func(set []int) bool { return slices.Equal(set, days) }):
		body.Recurrence = &recurrence{Start: body.Start, Frequency: daily, Interval: 1, Days: days}
	}
	return body, nil
}

// sets are the sets of weekdays that Discord allows for a daily event: Monday to
// Friday, Tuesday to Saturday, Sunday to Thursday, and the two-day sets.
// Source: Discord's 'Guild Scheduled Event Recurrence Rule'.
func sets() [][]int {
	return [][]int{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {0, 1, 2, 3, 6}, {4, 5}, {5, 6}, {0, 6}}
}

// nextOn is the next time, at least a minute away, that a habit is held.
func nextOn(now time.Time, e bot.Event) time.Time {
	for days := 0; ; days++ {
		at := time.Date(now.Year(), now.Month(), now.Day()+days, e.Clock.Hour, e.Clock.Minute, 0, 0, now.Location())
		if at.Sub(now) > time.Minute && (len(e.Days) == 0 || slices.Contains(e.Days, at.Weekday())) {
			return at
		}
	}
}
