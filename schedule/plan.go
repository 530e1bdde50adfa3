package schedule

import (
	"iter"
	"time"
)

// horizonDays is how far ahead an occurrence is looked for: five years.
const horizonDays = 5*365 + 2

// Plan says when one thing is due.
type Plan struct {
	Rule Rule
	// Zone is where the rule's clock hangs; nil is UTC.
	Zone *time.Location
	// Works says on which days the rule holds; nil is every day. It is asked
	// with the local date, and must be fast and safe for concurrent use.
	Works func(Date) bool
	// Grace is how late an occurrence may still be offered by the loop; zero
	// or less is DefaultGrace.
	Grace time.Duration
	// Shift moves the instant and leaves the key: -2 min for the quiet note
	// before a tea, +15 min for its close.
	Shift time.Duration
	// Since is the first instant at which something may be due; zero is always.
	Since time.Time
}

// DefaultGrace is the grace of a plan that names none.
const DefaultGrace = time.Minute

// Occurrence is one due time of a plan.
type Occurrence struct {
	Date  Date
	Clock Clock     // the rule's, even where the zone leaves it out that day
	At    time.Time // shifted, in the plan's zone
}

// Key gives "2026-11-24/16:00". It is unique within a plan.
func (o Occurrence) Key() string { return o.Date.String() + "/" + o.Clock.String() }

// Next gives the first occurrence with At after the given instant; false when
// there is none within five years. Where several share an instant (their
// clocks fall into one gap) it gives the first: All gives each.
func (p Plan) Next(after time.Time) (Occurrence, bool) {
	t, ok := p.seek(after)
	if !ok {
		return Occurrence{}, false
	}
	return p.occurrence(t), true
}

// All gives every occurrence with At after the given instant, in order. It
// ends where five years pass without one.
func (p Plan) All(after time.Time) iter.Seq[Occurrence] {
	return func(yield func(Occurrence) bool) {
		for t, ok := p.seek(after); ok && yield(p.occurrence(t)); t, ok = p.following(t.wall) {
		}
	}
}

// Coming gives the first n occurrences with At after the given instant, or as many as there are.
func (p Plan) Coming(after time.Time, n int) []Occurrence {
	var list []Occurrence
	for o := range p.All(after) {
		if len(list) == n {
			break
		}
		list = append(list, o)
	}
	return list
}

// turn is an occurrence in short: what the wall clock shows, and when it does.
type turn struct {
	wall wall
	at   time.Time
}

func (p Plan) occurrence(t turn) Occurrence {
	return Occurrence{Date: t.wall.date(), Clock: t.wall.clock(), At: t.at.In(p.zone())}
}

func (p Plan) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

func (p Plan) grace() time.Duration {
	if p.Grace <= 0 {
		return DefaultGrace
	}
	return p.Grace
}

// seek gives the first turn after an instant.
func (p Plan) seek(after time.Time) (turn, bool) {
	if after.Before(p.Since) {
		after = p.Since.Add(-1)
	}
	shown := wallOf(after.Add(-p.Shift).In(p.zone()))
	t, ok := p.following(shown)
	for ok && !t.at.After(after) {
		t, ok = p.following(t.wall)
	}
	return t, ok
}

// following gives the first turn whose wall is later than w.
func (p Plan) following(w wall) (turn, bool) {
	w++
	first := w.day()
	minute := int(int64(w) - first*minutesADay)
	last := first + horizonDays
	if once := int64(p.Rule.once); once != 0 {
		if once != first {
			minute = 0
		}
		first, last = max(first, once), min(last, once)
	}
	for day := first; day <= last; day, minute = day+1, 0 {
		m, ok := p.Rule.minuteFrom(minute)
		if !ok {
			continue
		}
		date := dateOfDay(day)
		if !p.Rule.on(date) || p.Works != nil && !p.Works(date) {
			continue
		}
		found := wall(day*minutesADay + int64(m))
		return turn{wall: found, at: firstShown(found, p.zone()).Add(p.Shift)}, true
	}
	return turn{}, false
}

// firstShown gives the first instant at which clocks in the zone show w or
// something later.
func firstShown(w wall, zone *time.Location) time.Time {
	inUTC := time.Unix(int64(w)*60, 0).UTC()
	// No zone was ever a day from UTC, so the wanted instant is later than this.
	t := inUTC.Add(-24 * time.Hour).In(zone)
	for {
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		at := inUTC.Add(-time.Duration(offset) * time.Second)
		if at.Before(start) {
			return start // w is in the gap that this offset began with
		}
		// On the last day of a leap year after 2037 package time says that it has ended.
		if end.IsZero() || at.Before(end) || !end.After(t) {
			return at
		}
		t = end
	}
}
