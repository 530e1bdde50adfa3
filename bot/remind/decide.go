package remind

import (
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// The budget.
const (
	mostAnEvent = 2
	mostADay    = 3
)

// hours is when a member may be reminded on a working day, on the clock of their
// zone: from the first to before the second.
type hours struct{ from, to schedule.Clock }

// usual is everybody's hours, in the team's zone.
func usual() hours { return hours{schedule.Clock{Hour: 9}, schedule.Clock{Hour: 18}} }

// contain tells whether t is within the hours of its day.
func (h hours) contain(t time.Time) bool {
	return !t.Before(clockOn(t, h.from)) && t.Before(h.end(t))
}

// end is when the hours of t's day end.
func (h hours) end(t time.Time) time.Time { return clockOn(t, h.to) }

// clockOn is when a clock is shown on t's day.
func clockOn(t time.Time, c schedule.Clock) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), c.Hour, c.Minute, 0, 0, t.Location())
}

// moment is all that a decision depends on besides the reminder.
type moment struct {
	now    time.Time // in the team's zone
	works  bool      // today is a working day
	hours  hours
	away   bool
	focus  bool
	wish   wish
	thread thread // what was sent of the event
	today  int    // how many others were sent today
}

// decide applies the rules. What never changes comes first, so that a decision
// says what a person can do about it.
func decide(r Reminder, m moment) Why {
	switch {
	case m.thread.told(r.Kind):
		return Told
	case !m.now.Before(r.Until):
		return Late
	case m.wish.Muted:
		return Muted
	case !m.wish.Closed.Before(schedule.DateOf(m.now)):
		return Closed
	case m.thread.Stopped:
		return Stopped
	case m.thread.others(r.Kind) >= mostAnEvent:
		return Enough
	case m.away:
		return Away
	case !m.works || !m.hours.contain(m.now):
		return Hours
	case m.focus:
		return Focus
	case m.today >= mostADay:
		return Full
	}
	return ""
}
