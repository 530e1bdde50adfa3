package remind_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
)

// thursday begins on the eve of a KPT on Friday, 14 January 2000, at 15:00.
func thursday(t *testing.T, test func(*running)) {
	t.Helper()
	play(t, kpts("Asia/Tokyo", "fri 15:00"), "2000-01-13 13:00", func(s *running) {
		s.open(time.Date(2000, 1, 14, 15, 0, 0, 0, s.team.Location()))
		test(s)
	})
}

func (s *running) expect(what string, got []string, want ...string) {
	s.Helper()
	if !slices.Equal(got, want) {
		s.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// news lists what came since it was last asked: "ana eve 14:00".
func (s *running) news() (list []string) {
	for _, a := range s.take() {
		list = append(list, strings.Join([]string{string(a.to), a.kind, a.at.In(s.team.Location()).Format("15:04")}, " "))
	}
	slices.Sort(list)
	return list
}

func TestEachDecisionCanBeShownForAFortnight(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", focus)
		s.press("bo", "remind off")
		s.At("2000-01-13 14:30")
		s.Move("ana", "")
		s.Move("ana", lounge) // nothing new is decided
		s.expect("ana", s.reasons("ana", "2000-01-13"), "14:00 kpt/2000-01-14 eve focus", "14:30 kpt/2000-01-14 eve")
		s.expect("bo", s.reasons("bo", "2000-01-13"), "14:00 kpt/2000-01-14 eve muted")
		s.expect("the day before", s.reasons("ana", "2000-01-12"))
		s.At("2000-01-27 10:00")
		s.expect("after 14 days", s.reasons("bo", "2000-01-13"), "14:00 kpt/2000-01-14 eve muted")
		s.At("2000-01-28 10:00")
		s.expect("after 15 days", s.reasons("bo", "2000-01-13"))
	})
}

// Whoever reads decisions must not learn from them who wrote without a name.
func TestADecisionDoesNotTellOfWhatWasWritten(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.Move("bo", lounge)
		s.set(func() { s.outage = true })
		s.At("2000-01-13 14:30")
		s.press("ana", "write", "anonymous")
		if got := s.pending(); len(got) != 1 || got[0].to != "bo" {
			t.Errorf("owed: %v, want only bo's", got)
		}
		ana, bo := s.reasons("ana", "2000-01-13"), s.reasons("bo", "2000-01-13")
		s.expect("ana, who wrote", ana, bo...)
	})
}

func TestWhoTakesNoPrivateMessagesIsLeftAloneForThirtyDays(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.set(func() { s.deaf["ana"] = true })
		s.At("2000-01-13 14:01")
		s.expect("the eve", s.reasons("ana", "2000-01-13"), "14:00 kpt/2000-01-14 eve", "14:00 kpt/2000-01-14 eve closed")
		s.set(func() { s.deaf["ana"] = false })
		for _, c := range []struct{ day, want string }{{"2000-02-11", "closed"}, {"2000-02-14", ""}} {
			s.At(c.day + " 12:00")
			if got := s.press("ana", "send", "try/1", c.day, "1h"); got != c.want {
				t.Errorf("on %s: got %q, want %q", c.day, got, c.want)
			}
		}
		if got := s.pending(); len(got) != 0 {
			t.Errorf("owed: %v", got)
		}
	})
}

func TestWhatWasTakenBackKeepsItsFirstInstant(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.set(func() { s.outage = true })
		s.At("2000-01-13 14:30")
		born := s.born()
		s.Move("ana", focus)
		if got := s.pending(); len(got) != 0 {
			t.Errorf("owed to somebody in focus: %v", got)
		}
		s.At("2000-01-13 15:30")
		s.Move("ana", lounge)
		if got := s.born(); !got.Equal(born) {
			t.Errorf("owed anew as born at %v, want %v", got, born)
		}
		s.set(func() { s.outage = false })
		s.Settle()
		s.expect("in the end", s.news(), "ana eve 15:30")
	})
}

// born is since when the one thing that is owed is.
func (s *running) born() time.Time {
	s.Helper()
	list := s.Owed()
	if len(list) != 1 || list[0].Lane != "to/ana" || list[0].Kind != bot.KindPost {
		s.Fatalf("owed: %+v, want one post to ana", list)
	}
	return list[0].Born
}

func TestWhatIsOwedIsTakenBackAtOnce(t *testing.T) {
	for do, with := range map[string]string{"remind off": "", "remind stop": "kpt/2000-01-14", "write": "named", "forget me": ""} {
		thursday(t, func(s *running) {
			s.Move("ana", lounge)
			s.Move("bo", lounge)
			s.set(func() { s.outage = true })
			s.At("2000-01-13 14:01")
			s.press("ana", do, with)
			if got := s.pending(); len(got) != 1 || got[0].to != "bo" {
				t.Errorf("after %q: owed %v, want only bo's", do, got)
			}
		})
	}
}

func TestWhoCouldNotBeToldAtTheTimeIsToldLater(t *testing.T) {
	for name, c := range map[string]struct {
		before, later func(*running)
		want          []string
	}{
		"in focus": {func(s *running) { s.Move("ana", focus) }, func(s *running) { s.Move("ana", "") }, []string{"ana eve 16:00"}},
		"out of focus during an outage": {
			func(s *running) { s.Move("ana", focus) },
			func(s *running) { s.Arrive() },
			[]string{"ana eve 16:00"},
		},
		"in focus all along": {func(s *running) { s.Move("ana", focus) }, func(*running) {}, nil},
		"muted":              {func(s *running) { s.press("ana", "remind off") }, func(s *running) { s.press("ana", "remind on") }, []string{"ana eve 16:00"}},
		"away": {
			func(s *running) { s.press("ana", "away", "2000-01-13") },
			func(s *running) { s.press("ana", "away", ""); s.Move("ana", "") },
			[]string{"ana eve 16:00"},
		},
		"not running": {func(s *running) { s.Stop() }, func(s *running) { s.Start() }, []string{"ana eve 16:00"}},
		"told":        {func(*running) {}, func(s *running) { s.Stop(); s.Start() }, []string{"ana eve 14:00"}},
	} {
		thursday(t, func(s *running) {
			s.Move("ana", lounge)
			c.before(s)
			s.At("2000-01-13 16:00")
			c.later(s)
			s.expect(name, s.news(), c.want...)
		})
	}
}

// Shortly before the meeting it is late for what came due two hours before.
func TestNobodyIsRemindedBeforeItIsKnownWhoIsInFocus(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", focus)
		s.Move("bo", lounge)
		s.set(func() { s.deaf["bo"] = true }) // he is told nothing on the eve
		s.At("2000-01-14 12:00")
		s.Stop()
		s.At("2000-01-14 14:50")
		s.Start(bot.Move{Member: "ana", Name: "ana", Room: focus})
		s.expect("what came", s.news())
		s.Move("ana", lounge)
		s.expect("what came then", s.news(), "ana soon 14:50")
	})
}

func TestALateReminderIsNotBroughtAfterHours(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.set(func() { s.outage = true })
		s.At("2000-01-13 17:00")
		if got := s.press("bo", "send", "try/1", "midweek", "48h"); got != "" {
			t.Errorf("got %q, want it sent", got)
		}
		s.At("2000-01-13 18:00")
		s.set(func() { s.outage = false })
		s.Settle()
		s.expect("what came after hours", s.news())
	})
}

func TestReminderButtonsAreThere(t *testing.T) {
	for lang, want := range map[words.Lang]string{
		words.English: "Write, Not this week, Snooze until…, Away today, No more reminders", words.Japanese: "書く, 今週は書かない, あとで知らせる…, 今日は不在, リマインダーを止める",
	} {
		thursday(t, func(s *running) {
			s.team.Lang = lang
			s.Must(s.Bot.Apply(s.Context(), s.team))
			s.Move("ana", lounge)
			s.set(func() { s.outage = true })
			s.At("2000-01-13 14:01")
			var labels []string
			for _, b := range s.Post(s.Owed()[0]).Card.Buttons {
				labels = append(labels, b.Label.String())
			}
			if got := strings.Join(labels, ", "); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestAMemberOfTwoTeamsHasOneDay(t *testing.T) {
	thursday(t, func(s *running) {
		other := s.Team()
		other.ID, other.Text.Main, other.Rooms = "kiri", "100000000000000008", []bot.Room{{ID: "100000000000000009", Name: "Mist", Kind: bot.Lounge}}
		s.Must(s.Bot.Found(other))
		for _, c := range []struct {
			team  bot.TeamID
			event string
			want  remind.Why
		}{
			{"sakura", "a", ""},
			{"kiri", "b", ""},
			{"sakura", "c", ""},
			{"kiri", "d", remind.Full},
			{"sakura", "e", remind.Full},
			{"kiri", "b", remind.Told},
		} {
			s.team.ID = c.team
			if got := s.press("ana", "send", c.event, "once", "1h"); got != string(c.want) {
				t.Errorf("%s %s: got %q, want %q", c.team, c.event, got, c.want)
			}
		}
	})
}

func TestWhatIsKeptOfAPersonIsForgotten(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.set(func() { s.outage = true })
		s.At("2000-01-13 14:01")
		s.press("ana", "forget me")
		if got := s.pending(); len(got) != 0 {
			t.Errorf("still owed: %v", got)
		}
		s.expect("decisions", s.reasons("ana", "2000-01-13"))
		s.press("bo", "remind off")
		s.press("bo", "forget me")
		if got := s.press("bo", "send", "a", "b", "1h"); got != string(remind.Muted) {
			t.Errorf("who wanted no reminders and had all deleted: got %q, want %q", got, remind.Muted)
		}
	})
}

func TestNobodyIsRemindedOnceTheMeetingHasBegun(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", focus)
		s.At("2000-01-14 13:30")
		s.begin()
		s.Move("ana", lounge)
		s.expect("what came", s.news())
	})
}
