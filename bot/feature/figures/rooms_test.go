package figures

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var tokyo = time.FixedZone("JST", 9*60*60)

// at is a time of a day of November 2026 in Tokyo.
func at(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, tokyo) }

func date(day int) schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: day} }

func sakura() bot.Team {
	return bot.Team{
		ID: "sakura", Manner: bot.Manner{Lang: words.English, Zone: "Asia/Tokyo"},
		Rooms: []bot.Room{
			{ID: "lounge", Kind: bot.Lounge},
			{ID: "focus", Kind: bot.Focus},
			{ID: "quiet", Kind: bot.Focus},
			{ID: "pair", Kind: bot.Pairing},
			{ID: "mob", Kind: bot.Pairing},
		},
	}
}

// tea is that of a day.
func tea(day int) bot.Occasion {
	return bot.Occasion{Habit: bot.Tea, Date: date(day), Start: at(day, 16, 0), Until: at(day, 16, 15)}
}

// rooms is a team whose people move, and the watch over it.
type rooms struct {
	t      testing.TB
	db     *store.Store
	team   bot.Team
	seats  bot.Seats
	teas   []bot.Occasion
	watch  *watch
	writes map[schedule.Date]int
}

func newRooms(t testing.TB, now time.Time) *rooms {
	t.Helper()
	s := &rooms{t: t, db: fixture.Store(t), team: sakura(), seats: bot.Seats{}, writes: map[schedule.Date]int{}}
	s.start(now)
	return s
}

// start is a restart: all that was in memory is gone.
func (s *rooms) start(now time.Time) {
	s.t.Helper()
	var upTo time.Time
	err := s.db.View(func(tx *store.Tx) (err error) {
		upTo, _, err = counted.Get(tx, "sakura")
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.watch = begin(s.team, s.seats, now, upTo)
	s.look(now)
}

// look is what counter.look does, with the store at hand.
func (s *rooms) look(now time.Time) {
	s.t.Helper()
	s.watch.see(sightOf(s.team, s.seats), now, s.teas)
	today := schedule.DateOf(now)
	if !s.watch.due(today) {
		return
	}
	s.writes[today]++
	if err := s.db.Update(func(tx *store.Tx) error { return s.watch.write(tx, "sakura", today) }); err != nil {
		s.t.Fatal(err)
	}
	s.watch.written(today)
}

// sit moves somebody; "" is out of all rooms. Who comes back within a minute was
// never away, as bot has it: back says since when.
func (s *rooms) sit(who bot.MemberID, room bot.RoomID, now time.Time, back ...time.Time) {
	s.t.Helper()
	delete(s.seats, who)
	if room != "" {
		seat := bot.Seat{Member: who, Room: room, Since: now.UTC()}
		if len(back) > 0 {
			seat.Since = back[0].UTC()
		}
		s.seats[who] = seat
	}
	s.look(now)
}

func (s *rooms) days() map[schedule.Date]Day {
	s.t.Helper()
	found := map[schedule.Date]Day{}
	err := s.db.View(func(tx *store.Tx) error {
		for row, err := range days.Scan(tx, "sakura") {
			if err != nil {
				return err
			}
			date, err := dateOf(row.Key)
			if err != nil {
				return err
			}
			found[date] = row.Value
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

const grid = 2 * time.Minute

// model counts in another way: it looks at all rooms every two minutes.
type model struct {
	days map[schedule.Date]Day
	runs map[bot.RoomID]time.Time // since when there is company
}

func (m *model) add(date schedule.Date, d Day) { m.days[date] = m.days[date].with(d) }

// step counts the two minutes from now on.
func (m *model) step(s *rooms, now time.Time) {
	most, focus := 0, 0
	for _, r := range s.team.Rooms {
		n := len(s.seats.In(r.ID))
		if r.Kind == bot.Focus {
			focus += n
			continue
		}
		most = max(most, n)
		if r.Kind != bot.Pairing {
			continue
		}
		since, running := m.runs[r.ID]
		switch {
		case n >= 2 && !running:
			m.runs[r.ID] = now
		case n < 2 && running:
			if now.Sub(since) >= worth {
				m.add(schedule.DateOf(since), Day{Pairings: 1})
			}
			delete(m.runs, r.ID)
		}
	}
	today := schedule.DateOf(now)
	m.add(today, Day{Focus: focus * int(grid/time.Minute)})
	for _, o := range s.teas {
		if !now.Before(o.Start) && now.Before(o.Until) && !o.Few {
			m.add(today, Day{Held: true, Tea: most})
		}
	}
}

// live lets people move by chance for some days; restart says how likely one is
// in two minutes. It gives what the model counts, and how often somebody moved.
func (s *rooms) live(r *rand.Rand, from, until time.Time, restart float64) (m model, moves map[schedule.Date]int) {
	m = model{days: map[schedule.Date]Day{}, runs: map[bot.RoomID]time.Time{}}
	moves = map[schedule.Date]int{}
	rooms := []bot.RoomID{"", "lounge", "focus", "quiet", "pair", "mob"}
	for now := from; !now.After(until); now = now.Add(grid) {
		if now.Hour() == 0 && now.Minute() == 0 {
			s.look(now)
		}
		for _, who := range []bot.MemberID{"ana", "bo", "chika", "dan", "yuki", "ren"} {
			if r.Float64() < 0.06 || now.Equal(until) {
				room := rooms[r.IntN(len(rooms))]
				if now.Equal(until) {
					room = ""
				}
				if s.seats[who].Room != room {
					s.sit(who, room, now)
					moves[schedule.DateOf(now)]++
				}
			}
		}
		if r.Float64() < restart {
			s.start(now)
		}
		m.step(s, now)
	}
	s.look(until.Add(24 * time.Hour))
	return m, moves
}
