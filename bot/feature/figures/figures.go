// Package figures tells a team how it goes, in numbers: '/kpt numbers', with a
// picture, of the last retros; and what the voice rooms say of a Try that
// carries a measure. All of them are the team's. It counts nobody alone and
// keeps nothing below a day.
//
// # What is kept of the rooms
//
// Three totals a day (see Day), for 90 days. Between two writes a watch for each
// team lives in memory: since when company sits in a pairing room, and how many
// people are in focus rooms, but not who. It is written when something has ended
// that is worth it: a pairing session of a quarter of an hour, a tea time, a
// quarter of an hour of focus after which the focus rooms are empty; and at the
// end of the day. So a day costs a write for each of these, and none for a move.
//
// A restart begins anew with who still sits where they sat, from when they came
// (bot.Seat.Since), but not from before the focus that is already written. What
// is lost by it: pairing sessions that ended while Engawa was away, and the focus
// of those who left before the others did.
//
// # Tables and keys
//
//	days     team/date   one Day
//	counted  team        up to when the focus of those who sit there is in days
//
// # Caveats
//
// A day is the team's own, from midnight to midnight. A pairing session belongs
// to the day on which it began. Of a tea time that is held elsewhere the rooms
// know nothing.
package figures

import (
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// The plan by which a day ends, and how late that may be dealt with.
const (
	midnight = "figures/midnight"
	grace    = 24 * time.Hour
)

// counter keeps the watch of each team, which only that team's goroutine touches.
type counter struct{ watches sync.Map } // bot.TeamID → *watch

// Feature is the KPT's numbers and the totals of the rooms.
func Feature() bot.Feature {
	c := &counter{}
	return bot.Feature{
		Name:     "figures",
		Commands: []bot.Command{{Name: "kpt numbers", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/kpt numbers"}}, Run: show}},
		Plans:    c.plans,
		Opened:   c.look,
		Moved:    func(s *bot.Scene, _ []bot.Move) error { return c.look(s) },
		Of:       bot.Of{Kept: kept},
	}
}

func (c *counter) plans(t bot.Team) []bot.Plan {
	rule, err := schedule.ParseRule("daily 00:00")
	if err != nil {
		return nil
	}
	due := func(s *bot.Scene, _ schedule.Due) error { return c.look(s) }
	return []bot.Plan{{ID: midnight, Plan: schedule.Plan{Rule: rule, Zone: t.Location(), Grace: grace}, Due: due}}
}

// look takes in who sits where now, and writes what is worth it.
func (c *counter) look(s *bot.Scene) error {
	var teas []bot.Occasion
	var upTo time.Time
	err := s.View(func(tx *store.Tx) (err error) {
		if upTo, _, err = counted.Get(tx, s.Key()); err != nil {
			return err
		}
		teas, err = s.Occasions(tx, bot.Tea)
		return err
	})
	if err != nil {
		return err
	}
	found, known := c.watches.Load(s.Team.ID)
	if !known {
		found, _ = c.watches.LoadOrStore(s.Team.ID, begin(s.Team, s.Seats, s.Now, upTo))
	}
	w := found.(*watch)
	w.see(sightOf(s.Team, s.Seats), s.Now, teas)
	if !w.due(s.Today()) {
		return nil
	}
	if err := s.Update(func(tx *store.Tx) error { return w.write(tx, s.Key(), s.Today()) }); err != nil {
		return err
	}
	w.written(s.Today())
	return nil
}

// kept says what is kept of the rooms: it is the team's, and so shown to each of
// them and deleted by none.
func kept(a *bot.Ask, tx *store.Tx, _ bot.MemberID) ([]words.Text, error) {
	if !a.Ours {
		return nil, nil
	}
	var sum Day
	n := 0
	for row, err := range days.Scan(tx, a.Key()) {
		if err != nil {
			return nil, err
		}
		sum = sum.with(row.Value)
		n++
	}
	if n == 0 {
		return nil, nil
	}
	return []words.Text{a.Say("figures.privacy", words.Count("days", n), words.Count("pairings", sum.Pairings),
		words.Count("tea", sum.Tea), words.Count("focus", sum.Focus))}, nil
}
