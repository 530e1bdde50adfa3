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
	Room  bot.RoomID  `json:"room"`           // empty: in the text channel, where presence is a press
	Stage rules.Stage `json:"stage,omitzero"` // whose page it is; another stage begins at its first
	Page  int         `json:"page,omitzero"`
	tidings
	Anew int `json:"anew,omitzero"` // how often the card was made anew: a meeting that is put off is another one by then
}

// tidings are what others were told of what a meeting has decided.
type tidings struct {
	Told time.Time `json:"told,omitzero"` // when the team was
	Seen time.Time `json:"seen,omitzero"` // when those were who look through its windows
	Sum  string    `json:"sum,omitzero"`  // of what they read last
}

// another has what begins be another meeting than that of before: it has its own card, and
// what it decides is told in messages of its own.
func (st *stand) another() {
	st.Anew++
	st.tidings = tidings{}
}

var stands = store.NewTable[stand]("stands")

// sameCard is how long a meeting that was put off goes on in the card that it had.
const sameCard = 10 * time.Minute

// standIn is where the card of a meeting that begins stands: in the asker's room, or
// where the team is likely to come.
func standIn(a *bot.Ask, tx *store.Tx, date schedule.Date) (stand, error) {
	st, there, err := stands.Get(tx, a.Key(date.String()))
	if err != nil {
		return st, err
	}
	m, err := hall(a.Scene).Meeting(tx, date)
	if err != nil {
		return st, err
	}
	if there && a.Now.Sub(m.Place.Since) > sameCard {
		st.another()
	}
	st.Room, st.Stage, st.Page = roomFor(a.Scene, a.Room, m), rules.Waiting, 0
	return st, stands.Put(tx, a.Key(date.String()), st)
}

// roomFor is the room in which the card of a meeting stands, if it was to stand in
// one: that, as long as it is the team's and there; else where those sit who take
// part, else where the team holds its KPT, or its lounge. Empty: in the text channel,
// as where the KPT is held behind a link.
func roomFor(s *bot.Scene, room bot.RoomID, m rules.Meeting) bot.RoomID {
	h, _ := s.Team.Habit(bot.KPT)
	switch {
	case s.Online(h):
		return ""
	case s.Has(room):
		return room
	}
	most := 0
	for _, r := range s.Team.Rooms {
		n := 0
		for _, seat := range s.Seats.Ours().In(r.ID) {
			if slices.Contains(m.People.Order, rules.MemberID(seat.Member)) {
				n++
			}
		}
		if n > most && s.Has(r.ID) {
			room, most = r.ID, n
		}
	}
	switch {
	case most > 0:
		return room
	case s.Has(s.Place(h)):
		return s.Place(h)
	case s.Has(s.Lounge()):
		return s.Lounge()
	}
	return ""
}

// gather tells a meeting who is in its room.
func (feature) gather(s *bot.Scene, tx *store.Tx, date schedule.Date, room bot.RoomID) error {
	m, err := hall(s).Meeting(tx, date)
	if err != nil || room == "" {
		return err
	}
	do := func(who bot.MemberID, d rules.Deed) (err error) {
		by := kpt.Author{Member: string(who)}
		m, _, err = hall(s).Act(tx, rules.Press{Retro: date, By: by, At: s.Now}, d)
		return err
	}
	in := s.Seats.Ours().In(room)
	for _, who := range m.People.Present {
		here := func(seat bot.Seat) bool { return seat.Member == bot.MemberID(who) }
		if !slices.ContainsFunc(in, here) && !slices.Contains(m.People.Apart, who) {
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

// resume brings a meeting that is running up to date: where it is, who is there, and
// its card.
func (f feature) resume(s *bot.Scene) error {
	var date schedule.Date
	var st stand
	var stale bool
	err := s.View(func(tx *store.Tx) (err error) {
		date, st, stale, err = f.running(s, tx)
		return err
	})
	if err != nil || date == (schedule.Date{}) {
		return err
	}
	if stale {
		err := s.Update(func(tx *store.Tx) error {
			return f.follow(s, tx, date, st)
		})
		if err != nil {
			return err
		}
	}
	return f.showMeeting(s, date)
}

// follow has a meeting go on where its card should stand. Where its room is gone, those
// who sat there still take part.
func (f feature) follow(s *bot.Scene, tx *store.Tx, date schedule.Date, st stand) error {
	was, _, err := stands.Get(tx, s.Key(date.String()))
	if err != nil {
		return err
	}
	if err := stands.Put(tx, s.Key(date.String()), st); err != nil || st.Room != "" || was.Room == "" {
		return errors.Join(err, f.gather(s, tx, date, st.Room))
	}
	for _, who := range s.PutOut(was.Room) {
		by := kpt.Author{Member: string(who)}
		if _, _, err := hall(s).Act(tx, rules.Press{Retro: date, By: by, At: s.Now}, rules.Join{Apart: true}); err != nil {
			return err
		}
	}
	return nil
}

// running is the retro whose meeting is held now, the zero date if none is, where
// its card should stand, and whether anything of that, or of who is there, has changed.
func (feature) running(s *bot.Scene, tx *store.Tx) (date schedule.Date, st stand, stale bool, err error) {
	r, err := s.Retro(tx)
	if err != nil || r.Begun.IsZero() {
		return date, st, false, err
	}
	was, there, err := stands.Get(tx, s.Key(r.Date.String()))
	if err != nil {
		return date, st, false, err
	}
	m, err := hall(s).Meeting(tx, r.Date)
	if st = was; !there || was.Room != "" && !s.Has(was.Room) {
		st.Room = roomFor(s, was.Room, m)
	}
	stale = !there || st != was || st.Room != "" && present(m) != seated(s, st.Room, m)
	return r.Date, st, stale, err
}

// present and seated name the people in a meeting, and those who should be: who is in its
// room, and who takes part apart from it.
func present(m rules.Meeting) string {
	var ids []string
	for _, who := range m.People.Present {
		ids = append(ids, string(who))
	}
	return joined(ids)
}

func seated(s *bot.Scene, room bot.RoomID, m rules.Meeting) string {
	var ids []string
	for _, who := range m.People.Apart {
		ids = append(ids, string(who))
	}
	for _, seat := range s.Seats.Ours().In(room) {
		ids = append(ids, string(seat.Member))
	}
	slices.Sort(ids)
	return joined(slices.Compact(ids))
}

func joined(ids []string) string {
	slices.Sort(ids)
	var all string
	for _, id := range ids {
		all += id + "/"
	}
	return all
}
