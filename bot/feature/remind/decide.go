package remind

import (
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// The budget.
const (
	mostAnEvent = 2
	mostADay    = 3
)

// moment is all that a decision depends on besides the reminder.
type moment struct {
	now    time.Time
	at     time.Time // when it would come: now or when their hours begin, in the member's zone; zero: not in time
	hours  hours
	away   bool // on the day on which it would come
	focus  bool
	over   bool // the KPT that it is about has begun
	wish   wish
	thread thread     // what was sent of the event
	lang   words.Lang // in which they read it
	today  int        // how many others come on the day on which it would
}

// decide applies the rules. What never changes comes first, so that a decision
// says what a person can do about it.
func decide(r Reminder, m moment) Why {
	if m.thread.told(r.Kind) || r.done && m.thread.has(r.Kind) {
		return Told
	}
	return against(r, m)
}

// against is the rule in the way of a reminder, whether or not it was sent
// before.
func against(r Reminder, m moment) Why {
	switch {
	case m.over || !m.now.Before(r.Until):
		return Late
	case m.wish.Muted:
		return Muted
	case !m.wish.Closed.Before(schedule.DateOf(m.now.In(m.hours.zone))):
		return Closed
	case m.thread.Stopped:
		return Stopped
	case m.thread.others(r.Kind) >= mostAnEvent:
		return Enough
	case m.away:
		return Away
	case m.at.IsZero():
		return Hours
	case m.focus:
		return Focus
	case m.today >= mostADay:
		return Full
	}
	return ""
}
