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
// The package also has the reminders of the KPT, which belong to no other
// feature.
//
// Its tables in the store: 'reminders' (team/member/event → what was sent of it;
// 90 days), 'wishes' (team/member → whether they want any) and 'decisions'
// (team/member/date → what was decided about their reminders; 14 days).
//
// Caveat: a member of two teams on one server has one budget of three a day, but
// is in focus only for the team whose focus room it is.
package remind

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Reminder is one private message that somebody may get.
type Reminder struct {
	Event string       // what it is about: "kpt/2026-11-27", "try/ID"; at most two an event
	Kind  string       // which of the event's, once: "eve", "soon", "midweek"
	To    bot.MemberID // who, unless they have done it already: the caller looks
	Card  bot.Card     // in the team's language; a button to have no reminders is added
	Until time.Time    // of no use after it
}

// Why is the reason why a reminder was not sent; "" is sent.
type Why string

// The reasons. Those of the second group pass: who sends again when the member
// moves, or at the start of their hours, forgets nobody.
const (
	Told    Why = "told"    // this one was sent before
	Late    Why = "late"    // of no use any more
	Muted   Why = "muted"   // they want no reminders
	Closed  Why = "closed"  // they take no private messages, as was seen within 30 days
	Stopped Why = "stopped" // they want no more about this event
	Enough  Why = "enough"  // two were sent about this event

	Away  Why = "away"
	Hours Why = "hours" // not their working hours, or not a working day
	Focus Why = "focus"
	Full  Why = "full" // three were sent today
)

// Decision is what was decided about a reminder, and when.
type Decision struct {
	At    time.Time `json:"at"`
	Event string    `json:"event"`
	Kind  string    `json:"kind"`
	Why   Why       `json:"why,omitzero"`
}

// Send owes a reminder if the rules allow it, or says why they do not. Sending
// one again is no fault: it gives Told.
func Send(s *bot.Scene, tx *store.Tx, r Reminder) (Why, error) {
	m, err := look(s, tx, r)
	if err != nil {
		return "", err
	}
	why := decide(r, m)
	if why == Told {
		return why, nil
	}
	if err := note(s, tx, r, why); err != nil || why != "" {
		return why, err
	}
	born := m.thread.tell(r.Kind, s.Now.UTC())
	if err := threads.Put(tx, threadKey(s, r.To, r.Event), m.thread); err != nil {
		return "", err
	}
	until := r.Until
	if end := m.hours.end(m.now); end.Before(until) {
		until = end
	}
	card := r.Card
	card.Buttons = append(card.Buttons[:len(card.Buttons):len(card.Buttons)], bot.Button{Label: s.Words("remind.off"), Do: "remind off"})
	return "", bot.Owe(tx, owedKey(s, r.To, r.Event, r.Kind), bot.KindPost, "to/"+string(r.To), bot.Post{To: r.To, Card: card}, born, until)
}

// Cancel takes back what is still owed to somebody about an event: they have
// just done it. No decision tells of it, for what they did may be anonymous.
func Cancel(s *bot.Scene, tx *store.Tx, event string, to bot.MemberID) error {
	key := threadKey(s, to, event)
	t, ok, err := threads.Get(tx, key)
	if err != nil || !ok {
		return err
	}
	return takeBack(s, tx, key, t)
}

// Decisions lists what was decided about a member's reminders on a date of the
// team's, in order. They are kept for 14 days. That somebody had done a thing
// already is no decision.
func Decisions(tx *store.Tx, team bot.TeamID, member bot.MemberID, date schedule.Date) ([]Decision, error) {
	list, _, err := decisions.Get(tx, store.KeyOf(string(team), string(member), date.String()))
	return list, err
}

// look gathers all that the decision about a reminder depends on.
func look(s *bot.Scene, tx *store.Tx, r Reminder) (moment, error) {
	m := moment{now: s.Now, works: s.Team.Days.Works(s.Today()), hours: usual(), focus: inFocus(s, r.To)}
	who, err := s.Member(tx, r.To)
	if err != nil {
		return m, err
	}
	m.away = !who.Away.Before(s.Today())
	if m.wish, _, err = wishes.Get(tx, s.Key(string(r.To))); err != nil {
		return m, err
	}
	if m.thread, _, err = threads.Get(tx, threadKey(s, r.To, r.Event)); err != nil {
		return m, err
	}
	m.today, err = sentToday(s, tx, r)
	return m, err
}

func inFocus(s *bot.Scene, id bot.MemberID) bool {
	seat, in := s.Seats[id]
	room, ours := s.Team.Room(seat.Room)
	return in && ours && room.Kind == bot.Focus
}

// sentToday counts the member's other reminders of the team's date, of all teams
// on its server.
func sentToday(s *bot.Scene, tx *store.Tx, r Reminder) (int, error) {
	n, this := 0, threadKey(s, r.To, r.Event)
	for _, team := range s.TeamsOn(s.Team.Server) {
		for row, err := range threads.Scan(tx, store.KeyOf(string(team.ID), string(r.To))) {
			if err != nil {
				return 0, err
			}
			besides := ""
			if row.Key == this {
				besides = r.Kind
			}
			n += row.Value.on(s.Today(), s.Now.Location(), besides)
		}
	}
	return n, nil
}
