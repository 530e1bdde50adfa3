package figures

import (
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
)

func TestARestartGoesOnWithWhoStillSitsThere(t *testing.T) {
	s := newRooms(t, at(24, 8, 0))
	s.sit("ana", "focus", at(24, 9, 0))
	s.sit("bo", "pair", at(24, 9, 0))
	s.sit("chika", "pair", at(24, 9, 5))
	s.start(at(24, 9, 10))
	s.sit("bo", "", at(24, 9, 30)) // which is written, with the focus so far
	s.start(at(24, 9, 40))
	s.sit("bo", "pair", at(24, 9, 50))
	s.sit("ana", "", at(24, 10, 0))
	s.look(at(25, 0, 0))
	s.start(at(25, 0, 1))
	for _, who := range []bot.MemberID{"bo", "chika"} {
		s.sit(who, "", at(25, 0, 5))
	}
	s.look(at(26, 0, 0))
	want := map[schedule.Date]Day{date(24): {Pairings: 2, Focus: 60}}
	if got := s.days(); !maps.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestARestartCountsNothingTwiceAndLosesLittle(t *testing.T) {
	for name, c := range map[string]struct{ restart, most float64 }{
		"one a day": {1.0 / 720, 0.04}, "one every three hours": {1.0 / 90, 0.2},
	} {
		var lost, all, sessions, paired int
		for seed := range uint64(8) {
			s := newRooms(t, at(24, 8, 0))
			s.teas = []bot.Occasion{tea(24), tea(25)}
			m, _ := s.live(rand.New(rand.NewPCG(seed, 2)), at(24, 8, 0), at(26, 20, 0), c.restart)
			var pairings, real int
			for date, want := range m.days {
				got := s.days()[date]
				if got.Focus > want.Focus || got.Tea > want.Tea || got.Held && !want.Held {
					t.Errorf("%s, seed %d, %v: got %+v, want at most %+v", name, seed, date, got, want)
				}
				all, lost = all+want.Focus, lost+want.Focus-got.Focus
				pairings, real = pairings+got.Pairings, real+want.Pairings
			}
			if pairings > real { // of which one over midnight may be of the other day
				t.Errorf("%s, seed %d: got %d pairing sessions, want at most %d", name, seed, pairings, real)
			}
			sessions, paired = sessions+pairings, paired+real
		}
		t.Logf("a restart, %s: lost were %d of %d minutes of focus, %d of %d pairing sessions", name, lost, all, paired-sessions, paired)
		if float64(lost) > c.most*float64(all) || float64(paired-sessions) > c.most*float64(paired) {
			t.Errorf("a restart, %s, loses too much", name)
		}
	}
}
