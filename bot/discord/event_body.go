package discord

import (
	"fmt"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/plain"
)

// eventBody puts a habit into Discord's words, from its next time after an instant
// of the team's zone. Discord knows only some sets of days: every day, Monday to
// Friday and the like, or one day a week; for others, and for a time that was
// moved, that one alone is shown.
func eventBody(e bot.Event, after time.Time) scheduledEvent {
	start := startOf(e, after)
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
	if usual := slices.Contains(e.Days, start.Weekday()) && start.Hour() == e.Clock.Hour && start.Minute() == e.Clock.Minute; usual {
		body.Recurrence = recurring(e, start)
	}
	return body
}

// recurring is the rule by which an event repeats; nil where Discord has none.
func recurring(e bot.Event, start time.Time) *recurrence {
	// Discord counts weekdays in UTC, from Monday as 0.
	shift := int(start.UTC().Weekday()) - int(start.Weekday())
	var days []int
	for _, d := range e.Days {
		days = append(days, (int(d)+shift+13)%7)
	}
	slices.Sort(days)
	switch {
	case len(days) == 1:
		return &recurrence{Start: start.UTC(), Frequency: weekly, Interval: 1, Days: days}
	case len(days) == 7:
		return &recurrence{Start: start.UTC(), Frequency: daily, Interval: 1}
	case slices.ContainsFunc(sets(), func(set []int) bool { return slices.Equal(set, days) }):
		return &recurrence{Start: start.UTC(), Frequency: daily, Interval: 1, Days: days}
	}
	return nil
}

// sets are the sets of weekdays that Discord allows for a daily event: Monday to
// Friday, Tuesday to Saturday, Sunday to Thursday, and the two-day sets.
// Source: Discord's 'Guild Scheduled Event Recurrence Rule'.
func sets() [][]int {
	return [][]int{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {0, 1, 2, 3, 6}, {4, 5}, {5, 6}, {0, 6}}
}

// where is the place of an event: its channel, or what it says of it.
func (e scheduledEvent) where() string {
	switch {
	case e.Channel != nil:
		return *e.Channel
	case e.Location != nil:
		return e.Location.Location
	}
	return ""
}

// shows tells whether an event that stands in the calendar is as it should be.
func (e scheduledEvent) shows(want scheduledEvent) bool {
	rule := func(r *recurrence) string {
		if r == nil {
			return ""
		}
		return fmt.Sprint(r.Frequency, r.Interval, slices.Sorted(slices.Values(r.Days)))
	}
	return e.Name == want.Name && e.About == want.About && e.Kind == want.Kind && e.where() == want.where() &&
		e.Start.Equal(want.Start) && e.End.Equal(want.End) && rule(e.Recurrence) == rule(want.Recurrence)
}

// startOf is when a habit is held next, at least a minute away: so long may a
// call be on its way, and so far may Discord's clock be ahead of ours. Of one
// without days no other time is known.
func startOf(e bot.Event, now time.Time) time.Time {
	if len(e.Days) == 0 || e.Start.Sub(now) > time.Minute {
		return e.Start.In(now.Location())
	}
	for days := 0; ; days++ {
		at := time.Date(now.Year(), now.Month(), now.Day()+days, e.Clock.Hour, e.Clock.Minute, 0, 0, now.Location())
		if at.Sub(now) > time.Minute && slices.Contains(e.Days, at.Weekday()) {
			return at
		}
	}
}
