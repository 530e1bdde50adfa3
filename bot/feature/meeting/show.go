package meeting

import (
	"errors"
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// How the card of a meeting follows it: soon, and within what a platform lets a
// message be edited.
const (
	cardSettle = 200 * time.Millisecond
	cardPace   = 1200 * time.Millisecond
	overSettle = 100 * time.Millisecond // of one that is over: before that of the next

	leftFor = 24 * time.Hour // how long the card of a meeting that is over may change
)

// showMeeting says what the card of a meeting should show.
func (f feature) showMeeting(s *bot.Scene, date schedule.Date) error {
	var card bot.Card
	var st stand
	var there, over bool
	err := s.View(func(tx *store.Tx) (err error) {
		if st, there, err = stands.Get(tx, s.Key(date.String())); err != nil || !there {
			return err
		}
		m, err := hall(s).Meeting(tx, date)
		if err != nil {
			return err
		}
		over = m.Place.Stage == rules.Ended
		card, err = f.card(s, tx, date, st)
		return err
	})
	if err != nil || !there {
		return err
	}
	card.Silent = true
	place := s.Team.Text.Main
	if st.Room != "" {
		place = st.Room.Chat()
	}
	settle := cardSettle
	if over {
		settle = overSettle
	}
	for anew := range st.Anew { // cards of before
		err = errors.Join(err, s.Show(bot.Display{Key: cardKey(s, date, anew), Kind: bot.ShowBoard, Settle: overSettle}, nil))
	}
	return errors.Join(err, s.Show(bot.Display{
		Key: cardKey(s, date, st.Anew), Kind: bot.ShowBoard, Place: string(place), Settle: settle, Pace: cardPace,
	}, card))
}

// cardKey is the key of a meeting's card, after it was made anew so many times.
func cardKey(s *bot.Scene, date schedule.Date, anew int) store.Key {
	if anew == 0 {
		return s.Key("meeting", date.String())
	}
	return s.Key("meeting", date.String(), strconv.Itoa(anew))
}

// turnCard turns the card to another page, for everyone.
func (f feature) turnCard(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	err = a.Update(func(tx *store.Tx) error {
		key := a.Key(p.retro.String())
		st, there, err := stands.Get(tx, key)
		if err != nil || !there {
			return err
		}
		m, err := hall(a.Scene).Meeting(tx, p.retro)
		if err != nil {
			return err
		}
		st.Stage, st.Page = m.Place.Stage, number(p.rest[0])
		return stands.Put(tx, key, st)
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{}, f.showMeeting(a.Scene, p.retro)
}

// leftBehind shows the cards of the last meetings that ended or were put off: a
// crash may have come before they could follow.
func (f feature) leftBehind(s *bot.Scene) error {
	var all, of []schedule.Date
	err := s.View(func(tx *store.Tx) error {
		for row, err := range stands.Scan(tx, s.Key()) {
			if err != nil {
				return err
			}
			parts := row.Key.Parts()
			date, err := schedule.ParseDate(parts[len(parts)-1])
			if err != nil {
				return err
			}
			all = append(all, date)
		}
		for _, date := range all[max(0, len(all)-2):] {
			m, err := hall(s).Meeting(tx, date)
			if err != nil {
				return err
			}
			over := m.Place.Stage == rules.Ended || m.Place.Stage == rules.Waiting
			if over && s.Now.Sub(m.Place.Since) < leftFor {
				of = append(of, date)
			}
		}
		return nil
	})
	for _, date := range of {
		err = errors.Join(err, f.showMeeting(s, date))
	}
	return err
}
