package announce

import (
	"errors"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// events is which habits of those that a team can delete have stood in the calendar,
// and since when they are the team's no more: the zero date for those that are. By
// it their events are taken away, also after a restart.
var events = store.NewTable[schedule.Date]("events")

// goneDays is for how long the event of a deleted habit is looked after: it may be
// that the platform cannot be reached.
const goneDays = 14

// shown lists the habits of which the calendar shows something, or did. A kind of
// which a team has one stands there by its name, whether the team has it or not.
func (announcer) shown(s *bot.Scene) ([]bot.HabitName, error) {
	var names []bot.HabitName
	for _, row := range habit.Single() {
		names = append(names, bot.HabitName(row.Kind))
	}
	var was map[bot.HabitName]schedule.Date
	err := s.View(func(tx *store.Tx) (err error) {
		was, err = eventsOf(s, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	now := eventsAfter(was, s.Team, s.Today())
	names = append(names, slices.Sorted(maps.Keys(now))...)
	if maps.Equal(was, now) {
		return names, nil
	}
	return names, s.Update(func(tx *store.Tx) error { return keepEvents(s, tx, was, now) })
}

func eventsOf(s *bot.Scene, tx *store.Tx) (map[bot.HabitName]schedule.Date, error) {
	all := map[bot.HabitName]schedule.Date{}
	for row, err := range events.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		parts := row.Key.Parts()
		all[bot.HabitName(parts[len(parts)-1])] = row.Value
	}
	return all, nil
}

// eventsAfter is what the table should hold, given what it holds.
func eventsAfter(was map[bot.HabitName]schedule.Date, t bot.Team, today schedule.Date) map[bot.HabitName]schedule.Date {
	now := map[bot.HabitName]schedule.Date{}
	for name, gone := range was {
		if gone == (schedule.Date{}) {
			gone = today
		}
		if !gone.AddDays(goneDays).Before(today) {
			now[name] = gone
		}
	}
	for _, h := range t.Habits {
		if h.Name.Row().Several() {
			now[h.Name] = schedule.Date{}
		}
	}
	return now
}

func keepEvents(s *bot.Scene, tx *store.Tx, was, now map[bot.HabitName]schedule.Date) error {
	for name, gone := range now {
		if before, known := was[name]; known && before == gone {
			continue
		}
		if err := events.Put(tx, s.Key(string(name)), gone); err != nil {
			return err
		}
	}
	for name := range was {
		if _, still := now[name]; still {
			continue
		}
		err := errors.Join(events.Delete(tx, s.Key(string(name))), foretold.Delete(tx, s.Key(string(name))), s.ForgetOccasions(tx, name))
		if err != nil {
			return err
		}
	}
	return nil
}
