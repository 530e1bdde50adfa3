// Package remind keeps the budget of reminders, for all features and all
// platforms: at most two about one event and three a day for one member, none to
// somebody who is away, in focus, outside their hours or does not want any, each
// once. It is the one way in which a feature may remind a person of anything.
//
// That a reminder was sent is written in the transaction that owes it, so a
// crash makes neither two of it nor none. What was owed and then taken back may
// be sent again: it keeps its first instant, by which faces find out that it had
// arrived after all.
//
// A reminder that is sent before somebody's hours comes when they begin. What
// somebody puts off comes back once, as itself: it takes no new place in the
// budget, but one of the day on which it comes.
//
// The package also has the reminders of the KPT, which belong to no other
// feature.
//
// Its tables in the store: 'reminders' (team/member/event → what was sent of it;
// 90 days), 'snoozed' (team/member/event/kind → until when what was put off and
// taken back may still come), 'wishes' (team/member → whether they want any) and
// 'decisions' (team/member/date → what was decided about their reminders; 14
// days).
//
// Caveats: a member of two teams on one server has one budget of three a day, but
// is in focus only for the team whose focus room it is. What is owed when the
// process starts is delivered before it is known who is in focus.
package remind

import (
	"cmp"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Reminder is one private message that somebody may get.
type Reminder struct {
	Event  string       // what it is about: "kpt/2026-11-27", "try/ID"; at most two an event
	Kind   string       // which of the event's, once: "eve", "soon", "midweek"; with Event at most 53 bytes
	To     bot.MemberID // who, unless they have done it already: the caller looks
	Card   bot.Card     // in their language; buttons to put it off and to have none are added
	Until  time.Time    // of no use after it
	Snooze time.Time    // they may put it off until then; zero: Until
	done   bool         // they have done it: decided on like any other, but not owed
}

// Why is the reason why a reminder was not sent; "" is sent.
type Why string

// The reasons. Those of the second group pass: who sends again when the member
// moves, or at the start of their hours, forgets nobody.
const (
	Told    Why = "told"    // this one was sent before
	Late    Why = "late"    // of no use any more
	Muted   Why = "muted"   // they want no reminders
	Left    Why = "left"    // they were not in the team when it was to be delivered
	Closed  Why = "closed"  // they take no private messages, as was seen within 30 days
	Stopped Why = "stopped" // they want no more about this event
	Enough  Why = "enough"  // two were sent about this event

	Away  Why = "away"
	Hours Why = "hours" // not their working hours, or not a working day
	Focus Why = "focus"
	Full  Why = "full" // three were sent today

	Snoozed Why = "snoozed" // they have put it off
)

// Decision is what was decided about a reminder, and when.
type Decision struct {
	At    time.Time `json:"at"`
	Event string    `json:"event"`
	Kind  string    `json:"kind"`
	Why   Why       `json:"why,omitzero"`
	Later time.Time `json:"later,omitzero"` // when it comes, if that is not at once
}

// Send owes a reminder if the rules allow it, or says why they do not. Before
// the member's hours it is owed for their beginning. Sending one again is no
// fault: it gives Told.
func Send(s *bot.Scene, tx *store.Tx, r Reminder) (Why, error) {
	m, err := look(s, tx, r, s.Now)
	if err != nil {
		return "", err
	}
	why := decide(r, m)
	if why == Told {
		return why, nil
	}
	if why != "" {
		return why, note(s, tx, r, why, time.Time{})
	}
	if err := note(s, tx, r, "", m.at); err != nil {
		return "", err
	}
	key := threadKey(s, r.To, r.Event)
	t, _, err := threads.Get(tx, key)
	if err != nil {
		return "", err
	}
	one := t.tell(r.Kind, m.at.UTC(), s.Today())
	if one.Done = r.done; !r.done {
		one.Card, one.Last = &r.Card, cmp.Or(r.Snooze, r.Until).UTC()
	}
	t.keep(one, s.Today())
	if err := threads.Put(tx, key, t); err != nil || r.done {
		return "", err
	}
	return "", one.owe(s, tx, r, m)
}

// Cancel takes back what is still owed to somebody about an event, also what
// they have put off: they have just done it. No decision tells of it, for what
// they did may be anonymous.
func Cancel(s *bot.Scene, tx *store.Tx, event string, to bot.MemberID) error {
	who, err := s.Member(tx, to)
	if err != nil {
		return err
	}
	for _, id := range accounts(who, to) {
		if err := finish(s, tx, threadKey(s, id, event)); err != nil {
			return err
		}
	}
	return nil
}

// Decisions lists what was decided about a member's reminders on a date of the
// team's, in order. They are kept for 14 days. That somebody had written for the
// KPT already is not told, for they may have done it anonymously: it is decided
// about them as if they had not, and what is sent is noted, but not owed. Of
// other things that were done already there is no decision.
func Decisions(tx *store.Tx, team bot.TeamID, member bot.MemberID, date schedule.Date) ([]Decision, error) {
	list, _, err := decisions.Get(tx, store.KeyOf(string(team), string(member), date.String()))
	return list, err
}

// look gathers all that the decision about a reminder depends on that is to come
// from an instant on.
func look(s *bot.Scene, tx *store.Tx, r Reminder, from time.Time) (moment, error) {
	id, who, err := person(s, tx, r.To)
	if err != nil {
		return moment{}, err
	}
	m := moment{now: s.Now, hours: hoursOf(s.Team, who), focus: inFocus(s, id), lang: cmp.Or(who.Lang, s.Team.Lang)}
	m.at = m.hours.next(from, r.Until)
	day := schedule.DateOf(m.at)
	if m.at.IsZero() {
		day = schedule.DateOf(from.In(m.hours.zone))
	}
	m.away = !who.Away.Before(day)
	if m.over, err = overKPT(s, tx, r.Event); err != nil {
		return m, err
	}
	for _, id := range accounts(who, id) {
		w, _, err := wishes.Get(tx, s.Key(string(id)))
		if err != nil {
			return m, err
		}
		t, _, err := threads.Get(tx, threadKey(s, id, r.Event))
		if err != nil {
			return m, err
		}
		n, err := sentOn(s, tx, r, id, day, m.hours.zone)
		if err != nil {
			return m, err
		}
		m.wish, m.thread, m.today = m.wish.or(w), m.thread.with(t), m.today+n
	}
	return m, nil
}

// person is who somebody is: whose account it is, if they have another.
func person(s *bot.Scene, tx *store.Tx, id bot.MemberID) (bot.MemberID, bot.Member, error) {
	who, err := s.Member(tx, id)
	if err != nil || who.Is == "" {
		return id, who, err
	}
	id = who.Is
	who, err = s.Member(tx, id)
	return id, who, err
}

// accounts are those under which something may be kept of a person: what was
// sent to an account before it was known whose it is, was sent to them.
func accounts(who bot.Member, id bot.MemberID) []bot.MemberID {
	return append([]bot.MemberID{id}, who.Also...)
}

func inFocus(s *bot.Scene, id bot.MemberID) bool {
	seat, in := s.Seats[id]
	room, ours := s.Team.Room(seat.Room)
	return in && ours && room.Kind == bot.Focus
}

// sentOn counts an account's other reminders that come on a date, of all teams
// on its server.
func sentOn(s *bot.Scene, tx *store.Tx, r Reminder, id bot.MemberID, date schedule.Date, zone *time.Location) (int, error) {
	n, this := 0, threadKey(s, id, r.Event)
	for _, team := range s.TeamsOn(s.Team.Server) {
		for row, err := range threads.Scan(tx, store.KeyOf(string(team.ID), string(id))) {
			if err != nil {
				return 0, err
			}
			besides := ""
			if row.Key == this {
				besides = r.Kind
			}
			n += row.Value.on(date, zone, besides)
		}
	}
	return n, nil
}
