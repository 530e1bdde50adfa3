package announce

import (
	"cmp"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// foretold is the start of the last occurrence of a habit of which was said that it
// is near: after a restart it comes due again.
var foretold = store.NewTable[time.Time]("foretold")

// note says shortly before that a habit is near, without a sound: once, in the
// first of the team's own channels elsewhere that is open, else in its text channel.
func (a announcer) note(s *bot.Scene, h bot.Habit, d schedule.Due) error {
	start := d.At.Add(h.Name.Row().Ahead)
	if !s.Now.Before(start) {
		return nil
	}
	key := s.OccasionKey(h.Name, d.Occurrence) + "/ahead"
	return s.Update(func(tx *store.Tx) error {
		if done, err := a.done(s, tx, h, d.Occurrence); done || err != nil {
			return err
		}
		known, here, err := s.Expected(tx)
		if err != nil || known >= 2 && here < 2 && len(s.Seats.Ours()) < 2 {
			return err
		}
		last, _, err := foretold.Get(tx, s.Key(string(h.Name)))
		if err != nil || !start.After(last) {
			return err
		}
		if err := foretold.Put(tx, s.Key(string(h.Name)), start.UTC()); err != nil {
			return err
		}
		place, card := s.Team.Main(), bot.Card{Silent: true, Lines: append([]words.Text{aheadLine(s, h, start)}, whom(s, h)...)}
		for _, e := range s.Team.Elsewhere {
			open, err := s.Open(tx, e.On)
			if err != nil {
				return err
			}
			if open { // the roles of the server are not known there
				place, card.Buttons, card.Lines = bot.Spot{On: e.On, ID: e.Channel}, aheadButtons(s, h), card.Lines[:1]
				break
			}
		}
		post := bot.Post{On: place.On, Channel: place.ID, Card: card}
		return bot.Owe(tx, key, bot.KindPost, string(place.ID), post, s.Now, start)
	})
}

// aheadLine says when and where a habit will be.
func aheadLine(s *bot.Scene, h bot.Habit, start time.Time) words.Text {
	place := words.Nest("place", s.Words("announce.anywhere"))
	switch {
	case s.Place(h) != "":
		place = words.Room("place", string(s.Place(h)))
	case h.Link != "":
		return s.Words("announce.ahead.link", s.Title(h), words.At("at", start), words.URL("link", h.Link))
	}
	return s.Words("announce.ahead", s.Title(h), words.At("at", start), place)
}

// aheadButtons lead people from another platform to where the habit is held, or say
// that they are away.
func aheadButtons(s *bot.Scene, h bot.Habit) []bot.Button {
	away := bot.Button{Label: s.Words("away.today"), Do: "away today"}
	room := s.Place(h)
	switch {
	case room == "" && h.Link != "":
		return []bot.Button{{Label: s.Words("announce.join"), URL: h.Link}, away}
	case room == "":
		room = s.Lounge()
	}
	url := s.LinkTo(room.Chat())
	if url == "" {
		return []bot.Button{away}
	}
	r, _ := s.Team.Room(room)
	name := cmp.Or(r.Name, s.Words("place.room").String())
	return []bot.Button{{Label: s.Words("announce.ahead.open", words.Quote("room", name)), URL: url}, away}
}
