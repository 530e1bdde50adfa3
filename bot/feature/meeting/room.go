package meeting

import (
	"errors"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// stand is where the card of a meeting stands, and what it is turned to.
type stand struct {
	Room  bot.RoomID  `json:"room"`
	Stage rules.Stage `json:"stage,omitzero"` // whose page it is; another stage begins at its first
	Page  int         `json:"page,omitzero"`
	Told  time.Time   `json:"told,omitzero"` // when the team was told what was decided
}

var stands = store.NewTable[stand]("stands")

// How the card of a meeting follows it: soon, and within what a platform lets a
// message be edited.
const (
	cardSettle = 200 * time.Millisecond
	cardPace   = 1200 * time.Millisecond

	leftFor = 24 * time.Hour // how long the card of a meeting that is over may change
)

// standIn is where the card of a meeting stands: where it began, or if that is
// still to come in the asker's room, or where the team holds its KPT, or in the
// lounge.
func standIn(a *bot.Ask, tx *store.Tx, date schedule.Date) (stand, error) {
	st, there, err := stands.Get(tx, a.Key(date.String()))
	if err != nil {
		return st, err
	}
	m, err := hall(a.Scene).Meeting(tx, date)
	if err != nil || there && m.Place.Stage != rules.Waiting {
		return st, err
	}
	h, _ := a.Team.Habit(bot.KPT)
	st = stand{Room: a.Place(h)}
	if _, ours := a.Team.Room(a.Room); ours {
		st.Room = a.Room
	}
	if st.Room == "" {
		st.Room = a.Lounge()
	}
	return st, stands.Put(tx, a.Key(date.String()), st)
}

// gather tells a meeting who is in its room.
func (feature) gather(s *bot.Scene, tx *store.Tx, date schedule.Date, room bot.RoomID) error {
	m, err := hall(s).Meeting(tx, date)
	if err != nil {
		return err
	}
	do := func(who bot.MemberID, d rules.Deed) error {
		by := kpt.Author{Member: string(who)}
		_, _, err := hall(s).Act(tx, rules.Press{Retro: date, By: by, At: s.Now}, d)
		return err
	}
	in := s.Seats.Ours().In(room)
	for _, who := range m.People.Present {
		here := func(seat bot.Seat) bool { return seat.Member == bot.MemberID(who) }
		if !slices.ContainsFunc(in, here) {
			if err := do(bot.MemberID(who), rules.Leave{}); err != nil {
				return err
			}
		}
	}
	for _, seat := range in {
		if slices.Contains(m.People.Present, rules.MemberID(seat.Member)) {
			continue
		}
		if err := do(seat.Member, rules.Join{}); err != nil {
			return err
		}
	}
	return nil
}

// moved lets a running meeting know who comes and goes.
func (f feature) moved(s *bot.Scene, _ []bot.Move) error { return f.resume(s) }

// resume brings a meeting that is running up to date: who is there, and its card.
func (f feature) resume(s *bot.Scene) error {
	var date schedule.Date
	var room bot.RoomID
	var stale bool
	err := s.View(func(tx *store.Tx) error {
		r, open, err := s.Book().Now(tx, s.Now)
		if err != nil || !open || r.Begun.IsZero() {
			return err
		}
		st, there, err := stands.Get(tx, s.Key(r.Date.String()))
		if err != nil || !there {
			return err
		}
		m, err := hall(s).Meeting(tx, r.Date)
		date, room, stale = r.Date, st.Room, present(m) != seated(s, st.Room)
		return err
	})
	if err != nil || room == "" {
		return err
	}
	if stale {
		if err := s.Update(func(tx *store.Tx) error { return f.gather(s, tx, date, room) }); err != nil {
			return err
		}
	}
	return f.showMeeting(s, date)
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

// present and seated name the people in a meeting and in its room, to compare.
func present(m rules.Meeting) string {
	var ids []string
	for _, who := range m.People.Present {
		ids = append(ids, string(who))
	}
	return joined(ids)
}

func seated(s *bot.Scene, room bot.RoomID) string {
	var ids []string
	for _, seat := range s.Seats.Ours().In(room) {
		ids = append(ids, string(seat.Member))
	}
	return joined(ids)
}

func joined(ids []string) string {
	slices.Sort(ids)
	var all string
	for _, id := range ids {
		all += id + "/"
	}
	return all
}

// showMeeting says what the card of a meeting should show.
func (f feature) showMeeting(s *bot.Scene, date schedule.Date) error {
	var card bot.Card
	var st stand
	err := s.View(func(tx *store.Tx) error {
		var there bool
		var err error
		if st, there, err = stands.Get(tx, s.Key(date.String())); err != nil || !there {
			return err
		}
		card, err = f.card(s, tx, date, st)
		return err
	})
	if err != nil || st.Room == "" {
		return err
	}
	card.Silent = true
	return s.Show(bot.Display{
		Key: s.Key("meeting", date.String()), Kind: bot.ShowBoard, Place: string(st.Room.Chat()),
		Settle: cardSettle, Pace: cardPace,
	}, card)
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
