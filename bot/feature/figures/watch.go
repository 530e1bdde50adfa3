package figures

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// worth is how long company must last to be a pairing session, and how much
// focus is worth a write before the day has ended.
const worth = 15 * time.Minute

// watch is what has happened in a team's rooms and is in no Day yet.
type watch struct {
	at       time.Time // when the rooms were last looked at, in the team's zone
	saw      sight     // then, and so since then
	sessions map[bot.RoomID]session
	open     map[schedule.Date]span
	tea      bool // a tea time is going on
}

// session is company in a pairing room.
type session struct {
	since, until time.Time // until is zero while it lasts
	counted      bool
}

// span is a part of a Day.
type span struct {
	Day
	focus time.Duration
}

// begin is the watch of a team of which nothing is known but who sits where,
// since when, and up to when focus is in the store.
func begin(t bot.Team, seats bot.Seats, now, upTo time.Time) *watch {
	w := &watch{at: now, sessions: map[bot.RoomID]session{}, open: map[schedule.Date]span{}}
	for _, r := range t.Rooms {
		if r.Kind != bot.Focus {
			continue
		}
		for _, seat := range seats.In(r.ID) {
			from := seat.Since
			if from.Before(upTo) {
				from = upTo
			}
			w.focus(1, from, now)
		}
	}
	return w
}

// see counts what has passed since the last look, and takes in a new one.
// Occasions of tea that are over for long do no harm.
func (w *watch) see(s sight, now time.Time, teas []bot.Occasion) {
	w.focus(w.saw.focus, w.at, now)
	w.tea = false
	for _, o := range teas {
		if o.Few || now.Before(o.Start) {
			continue
		}
		w.tea = w.tea || now.Before(o.Until)
		if w.at.Before(now) && w.at.Before(o.Until) && o.Start.Before(now) {
			w.add(o.Date, Day{Held: true, Tea: w.saw.together})
		}
	}
	w.pair(s.company, now)
	w.at, w.saw = now, s
}

// add counts something of a day.
func (w *watch) add(date schedule.Date, d Day) {
	part := w.open[date]
	part.Day = part.with(d)
	w.open[date] = part
}

// focus counts so many people for a time, each day's part for that day.
func (w *watch) focus(people int, from, to time.Time) {
	zone := to.Location()
	for people > 0 && from.Before(to) {
		date := schedule.DateOf(from.In(zone))
		until := time.Date(date.Year, date.Month, date.Day+1, 0, 0, 0, 0, zone)
		if !until.After(from) { // where clocks leave midnight out
			until = from.Add(time.Hour)
		}
		if to.Before(until) {
			until = to
		}
		part := w.open[date]
		part.focus += time.Duration(people) * until.Sub(from)
		w.open[date] = part
		from = until
	}
}

// pair follows the company in pairing rooms.
func (w *watch) pair(company map[bot.RoomID]time.Time, now time.Time) {
	for room, s := range w.sessions {
		since, together := company[room]
		switch {
		case together && (s.until.IsZero() || !since.After(s.until)):
			s.until = time.Time{} // who came back at once was never away
		case together:
			delete(w.sessions, room)
			continue
		case s.until.IsZero():
			s.until = now
			if !s.counted && now.Sub(s.since) >= worth {
				s.counted = true
				w.add(schedule.DateOf(s.since.In(now.Location())), Day{Pairings: 1})
			}
		}
		w.sessions[room] = s
	}
	for room, since := range company {
		if _, known := w.sessions[room]; !known {
			w.sessions[room] = session{since: since}
		}
	}
}

// due tells whether something is worth a write.
func (w *watch) due(today schedule.Date) bool {
	for date, part := range w.open {
		ended := part.Held && !w.tea || w.saw.focus == 0 && part.focus >= worth
		if date.Before(today) || part.Pairings > 0 || ended {
			return true
		}
	}
	return false
}

// write adds all that was counted to its Days, and forgets old ones.
func (w *watch) write(tx *store.Tx, team store.Key, today schedule.Date) error {
	for date, part := range w.open {
		key := team + store.Key("/"+date.String())
		day, _, err := days.Get(tx, key)
		if err != nil {
			return err
		}
		part.Focus = int(part.focus / time.Minute)
		sum := day.with(part.Day)
		if sum == day {
			continue
		}
		if err := days.Put(tx, key, sum); err != nil {
			return err
		}
	}
	if err := counted.Put(tx, team, w.at.UTC()); err != nil {
		return err
	}
	return forget(tx, team, today)
}

// written drops what is in the store now. What is left of a minute stays, for
// today.
func (w *watch) written(today schedule.Date) {
	rest := w.open[today].focus % time.Minute
	clear(w.open)
	if rest > 0 {
		w.open[today] = span{focus: rest}
	}
}
