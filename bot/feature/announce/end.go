package announce

import (
	"cmp"
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// opened ends what has ended and compares what the team's rooms and calendar
// show: after a start, a change of the set-up and an end.
func (a announcer) opened(s *bot.Scene) error {
	if err := a.close(s); err != nil {
		return err
	}
	if err := a.wake(s); err != nil {
		return err
	}
	if err := a.statuses(s); err != nil {
		return err
	}
	return a.calendar(s)
}

// statusSettle lets one habit's end and another's beginning at the same instant
// be one change.
const statusSettle = 100 * time.Millisecond

// statuses compares what the team's rooms show below their names, and takes
// away what stands in rooms that were the team's.
func (announcer) statuses(s *bot.Scene) error {
	status := map[bot.RoomID]words.Text{}
	for _, r := range s.Team.Rooms {
		status[r.ID] = nil
	}
	err := s.View(func(tx *store.Tx) error {
		called, err := s.Occasions(tx, "")
		if err != nil {
			return err
		}
		for _, o := range called {
			for _, room := range o.Rooms {
				status[room] = nil
			}
		}
		for _, h := range s.Team.InOrder() {
			o, on, err := s.Running(tx, h.Name)
			if err != nil {
				return err
			}
			for _, room := range o.Rooms {
				if _, ours := s.Team.Room(room); on && ours {
					status[room] = s.Words("announce.status", s.Title(h), words.At("until", o.Until.In(s.Now.Location())))
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for room, line := range status {
		var body any
		if !line.Empty() {
			body = line.String()
		}
		d := bot.Display{Key: s.Key("status", string(room)), Kind: bot.ShowStatus, Place: string(room), Settle: statusSettle}
		if err := s.Show(d, body); err != nil {
			return err
		}
	}
	return nil
}

// closing takes back what stands below the rooms' names: nobody would do it at the
// habit's end. After the next start it stands there again, if it is still true.
func (a announcer) closing(s *bot.Scene) error {
	if s.Parting() {
		return nil // nothing of the server can be changed any more
	}
	var wrong error
	if s.Leaving() {
		wrong = a.calendar(s)
	}
	for _, r := range s.Team.Rooms {
		d := bot.Display{Key: s.Key("status", string(r.ID)), Kind: bot.ShowStatus, Place: string(r.ID), Last: !s.Leaving()}
		wrong = errors.Join(wrong, s.Show(d, nil))
	}
	return wrong
}

// close lets every occasion that has ended end, once; also those of a habit that was deleted
// meanwhile. One that was switched off or moved ends as it began, at its own time.
func (a announcer) close(s *bot.Scene) error {
	var over []bot.Occasion
	err := s.View(func(tx *store.Tx) error {
		all, err := s.Occasions(tx, "")
		for _, o := range all {
			_, there := s.Team.Habit(o.Habit)
			if !o.Closed && (!s.Now.Before(o.Until) || !there) {
				over = append(over, o)
			}
		}
		return err
	})
	if err != nil || len(over) == 0 {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		for _, o := range over {
			o.Closed = true
			if err := s.KeepOccasion(tx, o); err != nil {
				return err
			}
			if err := a.farewell(s, tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// wake has what is being held end at its time, also if the habit is held at another time
// by now.
func (a announcer) wake(s *bot.Scene) error {
	var first time.Time
	err := s.View(func(tx *store.Tx) error {
		all, err := s.Occasions(tx, "")
		for _, o := range all {
			if !o.Closed && s.Now.Before(o.Until) && (first.IsZero() || o.Until.Before(first)) {
				first = o.Until
			}
		}
		return err
	})
	if err != nil || first.IsZero() {
		return err
	}
	return s.Wake("announce/ends", first, a.opened)
}

// farewell changes the cards of an occasion that has ended.
func (a announcer) farewell(s *bot.Scene, tx *store.Tx, o bot.Occasion) error {
	h, ok := s.Team.Habit(o.Habit)
	if !ok {
		h = bot.UsualHabit(o.Habit) // it was deleted
	}
	say := a.hooks[o.Habit.Kind()].Farewell
	if say == nil || o.Few {
		return nil
	}
	card, err := say(s, tx, h, o)
	if err != nil {
		return err
	}
	channels := []bot.ChannelID{cmp.Or(o.Text, s.Team.Text.Main)}
	for _, room := range o.Rooms {
		channels = append(channels, room.Chat())
	}
	for _, channel := range channels {
		edit := bot.Edit{Of: o.Key + store.Key("/card/"+channel), Channel: channel, Card: card}
		key := o.Key + store.Key("/end/"+channel)
		if err := bot.Owe(tx, key, bot.KindEdit, string(channel), edit, s.Now, s.Now.Add(endGrace)); err != nil {
			return err
		}
	}
	return nil
}
