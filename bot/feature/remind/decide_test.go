package remind

import (
	"fmt"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
)

// on is an instant of Friday 27 November 2026, in Tokyo.
func on(t *testing.T, clock string) time.Time {
	t.Helper()
	zone, err := schedule.Zone("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04:05", "2026-11-27 "+clock, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheDecisionTable(t *testing.T) {
	now := on(t, "13:00:00")
	today := schedule.DateOf(now)
	told := func(kinds ...string) (th thread) {
		for _, k := range kinds {
			th.tell(k, now.AddDate(0, 0, -1), schedule.Date{})
		}
		return th
	}
	back := told("soon")
	back.unsay("soon")
	backAndTwo := told("soon", "eve", "later")
	backAndTwo.unsay("soon")
	done := thread{Sent: []sent{{Kind: "soon", Done: true}}}
	doneAndOne := told("later")
	doneAndOne.keep(sent{Kind: "eve", Done: true}, today)
	oneBack := told("eve", "later")
	oneBack.unsay("eve")
	for _, c := range []struct {
		name string
		make func(*moment)
		want Why
	}{
		{"nothing is in the way", func(*moment) {}, ""},
		{"told of another kind", func(m *moment) { m.thread = told("eve") }, ""},
		{"two today", func(m *moment) { m.today = 2 }, ""},
		{"taken back", func(m *moment) { m.thread = back }, ""},
		{"back since yesterday", func(m *moment) { m.wish.Closed = today.AddDays(-1) }, ""},
		{"told", func(m *moment) { m.thread = told("soon") }, Told},
		{"told, and all else too", func(m *moment) { *m = worst(*m); m.thread = told("soon") }, Told},
		{"of no use", func(m *moment) { m.now = on(t, "15:00:00") }, Late},
		{"of no use at night, away", func(m *moment) { m.now, m.away = on(t, "23:00:00"), true }, Late},
		{"muted", func(m *moment) { m.wish.Muted = true }, Muted},
		{"muted and away", func(m *moment) { m.wish.Muted, m.away = true, true }, Muted},
		{"takes no messages until today", func(m *moment) { m.wish.Closed = today }, Closed},
		{"stopped", func(m *moment) { m.thread.Stopped = true }, Stopped},
		{"stopped and in focus", func(m *moment) { m.thread.Stopped, m.focus = true, true }, Stopped},
		{"two of the event", func(m *moment) { m.thread = told("eve", "morning") }, Enough},
		{"two of the event, in focus", func(m *moment) { m.thread, m.focus = told("eve", "morning"), true }, Enough},
		{"two others after it was taken back", func(m *moment) { m.thread = backAndTwo }, Enough},
		{"two others of which one was taken back", func(m *moment) { m.thread = oneBack }, Enough},
		{"away", func(m *moment) { m.away = true }, Away},
		{"away in focus", func(m *moment) { m.away, m.focus = true, true }, Away},
		{"their hours do not come in time", func(m *moment) { m.at = time.Time{} }, Hours},
		{"later, when their hours begin", func(m *moment) { m.at = m.now.Add(time.Hour) }, ""},
		{"the KPT has begun", func(m *moment) { m.over = true }, Late},
		{"told, but it had been done", func(m *moment) { m.thread = done }, ""},
		{"two of the event of which one had been done", func(m *moment) { m.thread = doneAndOne }, ""},
		{"in focus", func(m *moment) { m.focus = true }, Focus},
		{"three today", func(m *moment) { m.today = 3 }, Full},
		{"four today, by an older rule", func(m *moment) { m.today = 4 }, Full},
		{"three today and in focus", func(m *moment) { m.today, m.focus = 3, true }, Focus},
	} {
		m := moment{now: now, at: now, hours: hoursOf(bot.Team{}, bot.Member{})}
		c.make(&m)
		if got := decide(Reminder{Kind: "soon", Until: on(t, "15:00:00")}, m); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// worst is a moment at which everything is in the way.
func worst(m moment) moment {
	m.at, m.away, m.focus, m.today = time.Time{}, true, true, 9
	m.wish = wish{Muted: true, Closed: schedule.DateOf(m.now)}
	m.thread.Stopped = true
	return m
}

// Every way in which the rules can be combined: it is sent just when none is in
// the way, and the reason given is one that holds.
func TestItIsSentJustWhenNoRuleIsInTheWay(t *testing.T) {
	now, n := on(t, "13:00:00"), 0
	reasons := []Why{Told, Late, Muted, Closed, Stopped, Enough, Away, Hours, Focus, Full}
	for set := range 1 << len(reasons) {
		holds := map[Why]bool{}
		for i, why := range reasons {
			holds[why] = set&(1<<i) != 0
		}
		m := moment{now: now, hours: hoursOf(bot.Team{}, bot.Member{}), away: holds[Away], focus: holds[Focus]}
		if !holds[Hours] {
			m.at = now
		}
		r := Reminder{Kind: "soon", Until: now.Add(time.Hour)}
		m.wish.Muted, m.thread.Stopped = holds[Muted], holds[Stopped]
		if holds[Late] {
			r.Until = now
		}
		if holds[Closed] {
			m.wish.Closed = schedule.DateOf(now)
		}
		if holds[Told] {
			m.thread.tell("soon", now, schedule.Date{})
		}
		if holds[Enough] {
			m.thread.tell("eve", now, schedule.Date{})
			m.thread.tell("morning", now, schedule.Date{})
		}
		if holds[Full] {
			m.today = mostADay
		}
		got := decide(r, m)
		if got == "" && set != 0 || got != "" && !holds[got] {
			t.Errorf("%v: got %q", holds, got)
		}
		n++
	}
	if n != 1024 {
		t.Errorf("%d cases, want 1,024", n)
	}
}

func TestTheEveIsTheWorkingDayBefore(t *testing.T) {
	days := schedule.Calendar{Country: "jp", Days: map[schedule.Date]schedule.Day{
		{Year: 2026, Month: 12, Day: 10}: {}, // a company day, a Thursday
	}}
	for starts, want := range map[string]string{
		"2026-11-27 15:00": "2026-11-26 14:00",
		"2026-11-30 10:00": "2026-11-27 14:00", // a Monday
		"2026-11-24 10:00": "2026-11-20 14:00", // after a weekend and a holiday
		"2026-12-11 15:00": "2026-12-09 14:00",
		"2026-12-02 00:30": "2026-12-01 14:00",
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", starts, on(t, "12:00:00").Location())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		team := bot.Team{Manner: bot.Manner{Zone: "Asia/Tokyo"}, Days: days}
		for _, p := range spans(team, bot.Habit{}, at, hoursOf(team, bot.Member{})) {
			got[p.kind] = p.from.Format("2006-01-02 15:04") + p.until.Format(" to 15:04")
		}
		wantSoon := fmt.Sprint(at.Add(-2*time.Hour).Format("2006-01-02 15:04"), at.Format(" to 15:04"))
		if got[eve] != want+" to 18:00" || got[soon] != wantSoon {
			t.Errorf("of %s: got %v, want %s to 18:00 and %s", starts, got, want, wantSoon)
		}
	}
}

func TestWhatWasTakenBackIsStillOfItsDay(t *testing.T) {
	now := on(t, "13:00:00")
	today := schedule.DateOf(now)
	var th thread
	th.tell("a", now, today)
	th.tell("b", now, today)
	th.tell("c", now.AddDate(0, 0, -1), today)
	th.unsay("a")
	for besides, want := range map[string]int{"": 2, "a": 1, "b": 1, "c": 2} {
		if got := th.on(today, now.Location(), besides); got != want {
			t.Errorf("besides %q: got %d, want %d", besides, got, want)
		}
	}
}

func TestWhatWasPutOffToAnotherDayIsOfBothDays(t *testing.T) {
	now := on(t, "13:00:00")
	today := schedule.DateOf(now)
	th := thread{Sent: []sent{{Kind: "a", At: now, Later: now.AddDate(0, 0, 3)}, {Kind: "b", At: now, Later: now.Add(time.Hour)}, {Kind: "c", At: now, Done: true}}}
	for days, want := range map[int]int{0: 2, 1: 0, 3: 1} {
		if got := th.on(today.AddDays(days), now.Location(), ""); got != want {
			t.Errorf("after %d days: got %d, want %d", days, got, want)
		}
	}
}

func TestATimeBeforeTheHabitChangedIsNotMadeUpFor(t *testing.T) {
	starts := on(t, "15:00:00")
	h := bot.Habit{Options: bot.HabitSet{Since: on(t, "10:00:00")}}
	got := spans(bot.Team{}, h, starts, hoursOf(bot.Team{}, bot.Member{}))
	if len(got) != 1 || got[0].kind != soon {
		t.Errorf("got %v, want only what is soon", got)
	}
}
