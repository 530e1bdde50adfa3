package apptest

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// change is a night in which a zone sets its clocks, and what is announced in
// it of a habit that is due at certain times; by hand, not by our own schedule.
type change struct {
	name, zone, rule string
	from, until      string // the span lived through
	want             []string
}

// changes are the nights. The half hours that are doubled count at the first
// time; those left out come when the gap ends.
func changes() []change {
	return []change{
		{
			"New York doubles an hour", "America/New_York", "30 * * * *", "2026-11-01T05:25:00Z", "2026-11-01T07:35:00Z",
			[]string{"2026-11-01/01:30", "2026-11-01/02:30"},
		},
		{
			"New York leaves an hour out", "America/New_York", "30 * * * *", "2027-03-14T06:25:00Z", "2027-03-14T07:35:00Z",
			[]string{"2027-03-14/01:30", "2027-03-14/02:30", "2027-03-14/03:30"},
		},
		{
			"São Paulo leaves the first hour of a day out", "America/Sao_Paulo", "30 * * * *", "2018-11-04T02:25:00Z", "2018-11-04T03:35:00Z",
			[]string{"2018-11-03/23:30", "2018-11-04/00:30", "2018-11-04/01:30"},
		},
		{
			"São Paulo doubles the last hour of a day", "America/Sao_Paulo", "30 * * * *", "2018-02-18T01:25:00Z", "2018-02-18T03:35:00Z",
			[]string{"2018-02-17/23:30", "2018-02-18/00:30"},
		},
	}
}

// changed lives through the nights in which clocks are set, each with a process
// of its own.
func changed(t *testing.T, bin string) {
	var all sync.WaitGroup
	defer all.Wait()
	for _, c := range changes() {
		all.Go(func() { t.Run(c.name, func(t *testing.T) { c.live(t, bin) }) })
	}
}

func (c change) live(t *testing.T, bin string) {
	s := newProgramStage(t, bin, instant(t, c.from), quick(400.0, 300))
	h := s.addTeam("night", s.guild, c.zone, 2, call{habit: bot.KPT, rule: c.rule})
	s.setUp()
	p := s.wake()
	p.live(s.takes(instant(t, c.until).Sub(s.clock.now())))
	s.clock.set(s.clock.now(), 0)
	var want []string
	for _, key := range c.want {
		for _, room := range h.rooms {
			want = append(want, key+" in "+room.Name())
		}
	}
	slices.Sort(want)
	if got := h.called(c.want); !slices.Equal(got, want) {
		t.Errorf("announced:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	p.kill()
}

// called lists what was announced in the rooms of a team with one habit: as one
// of the keys, or by what it says.
func (h *liveTeam) called(keys []string) []string {
	var list []string
	for _, room := range h.rooms {
		for _, m := range room.Messages() {
			name := m.Text()
			for _, key := range keys {
				if m.Nonce == cardNonce(store.KeyOf(string(h.ID), append([]string{string(h.Habits[0].Name)}, strings.Split(key, "/")...)...), room) {
					name = key
				}
			}
			list = append(list, name+" in "+room.Name())
		}
	}
	slices.Sort(list)
	return list
}

// stepped sets the clock an hour forward and back again while the bot runs, and
// while it does not: what was announced ahead of its time is not announced
// again, and what was jumped over comes when its time comes.
func stepped(t *testing.T, bin string) {
	begin := instant(t, "2027-03-02T06:00:30Z")
	s := newProgramStage(t, bin, begin, 240)
	s.addTeam("tokyo", s.guild, "Asia/Tokyo", 2, every(bot.KPT, 10, 3, 15, 17), every(bot.Standup, 20, 7, 15, 17))
	s.addTeam("lima", s.guild, "America/Lima", 3, every(bot.KPT, 10, 8, 1, 3), every(bot.Standup, 20, 15, 1, 3))
	s.setUp()
	p := s.wake()
	pass := func(shown time.Duration) {
		s.clock.setUntil(s.clock.now(), s.speed, s.clock.now().Add(shown))
		p.live(s.takes(shown))
		s.clock.set(s.clock.now(), 1)
	}
	const wrong = 4 * time.Minute // less than any grace
	pass(6 * time.Minute)
	s.allThere(begin, s.clock.now()) // what is late by an hour would be skipped
	s.clock.step(time.Hour)
	pass(wrong)
	s.allThere(begin.Add(65*time.Minute), s.clock.now()) // in the hour that is not yet
	s.clock.step(-time.Hour)
	s.allThere(begin, s.clock.now()) // what was jumped over, before its grace is over
	pass(6 * time.Minute)
	s.allThere(begin, s.clock.now())
	s.clock.step(time.Hour)
	pass(wrong)
	p.kill()
	ahead := s.clock.now()
	s.clock.step(-time.Hour)
	p = s.wake()
	for range 6 { // less than any grace at a time
		pass(10 * time.Minute)
		s.allThere(begin, s.clock.now())
	}
	end := s.clock.now()
	s.clock.step(-time.Hour)
	s.teams[0].wanderer.Join(s.teams[0].rooms[0])
	pass(10 * time.Minute)
	s.tidyAgain()
	later := end
	if ahead.After(end) {
		later = ahead
	}
	f := s.checkCards(begin, end, later)
	t.Logf("2 hours forward, 3 back: %d occurrences, %d cards", f.occurrences, f.cards)
	if f.occurrences < 15 {
		t.Errorf("%d occurrences, want at least 15", f.occurrences)
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
