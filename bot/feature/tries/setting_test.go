package tries

import (
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
)

// What a Try asks for is compared with what the team has: it is offered only if it would
// change something, and plainly that.
func TestATryIsOfferedOnlyIfItPlainlyChangesTheSchedule(t *testing.T) {
	team := func(habits ...bot.Habit) bot.Team { return bot.Team{Habits: habits} }
	standup := bot.Habit{Name: bot.Standup, Rule: "weekdays 10:00"}
	off := bot.Habit{Name: bot.Tea, Rule: "weekdays 16:00", Options: bot.HabitSet{Off: true}}
	tea := bot.Habit{Name: bot.Tea, Rule: "weekdays 16:00"}
	kpt := bot.Habit{Name: bot.KPT, Rule: "fri 15:00"}
	monthly := bot.Habit{Name: bot.KPT, Rule: "first fri 15:00"}
	group := bot.Habit{Name: bot.NameOf(habit.Gathering, "a"), Called: bot.Called{Title: "Study group"}, Rule: "tue 17:00"}
	lit := standup
	lit.Cameras = true
	full := []bot.Habit{}
	for range habit.Of(habit.Gathering).Most {
		full = append(full, bot.Habit{Name: bot.NameOf(habit.Gathering, "x"), Called: bot.Called{Title: "party"}, Rule: "tue 17:00"})
	}
	for _, c := range []struct {
		name string
		team bot.Team
		text string
		want string // the rule, 'cameras', or nothing
	}{
		{"another time keeps the days", team(tea), "tea at 15:30", "weekdays 15:30"},
		{"the time that it has", team(tea), "tea at 16:00", ""},
		{"the days and the time that it has", team(tea), "tea at 16:00 on weekdays", ""},
		{"the time that it has, but it is not held", team(off), "tea at 16:00", "weekdays 16:00"},
		{"a habit that the team lacks", team(), "tea at 15:30", "weekdays 15:30"},
		{"another day", team(kpt), "KPT on Thursdays", "thu 15:00"},
		{"another day and time", team(kpt), "KPTを木曜16時に", "thu 16:00"},
		{"one day of five may be one more", team(standup), "standup at 9:45 on Fridays", ""},
		{"two days of one may be one more", team(kpt), "KPT on Mondays and Thursdays", ""},
		{"days of a habit that is not held", team(off), "tea at 15:30 on Fridays", "fri 15:30"},
		{"a rule that is more than days and a time", team(monthly), "KPT on Thursdays", ""},
		{"cameras", team(standup), "朝会はカメラオン", "cameras"},
		{"cameras that are on", team(lit), "cameras on at standup", ""},
		{"cameras where it is not held", team(off), "cameras on at tea", ""},
		{"cameras at a habit that the team lacks", team(), "cameras on at standup", ""},
		{"a gathering", team(tea), "a study group on Wednesdays", "wed 17:00"},
		{"a gathering with its time", team(tea), "水曜18時に勉強会", "wed 18:00"},
		{"a gathering that there is", team(group), "study group on Wednesdays", ""},
		{"one gathering too many", team(full...), "a study group on Wednesdays", ""},
		{"no setting", team(tea, kpt, standup), "Review within a day", ""},
	} {
		got := ""
		if h, ok := asked(c.team, c.text); ok {
			if got = h.Rule; ofCameras(c.text) {
				got = "cameras"
			}
			if h.Options.Off {
				t.Errorf("%s: %s is not held", c.name, h.Name)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q: got %q, want %q", c.name, c.text, got, c.want)
		}
	}
}
