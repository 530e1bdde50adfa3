package retro

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// at is an instant of November 2026 in Tokyo.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := schedule.Zone("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func scene(now time.Time, rule string, reveal kpt.Reveal) (*bot.Scene, bot.Habit) {
	h := bot.Habit{Name: bot.KPT, Rule: rule, Minutes: 60}
	return &bot.Scene{Now: now, Team: bot.Team{
		Manner: bot.Manner{Lang: words.English, Zone: "Asia/Tokyo"}, Habits: []bot.Habit{h}, KPT: bot.KPTSet{Reveal: reveal},
		Days: schedule.Calendar{Country: "jp"},
	}}, h
}

func TestARetroFollowsTheScheduleUntilItsTimeHasCome(t *testing.T) {
	r := kpt.Retro{
		Date: schedule.Date{Year: 2026, Month: 11, Day: 27}, Opened: at(t, "2026-11-20 18:00"),
		Starts: at(t, "2026-11-27 15:00").UTC(), Ends: at(t, "2026-11-27 16:00").UTC(),
	}
	for _, c := range []struct {
		name, now, rule string
		reveal          kpt.Reveal
		begun           bool
		starts          string
		shows, closed   bool
	}{
		{name: "before it", now: "2026-11-26 10:00", rule: "fri 15:00", starts: "2026-11-27 15:00", shows: true},
		{name: "before it, with notes for the meeting", now: "2026-11-26 10:00", rule: "fri 15:00", reveal: kpt.RevealMeeting, starts: "2026-11-27 15:00"},
		{name: "the team moved it", now: "2026-11-26 10:00", rule: "thu 16:00", starts: "2026-11-26 16:00", shows: true},
		{name: "the team moved it after a holiday", now: "2026-11-22 10:00", rule: "mon 16:00", starts: "2026-11-30 16:00", shows: true},
		{name: "at its time", now: "2026-11-27 15:00", rule: "fri 15:00", reveal: kpt.RevealMeeting, starts: "2026-11-27 15:00"},
		{name: "at its end", now: "2026-11-27 16:00", rule: "fri 15:00", reveal: kpt.RevealMeeting, starts: "2026-11-27 15:00", shows: true},
		{name: "a late meeting", now: "2026-11-27 17:59", rule: "fri 15:00", starts: "2026-11-27 15:00", shows: true},
		{name: "two hours after its end", now: "2026-11-27 18:00", rule: "fri 15:00", starts: "2026-11-27 15:00", shows: true, closed: true},
		{name: "after weeks without Engawa", now: "2026-12-20 18:00", rule: "fri 15:00", starts: "2026-11-27 15:00", shows: true, closed: true},
		{name: "begun in chat", now: "2026-11-27 19:00", rule: "thu 16:00", reveal: kpt.RevealOpen, begun: true, starts: "2026-11-27 15:00", shows: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, h := scene(at(t, c.now), c.rule, c.reveal)
			plan, err := h.Plan(s.Team)
			if err != nil {
				t.Fatal(err)
			}
			r := r
			if c.begun {
				r.Begun = r.Starts
			}
			got := today(r, s, h, plan)
			if want := at(t, c.starts); !got.Starts.Equal(want) || !got.Ends.Equal(want.Add(time.Hour)) {
				t.Errorf("got %v to %v, want an hour from %v", got.Starts, got.Ends, want)
			}
			if got.Shows() != c.shows || got.Closed.IsZero() == c.closed || got.Date != r.Date {
				t.Errorf("got shows %v, closed %v, date %v; want %v, %v, %v", got.Shows(), got.Closed, got.Date, c.shows, c.closed, r.Date)
			}
		})
	}
}

func TestTheNextRetroIsOnADayThatHadNone(t *testing.T) {
	for _, c := range []struct{ now, last, rule, want string }{
		{"2026-11-22 10:00", "", "fri 15:00", "2026-11-27"},
		{"2026-11-27 15:00", "", "fri 15:00", "2026-11-27"}, // just at its time
		{"2026-11-27 18:00", "2026-11-27", "fri 15:00", "2026-12-04"},
		{"2026-11-27 18:00", "2026-11-27", "fri 20:00", "2026-12-04"}, // moved on its own day
		{"2026-11-20 18:00", "2026-11-20", "mon 15:00", "2026-11-30"}, // 23 November is a holiday
	} {
		s, h := scene(at(t, c.now), c.rule, "")
		plan, err := h.Plan(s.Team)
		if err != nil {
			t.Fatal(err)
		}
		var all []kpt.Retro
		if c.last != "" {
			last, err := schedule.ParseDate(c.last)
			if err != nil {
				t.Fatal(err)
			}
			all = []kpt.Retro{{Date: last}}
		}
		r, ok := next(all, s, h, plan)
		if !ok || r.Date.String() != c.want || !r.OpenAt(s.Now) {
			t.Errorf("at %s after %q: got %+v, want it on %s and open", c.now, c.last, r, c.want)
		}
	}
}
