package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
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

// Stages of an event. Source: Discord's 'Guild Scheduled Event Status'.
const (
	eventScheduled = 1
	eventActive    = 2
	eventCompleted = 3
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

// showEvent makes a server's calendar show a habit's next time, or that it is
// being held. Discord cancels an event in a room that nobody begins, and with it
// all its recurrences; so each is begun and ended with the habit. The calendar is
// read first: people take events away, and events end. One that was taken away
// stays away until its time is over, and the next is made anew.
func (f *Face) showEvent(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	var e bot.Event
	zone := time.UTC
	if len(d.Body) > 0 {
		err := json.Unmarshal(d.Body, &e)
		if err == nil {
			zone, err = time.LoadLocation(e.Zone)
		}
		if err != nil {
			return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
		}
	}
	c := calendar{face: f, server: bot.ServerID(d.Place), path: "/guilds/" + d.Place + "/scheduled-events"}
	c.plan = func(after time.Time) scheduledEvent { return eventBody(e, after.In(zone)) }
	there, err := f.events(ctx, d.Place)
	if err != nil {
		return now, err
	}
	found := c.ours(there, now.ID)
	switch {
	case len(d.Body) == 0:
		err = c.takeAway(ctx, found)
		found = nil
	case e.Held:
		found, err = c.begin(ctx, found)
	default:
		found, err = c.next(ctx, found)
	}
	if err != nil {
		return now, err
	}
	now.ID, now.Place = "", d.Place
	if found != nil {
		now.ID = found.ID
	}
	return now, nil
}

// calendar is a server's, while one event of ours is compared with it.
type calendar struct {
	face   *Face
	server bot.ServerID
	path   string
	plan   func(after time.Time) scheduledEvent
}

// eventThere is an event as it stands in the calendar.
type eventThere struct {
	ID      string `json:"id"`
	Creator string `json:"creator_id"`
	Status  int    `json:"status"`
	scheduledEvent
}

// ours finds the event by its id. Events have no nonce: where the answer to its
// making was lost, one of ours that says the same of the same place is it.
func (c calendar) ours(there []eventThere, id string) *eventThere {
	wanted, me := c.plan(c.face.now()), c.face.self().User
	var like *eventThere
	for i, e := range there {
		if e.ID == id {
			return &there[i]
		}
		if (me == "" || e.Creator == me) && e.About == wanted.About && e.where() == wanted.where() && e.Name == wanted.Name {
			like = &there[i]
		}
	}
	return like
}

// begin begins an event in a room; one elsewhere begins by itself.
func (c calendar) begin(ctx context.Context, found *eventThere) (*eventThere, error) {
	if found == nil || found.Kind != eventVoice || found.Status != eventScheduled {
		return found, nil
	}
	return c.become(ctx, found, eventActive)
}

// next ends what was held, and makes the calendar show the next time. One that
// repeats goes there by itself, and another may have to be made.
func (c calendar) next(ctx context.Context, found *eventThere) (*eventThere, error) {
	var err error
	if found != nil && found.Status == eventActive {
		if found, err = c.become(ctx, found, eventCompleted); err != nil {
			return nil, err
		}
	}
	if found != nil && found.shows(c.plan(c.face.now())) {
		return found, nil
	}
	if found != nil {
		changed, err := c.send(ctx, rest.Call{Method: http.MethodPatch, Path: c.path + "/" + found.ID, Urgency: rest.Idle})
		if !over(err) {
			return changed, final(err)
		}
	}
	made, err := c.send(ctx, rest.Call{Method: http.MethodPost, Path: c.path, Urgency: rest.Idle})
	return made, final(err)
}

// become changes the stage of an event; nil: it is over.
func (c calendar) become(ctx context.Context, found *eventThere, status int) (*eventThere, error) {
	if c.orphan(found) {
		return nil, c.delete(ctx, found)
	}
	var now eventThere
	body := map[string]int{"status": status}
	err := c.face.api.Do(ctx, rest.Call{Method: http.MethodPatch, Path: c.path + "/" + found.ID, Body: body, Out: &now, Urgency: rest.Idle})
	switch {
	case over(err):
		return nil, nil
	case err != nil:
		return nil, judged(err)
	case now.Status > eventActive:
		return nil, nil
	}
	return &now, nil
}

func (c calendar) takeAway(ctx context.Context, found *eventThere) error {
	if found == nil {
		return nil
	}
	if found.Status == eventActive && found.Recurrence == nil { // it is over, not cancelled
		_, err := c.become(ctx, found, eventCompleted)
		return err
	}
	return c.delete(ctx, found)
}

// delete takes an event out of the calendar, if that is allowed.
func (c calendar) delete(ctx context.Context, found *eventThere) error {
	err := judged(c.face.api.Do(ctx, rest.Call{Method: http.MethodDelete, Path: c.path + "/" + found.ID, Urgency: rest.Idle}))
	if _, refused := bot.Refused(err); refused {
		return nil
	}
	return err
}

// finishedEvent is Discord's code for a change of an event that is over.
const finishedEvent = 180000

// over tells that an event is gone, or can be changed no more.
func over(err error) bool {
	return rest.Code(err) == finishedEvent || rest.Status(err) == http.StatusNotFound
}

// orphan tells that the voice channel of an event is gone: Discord takes no change of that.
func (c calendar) orphan(e *eventThere) bool {
	g, known := c.face.guild(c.server)
	if !known || e.Kind != eventVoice || e.Channel == nil {
		return false
	}
	_, there := g.Channel(*e.Channel)
	return !there
}

// final tells a final no, but for a start that has passed by Discord's clock:
// one of the two clocks is wrong, for now.
func final(err error) error {
	if begun(err) {
		return err
	}
	return judged(err)
}

// send creates or changes an event. When it starts is computed when the call
// is sent: Discord takes no start that has passed. Where Discord's clock is ahead
// of ours it refuses one that we take for future; then the one after it is shown.
func (c calendar) send(ctx context.Context, call rest.Call) (*eventThere, error) {
	var made eventThere
	var sent, refused time.Time
	call.Out = &made
	call.Late = func() (any, error) {
		after := c.face.now()
		if after.Before(refused) {
			after = refused
		}
		body := c.plan(after)
		sent = body.Start
		return body, nil
	}
	err := c.face.api.Do(ctx, call)
	if begun(err) {
		refused = sent
		err = c.face.api.Do(ctx, call)
	}
	return &made, err
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
