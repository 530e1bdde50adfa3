package announce

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// calendarSettle lets one habit's end and its next time be one change.
const calendarSettle = 2 * time.Second

// calendar shows each habit as a scheduled event, so that it stands in
// everyone's calendar view: the occurrence that is held now, or the next one.
func (a announcer) calendar(s *bot.Scene) error {
	names, err := a.shown(s)
	if err != nil {
		return err
	}
	for _, name := range names {
		d := bot.Display{Key: s.Key("event", string(name)), Kind: bot.ShowEvent, Place: string(s.Team.Server), Settle: calendarSettle}
		event, ok, err := a.eventOf(s, name)
		if err != nil {
			return err
		}
		var body any
		if ok {
			body = event
		}
		if err := s.Show(d, body); err != nil {
			return err
		}
	}
	return nil
}

// mostShown is how many times a day a habit may come that the calendar shows: a
// server's calendar is no place for what comes every hour.
const mostShown = 4

// eventOf gives the event of a habit. One that is not held on certain weekdays at
// one time has no days, and each of its times is shown by itself.
func (a announcer) eventOf(s *bot.Scene, name bot.HabitName) (event bot.Event, ok bool, err error) {
	h, there := s.Team.Habit(name)
	if !there || h.Options.NoCalendarEvent || s.Leaving() {
		return event, false, nil
	}
	plan, wrong := h.Plan(s.Team)
	if wrong != nil {
		return event, false, nil // Team.Check does not let it in
	}
	var held bot.Occasion
	var next schedule.Occurrence
	var comes bool
	err = s.View(func(tx *store.Tx) (err error) {
		if held, event.Held, err = s.Running(tx, name); err == nil {
			next, comes, err = a.next(s, tx, h, plan)
		}
		return err
	})
	days, clock, _ := plan.Rule.Weekly()
	comes = comes && !h.Options.Off // what was switched off while it is held is shown to its end
	if err != nil || len(plan.Rule.Times()) > mostShown || !comes && !event.Held {
		return event, false, err
	}
	room := s.Place(h)
	if room == "" && h.Link == "" {
		room = s.Lounge()
	}
	if h.Link == "" && !s.Has(room) {
		return event, false, nil // every room of the team's was deleted
	}
	start := next.At
	if event.Held {
		start = held.Start
	}
	return bot.Event{
		Name: s.Title(h).Text.String(), About: s.Words("announce.event." + string(h.Name.Kind())).String(), Held: event.Held,
		Room: room, Link: h.Link, Days: days, Clock: clock, Zone: s.Team.Zone, Start: start.UTC(), Minutes: h.Minutes,
	}, true, nil
}

// next is the next occurrence of a habit that was not dealt with before its time; false
// if none comes.
func (a announcer) next(s *bot.Scene, tx *store.Tx, h bot.Habit, plan schedule.Plan) (schedule.Occurrence, bool, error) {
	for o := range plan.All(s.Now) {
		if done, err := a.done(s, tx, h, o); !done || err != nil {
			return o, err == nil, err
		}
	}
	return schedule.Occurrence{}, false, nil
}
