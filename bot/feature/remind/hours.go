package remind

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// hours is when a member may be reminded: on the team's working days, by the
// date of the member's own zone, from the first clock there to before the second.
type hours struct {
	from, to schedule.Clock
	zone     *time.Location
	works    func(schedule.Date) bool
}

// hoursOf are a member's hours: those of the team's zone, or of their own.
func hoursOf(t bot.Team, who bot.Member) hours {
	h := hours{schedule.Clock{Hour: 9}, schedule.Clock{Hour: 18}, t.Location(), t.Days.Works}
	if zone, err := schedule.Zone(who.Zone); err == nil && who.Zone != "" {
		h.zone = zone
	}
	return h
}

// next gives the first instant within the hours that is not before t, in the
// member's zone; the zero Time if there is none before until.
func (h hours) next(t, until time.Time) time.Time {
	for t = t.In(h.zone); t.Before(until); t = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, h.zone) {
		from := clockOn(t, h.from)
		if !h.works(schedule.DateOf(t)) || !t.Before(h.end(t)) {
			continue
		}
		if t.Before(from) {
			t = from
		}
		if t.Before(until) {
			return t
		}
	}
	return time.Time{}
}

// end is when the hours of the day of t end, in the member's zone.
func (h hours) end(t time.Time) time.Time { return clockOn(t.In(h.zone), h.to) }

// last is until when something may come that is of use from an instant on: the
// end of the first hours after it, at most latest.
func (h hours) last(from, latest time.Time) time.Time {
	if first := h.next(from, latest); !first.IsZero() && h.end(first).Before(latest) {
		return h.end(first)
	}
	return latest
}

// clockOn is when a clock is shown on t's day, in t's zone.
func clockOn(t time.Time, c schedule.Clock) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), c.Hour, c.Minute, 0, 0, t.Location())
}

// Until is until when a member may be reminded of something that is of use from
// an instant on: the end of the first of their hours after it, at most latest.
func Until(s *bot.Scene, tx *store.Tx, to bot.MemberID, from, latest time.Time) (time.Time, error) {
	who, err := s.Member(tx, to)
	return hoursOf(s.Team, who).last(from, latest), err
}

// choice is a time until which somebody may put off a reminder.
type choice struct {
	name string
	at   time.Time
}

const (
	shortestSnooze = 10 * time.Minute // and the shortest time between two choices
	afternoon      = 16               // o'clock
)

// choices lists the times within the hours and before latest, the first first.
func (h hours) choices(now, latest time.Time) []choice {
	now = now.In(h.zone)
	tomorrow := time.Date(now.Year(), now.Month(), now.Day()+1, 12, 0, 0, 0, h.zone)
	all := []choice{
		{"hour", now.Add(time.Hour).Truncate(time.Minute)},
		{"day", clockOn(now, schedule.Clock{Hour: afternoon})},
		{"next", clockOn(tomorrow, h.from)},
	}
	slices.SortStableFunc(all, func(a, b choice) int { return a.at.Compare(b.at) })
	list, after := []choice(nil), now
	for _, c := range all {
		if c.at.Sub(after) < shortestSnooze || !h.next(c.at, latest).Equal(c.at) {
			continue
		}
		list, after = append(list, c), c.at
	}
	return list
}
