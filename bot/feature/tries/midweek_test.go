package tries

import (
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

func tokyo(t *testing.T) *time.Location {
	t.Helper()
	zone, err := schedule.Zone("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func on(t *testing.T, text string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOwnersAreAskedOnTheMiddleWorkingDayBetweenTwoKPTs(t *testing.T) {
	for _, c := range []struct {
		name, rule, country string
		off                 []string
		from                string // three questions from here on
		want                []string
	}{
		{name: "weekly", rule: "fri 15:00", from: "2026-11-06", want: []string{"2026-11-11", "2026-11-18", "2026-11-25"}},
		{name: "a holiday in between", rule: "fri 15:00", country: "jp", from: "2026-11-20", want: []string{"2026-11-25", "2026-12-02", "2026-12-09"}},
		{name: "a KPT on a holiday is left out", rule: "mon 15:00", country: "jp", from: "2026-11-16", want: []string{"2026-11-24", "2026-12-03", "2026-12-10"}},
		{name: "company days", rule: "fri 15:00", off: []string{"2026-11-25", "2026-11-26"}, from: "2026-11-20", want: []string{"2026-11-24", "2026-12-02", "2026-12-09"}},
		{name: "no working day but one", rule: "fri 15:00", off: []string{"2026-11-23", "2026-11-24", "2026-11-25"}, from: "2026-11-20", want: []string{"2026-11-26", "2026-12-02", "2026-12-09"}},
		{name: "twice a week", rule: "mon,thu 10:00", from: "2026-11-05", want: []string{"2026-11-06", "2026-11-11", "2026-11-13"}},
		{name: "every other day", rule: "mon,wed,fri 10:00", from: "2026-11-09", want: []string{"2026-11-10", "2026-11-12", "2026-11-17"}},
		{name: "once a month", rule: "0 15 1 * *", from: "2026-10-01", want: []string{"2026-11-02", "2026-12-17", "2027-01-18"}},
		{name: "every day", rule: "weekdays 15:00", from: "2026-11-06"},
		{name: "on one day a year", rule: "0 15 1 12 *", from: "2025-12-01", want: []string{"2026-06-02"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			team := bot.Team{
				Manner: bot.Manner{Lang: words.English, Zone: "Asia/Tokyo"},
				Habits: []bot.Habit{{Name: bot.KPT, Rule: c.rule, Minutes: 60}},
				Days:   schedule.Calendar{Country: c.country, Days: map[schedule.Date]schedule.Day{}},
			}
			for _, d := range c.off {
				team.Days.Days[on(t, d)] = schedule.Day{}
			}
			from := on(t, c.from)
			since := time.Date(from.Year, from.Month, from.Day, 12, 0, 0, 0, tokyo(t))
			team.Habits[0].Options.Since = since // a change does not skip a week
			var got []string
			for _, p := range plans(team) {
				for o := range p.All(since) {
					if got = append(got, o.Date.String()); o.At.Hour() != 11 {
						t.Errorf("got %v, want it at 11:00", o.At)
					}
					if len(got) == max(1, len(c.want)) {
						break
					}
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNobodyIsAskedWithoutAKPT(t *testing.T) {
	team := bot.Team{Habits: []bot.Habit{{Name: bot.KPT, Rule: "fri 15:00", Options: bot.HabitSet{Off: true}}}}
	if got := plans(team); got != nil {
		t.Errorf("switched off: got %v, want nothing planned", got)
	}
	if got := plans(bot.Team{}); got != nil {
		t.Errorf("without one: got %v, want nothing planned", got)
	}
}

func TestWithNoWorkingDayBetweenTwoKPTsNobodyIsAsked(t *testing.T) {
	rule, err := schedule.ParseRule("sun 10:00")
	if err != nil {
		t.Fatal(err)
	}
	sundays := schedule.Plan{Rule: rule, Zone: time.UTC, Works: func(d schedule.Date) bool { return d.Weekday() == time.Sunday }}
	for day := on(t, "2026-11-02"); day.Before(on(t, "2026-11-16")); day = day.AddDays(1) {
		if midweek(day, sundays) {
			t.Errorf("%v: got a question, want none", day)
		}
	}
	// A KPT that was moved from a day that does not work leaves a week of none.
	few := sundays
	few.Works = func(d schedule.Date) bool {
		return d == on(t, "2026-11-08") || d == on(t, "2026-11-15") || d == on(t, "2026-11-11")
	}
	if !midweek(on(t, "2026-11-11"), few) {
		t.Error("got no question on the only working day between")
	}
}
