package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/internal/plain"
)

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
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	plan := func(after time.Time) scheduledEvent { return eventBody(e, after.In(zone)) }
	if now.ID == "" {
		if now.ID, err = f.findEvent(ctx, path, plan(f.now())); err != nil {
			return now, judged(err)
		}
	}
	now.Place = d.Place
	call := rest.Call{Method: http.MethodPost, Path: path, Urgency: rest.Idle}
	if now.ID != "" {
		call.Method, call.Path = http.MethodPatch, path+"/"+now.ID
	}
	var made struct {
		ID string `json:"id"`
	}
	call.Out = &made
	if err := f.sendEvent(ctx, call, plan); err != nil {
		if rest.Status(err) == http.StatusNotFound && now.ID != "" {
			return now, &bot.Refusal{Reason: bot.Outdated, Err: err}
		}
		if begun(err) {
			return now, err // one of two clocks is wrong, for now
		}
		return now, judged(err)
	}
	now.ID = made.ID
	return now, nil
}

// sendEvent creates or changes an event. When it starts is computed when the call
// is sent: Discord takes no start that has passed. Where Discord's clock is ahead
// of ours it refuses one that we take for future; then the one after it is shown.
func (f *Face) sendEvent(ctx context.Context, call rest.Call, plan func(after time.Time) scheduledEvent) error {
	var sent, refused time.Time
	call.Late = func() (any, error) {
		after := f.now()
		if after.Before(refused) {
			after = refused
		}
		body := plan(after)
		sent = body.Start
		return body, nil
	}
	err := f.api.Do(ctx, call)
	if begun(err) {
		refused = sent
		err = f.api.Do(ctx, call)
	}
	return err
}

// begun tells that Discord refused an event because its start has passed.
// Source: the error code in the tree of Discord's answer.
func begun(err error) bool {
	var wrong struct {
		Start struct {
			Errors []struct {
				Code string `json:"code"`
			} `json:"_errors"`
		} `json:"scheduled_start_time"`
	}
	e, ok := errors.AsType[*rest.Error](err)
	if !ok || json.Unmarshal(e.Errors, &wrong) != nil {
		return false
	}
	for _, fault := range wrong.Start.Errors {
		if fault.Code == "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST" {
			return true
		}
	}
	return false
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

// eventBody puts a habit into Discord's words, from its next time after an instant
// of the team's zone. Discord knows only some sets of
// days: every day, Monday to Friday and the like, or one day a week; for others
// the next day alone is shown.
func eventBody(e bot.Event, after time.Time) scheduledEvent {
	start := nextOn(after, e)
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
	return body
}

// sets are the sets of weekdays that Discord allows for a daily event: Monday to
// Friday, Tuesday to Saturday, Sunday to Thursday, and the two-day sets.
// Source: Discord's 'Guild Scheduled Event Recurrence Rule'.
func sets() [][]int {
	return [][]int{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {0, 1, 2, 3, 6}, {4, 5}, {5, 6}, {0, 6}}
}

// nextOn is the next time that a habit is held, at least a minute away: so long
// may a call be on its way, and so far may Discord's clock be ahead of ours.
func nextOn(now time.Time, e bot.Event) time.Time {
	for days := 0; ; days++ {
		at := time.Date(now.Year(), now.Month(), now.Day()+days, e.Clock.Hour, e.Clock.Minute, 0, 0, now.Location())
		if at.Sub(now) > time.Minute && (len(e.Days) == 0 || slices.Contains(e.Days, at.Weekday())) {
			return at
		}
	}
}
