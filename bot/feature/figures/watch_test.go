package figures

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

func TestTheTotalsOfADay(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(s *rooms)
		want    Day
	}{
		"nothing": {func(*rooms) {}, Day{}},
		"two pair for a quarter of an hour": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			s.sit("bo", "pair", at(24, 10, 30))
			s.sit("bo", "", at(24, 10, 45))
		}, Day{Pairings: 1}},
		"two pair for less": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			s.sit("bo", "pair", at(24, 10, 30))
			s.sit("bo", "", at(24, 10, 45).Add(-time.Second))
		}, Day{}},
		"one waits for long": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			s.sit("ana", "", at(24, 12, 0))
		}, Day{}},
		"two sit in the lounge": {func(s *rooms) {
			s.sit("ana", "lounge", at(24, 10, 0))
			s.sit("bo", "lounge", at(24, 10, 0))
			s.sit("bo", "", at(24, 12, 0))
		}, Day{}},
		"company that changes is one session": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			s.sit("bo", "pair", at(24, 10, 0))
			s.sit("chika", "pair", at(24, 10, 10))
			s.sit("ana", "", at(24, 10, 12))
			s.sit("bo", "", at(24, 10, 20))
		}, Day{Pairings: 1}},
		"who loses the connection was never away": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			s.sit("bo", "pair", at(24, 10, 0))
			s.sit("bo", "", at(24, 10, 10))
			s.sit("bo", "pair", at(24, 10, 10).Add(30*time.Second), at(24, 10, 0))
			s.sit("bo", "", at(24, 10, 20))
		}, Day{Pairings: 1}},
		"nor is it two sessions": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			s.sit("bo", "pair", at(24, 10, 0))
			s.sit("bo", "", at(24, 10, 20))
			s.sit("bo", "pair", at(24, 10, 20).Add(30*time.Second), at(24, 10, 0))
			s.sit("bo", "", at(24, 11, 0))
		}, Day{Pairings: 1}},
		"who comes back later begins anew": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			for hour := 10; hour < 13; hour++ {
				s.sit("bo", "pair", at(24, hour, 0))
				s.sit("bo", "", at(24, hour, 20))
			}
		}, Day{Pairings: 3}},
		"another comes at once: another session": {func(s *rooms) {
			s.sit("ana", "pair", at(24, 10, 0))
			s.sit("bo", "pair", at(24, 10, 0))
			s.sit("bo", "", at(24, 10, 20))
			s.sit("chika", "pair", at(24, 10, 20).Add(30*time.Second))
			s.sit("chika", "", at(24, 10, 40))
		}, Day{Pairings: 2}},
		"two rooms": {func(s *rooms) {
			for who, room := range map[bot.MemberID]bot.RoomID{"ana": "pair", "bo": "pair", "chika": "mob", "dan": "mob", "ren": "mob"} {
				s.sit(who, room, at(24, 10, 0))
			}
			for _, who := range []bot.MemberID{"ana", "bo", "chika", "dan", "ren"} {
				s.sit(who, "", at(24, 11, 0))
			}
		}, Day{Pairings: 2}},
		"focus is of all together": {func(s *rooms) {
			s.sit("ana", "focus", at(24, 9, 0))
			s.sit("bo", "quiet", at(24, 9, 30))
			s.sit("ana", "", at(24, 10, 0))
			s.sit("bo", "", at(24, 10, 15))
		}, Day{Focus: 60 + 45}},
		"all who sat there before tea": {func(s *rooms) {
			s.sit("ana", "lounge", at(24, 9, 0))
			s.sit("bo", "lounge", at(24, 9, 0))
			s.sit("chika", "pair", at(24, 9, 0))
			s.sit("bo", "", at(24, 17, 0))
		}, Day{Held: true, Tea: 2}},
		"who came to tea and left": {func(s *rooms) {
			s.sit("ana", "lounge", at(24, 16, 1))
			s.sit("bo", "lounge", at(24, 16, 5))
			s.sit("chika", "lounge", at(24, 16, 6))
			s.sit("bo", "", at(24, 16, 7))
			s.sit("ana", "", at(24, 16, 20))
		}, Day{Held: true, Tea: 3}},
		"who came when it was over": {func(s *rooms) {
			s.sit("ana", "lounge", at(24, 16, 15))
			s.sit("bo", "lounge", at(24, 16, 15))
			s.sit("bo", "", at(24, 16, 20))
		}, Day{Held: true}},
		"who passes at one instant": {func(s *rooms) {
			s.sit("ana", "lounge", at(24, 9, 0))
			s.sit("bo", "lounge", at(24, 9, 0))
			s.sit("chika", "lounge", at(24, 16, 5))
			s.sit("bo", "", at(24, 16, 5))
		}, Day{Held: true, Tea: 2}},
		"halves of minutes add up": {func(s *rooms) {
			for hour := 9; hour < 11; hour++ {
				s.sit("ana", "focus", at(24, hour, 0))
				s.sit("ana", "", at(24, hour, 15).Add(30*time.Second))
			}
		}, Day{Focus: 31}},
		"focus is no tea": {func(s *rooms) {
			s.sit("ana", "focus", at(24, 16, 0))
			s.sit("bo", "focus", at(24, 16, 0))
			s.sit("ana", "", at(24, 16, 10))
			s.sit("bo", "", at(24, 16, 10))
		}, Day{Held: true, Focus: 20}},
		"a clock that steps back": {func(s *rooms) {
			s.sit("ana", "focus", at(24, 9, 0))
			s.look(at(24, 10, 0))
			s.look(at(24, 9, 59))
			s.sit("ana", "", at(24, 10, 0))
		}, Day{Focus: 61}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newRooms(t, at(24, 8, 0))
			if c.want.Held {
				s.teas = []bot.Occasion{tea(24)}
			}
			c.happens(s)
			s.look(at(25, 0, 0))
			if got := s.days()[date(24)]; got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if n := s.writes[date(24)] + s.writes[date(25)]; n > 4 {
				t.Errorf("got %d writes, want at most 4", n)
			}
		})
	}
}

func TestComingAndGoingIsNotWrittenEachTime(t *testing.T) {
	s := newRooms(t, at(24, 8, 0))
	for minute := 0; minute < 400; minute += 2 {
		s.sit("ana", "focus", at(24, 9, minute))
		s.sit("ana", "", at(24, 9, minute+1))
	}
	s.look(at(25, 0, 0))
	if got := s.days()[date(24)].Focus; got != 200 {
		t.Errorf("got %d minutes of focus, want 200", got)
	}
	if got, most := s.writes[date(24)], 200/15; got > most {
		t.Errorf("got %d writes for 400 moves, want at most %d", got, most)
	}
}

func TestATeaThatWasNotHeldCountsNobody(t *testing.T) {
	s := newRooms(t, at(24, 8, 0))
	few := tea(24)
	few.Few = true
	s.teas = []bot.Occasion{few}
	s.sit("ana", "lounge", at(24, 9, 0))
	s.look(at(25, 0, 0))
	if got := s.days(); len(got) != 0 {
		t.Errorf("got %+v, want nothing", got)
	}
}

func TestWhatGoesOnOverMidnightIsOfBothDays(t *testing.T) {
	s := newRooms(t, at(24, 22, 0))
	for who, room := range map[bot.MemberID]bot.RoomID{"ana": "focus", "bo": "pair", "chika": "pair"} {
		s.sit(who, room, at(24, 23, 30))
	}
	s.look(at(25, 0, 0))
	for _, who := range []bot.MemberID{"ana", "bo", "chika"} {
		s.sit(who, "", at(25, 0, 20))
	}
	s.look(at(26, 0, 0))
	want := map[schedule.Date]Day{date(24): {Pairings: 1, Focus: 30}, date(25): {Focus: 20}}
	if got := s.days(); !maps.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestADayWithoutMidnightHasAnEnd(t *testing.T) {
	for _, c := range []struct{ zone, from string }{
		{"America/Asuncion", "2023-09-30T20:00:00Z"}, // the next day begins at 01:00
		{"Asia/Beirut", "2026-03-28T12:00:00Z"},
	} {
		zone, err := schedule.Zone(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		from, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		w := begin(bot.Team{}, nil, from.In(zone), time.Time{})
		w.focus(2, from, from.Add(48*time.Hour).In(zone))
		var sum time.Duration
		for _, part := range w.open {
			sum += part.focus
		}
		if sum != 96*time.Hour || len(w.open) != 3 {
			t.Errorf("%s: got %v in %d days, want 96h in 3", c.zone, sum, len(w.open))
		}
	}
}

// TestWhateverHappensIsCountedOnce lets people move by chance and counts in
// another way too.
func TestWhateverHappensIsCountedOnce(t *testing.T) {
	for seed := range uint64(8) {
		s := newRooms(t, at(24, 8, 0))
		s.teas = []bot.Occasion{tea(24), tea(25)}
		m, moves := s.live(rand.New(rand.NewPCG(seed, 1)), at(24, 8, 0), at(26, 20, 0), 0)
		want := maps.Clone(m.days)
		maps.DeleteFunc(want, func(_ schedule.Date, d Day) bool { return d == Day{} })
		if got := s.days(); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: got %+v, want %+v", seed, got, want)
		}
		for date, d := range want {
			// A write for each pairing, one for tea, one for the day's end; for focus
			// one whenever its rooms are empty.
			if n, most := s.writes[date], d.Pairings+2+d.Focus/15; n > most || n*3 > moves[date] {
				t.Errorf("seed %d, %v: got %d writes for %d moves and %+v, want at most %d", seed, date, n, moves[date], d, most)
			}
		}
		if seed == 0 {
			t.Logf("moves %v, writes %v, totals %+v", moves, s.writes, want)
		}
	}
}

func TestOnlyNinetyDaysAreKept(t *testing.T) {
	s := newRooms(t, at(24, 8, 0))
	err := s.db.Update(func(tx *store.Tx) error {
		for n := range 200 {
			if err := days.Put(tx, store.KeyOf("sakura", date(23).AddDays(-n).String()), Day{Focus: 1}); err != nil {
				return err
			}
		}
		return days.Put(tx, store.KeyOf("kiri", "2020-01-01"), Day{Focus: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	s.sit("ana", "focus", at(24, 9, 0))
	for _, day := range []int{25, 26, 27} { // of so many, some go each day
		s.look(at(day, 0, 0))
	}
	got := s.days()
	if len(got) != keepDays {
		t.Errorf("got %d days, want %d", len(got), keepDays)
	}
	for d := range got {
		if d.Before(date(27).AddDays(-keepDays)) {
			t.Errorf("%v is still there", d)
		}
	}
}
