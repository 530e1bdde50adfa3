package bot_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

func TestAHabitIsNamedByItsKindAndWhereThereAreSeveralByAWord(t *testing.T) {
	for name, want := range map[bot.HabitName]habit.Kind{
		"tea": habit.Tea, "standup": habit.Standup, "gathering-party": habit.Gathering, "gathering-2026-12": habit.Gathering,
	} {
		if !name.Valid() || name.Kind() != want {
			t.Errorf("%s: got valid %v, kind %s, want %s", name, name.Valid(), name.Kind(), want)
		}
	}
	for _, name := range []bot.HabitName{
		"", "nosuchkind", "tea-party", "tea-", "gathering", "gathering-", "gathering--a", "gathering-A", "gathering-a b", "gathering-a/b",
		"gathering-" + bot.HabitName(strings.Repeat("a", 25)), "Gathering-a", "-party",
	} {
		if name.Valid() {
			t.Errorf("%q is valid", name)
		}
	}
}

// gathering is one of a team's own.
func gathering(word, title, rule string) bot.Habit {
	return bot.Habit{Name: bot.NameOf(habit.Gathering, word), Rule: rule, Minutes: 60, Called: bot.Called{Title: title}}
}

func TestATeamHasAnyNumberOfGatheringsWithinReason(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*bot.Team)
		want   []string
	}{
		"several": {func(*bot.Team) {}, nil},
		"twelve": {func(t *bot.Team) {
			for i := range 10 {
				t.Habits = append(t.Habits, gathering(fmt.Sprint(i), fmt.Sprint("Club ", i), "fri 19:00"))
			}
		}, nil},
		"sixteen": {func(t *bot.Team) {
			for i := range 14 {
				t.Habits = append(t.Habits, gathering(fmt.Sprint(i), fmt.Sprint("Club ", i), "fri 19:00"))
			}
		}, []string{"habits.gathering-10 fault.several"}},
		"without a name":       {func(t *bot.Team) { t.Habits[1].Title = "" }, []string{"habits.gathering-win.title fault.title"}},
		"called like tea":      {func(t *bot.Team) { t.Habits[2].Title = "Ｔｅａ-time" }, []string{"habits.gathering-party.title fault.title.taken"}},
		"called like 朝会":       {func(t *bot.Team) { t.Habits[2].Title = "朝会！" }, []string{"habits.gathering-party.title fault.title.taken"}},
		"of one name":          {func(t *bot.Team) { t.Habits[2].Title = "winsession" }, []string{"habits.gathering-party.title fault.title.taken"}},
		"of one word":          {func(t *bot.Team) { t.Habits[2].Name = t.Habits[1].Name }, []string{"habits.gathering-win fault.habit"}},
		"for no role":          {func(t *bot.Team) { t.Habits[1].For = "study" }, []string{"habits.gathering-win.for fault.role"}},
		"tea for a role":       {func(t *bot.Team) { t.Habits[0].For = "100000000000000009" }, []string{"habits.tea.for fault.for"}},
		"tea on one date":      {func(t *bot.Team) { t.Habits[0].Rule = "2026-12-18 19:00" }, []string{"habits.tea.rule fault.once"}},
		"two teas":             {func(t *bot.Team) { t.Habits = append(t.Habits, t.Habits[0]) }, []string{"habits.tea fault.habit"}},
		"an unknown kind":      {func(t *bot.Team) { t.Habits[0].Name = "nosuchkind" }, []string{"habits.nosuchkind fault.habit"}},
		"every ten minutes":    {func(t *bot.Team) { t.Habits[1].Rule = "*/10 * * * *" }, []string{"habits.gathering-win.rule fault.often"}},
		"six times a day":      {func(t *bot.Team) { t.Habits[1].Rule = "0 9-14 * * *" }, nil},
		"a gathering's no day": {func(t *bot.Team) { t.Habits[1].Rule = "2/30 19:00" }, []string{"habits.gathering-win.rule time.when"}},
	} {
		sakura := team("sakura", lounge)
		sakura.Habits = []bot.Habit{bot.UsualHabit(bot.Tea), gathering("win", "WinSession", "first mon 17:00"), gathering("party", "Party", "2026-12-18 19:00")}
		c.change(&sakura)
		var faults bot.Faults
		errors.As(sakura.Check(platforms()), &faults)
		var got []string
		for _, f := range faults {
			got = append(got, f.Field+" "+f.Sorry.Key)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// Gatherings are after work, too; what belongs to work is held on working days.
func TestAGatheringIsHeldOnDaysOffThatItNames(t *testing.T) {
	off := schedule.Date{Year: 2026, Month: 12, Day: 5} // a Saturday
	for rule, want := range map[string][2]string{       // of tea, of a gathering
		"sat 20:00":        {"", "2026-11-28 2026-12-12"},
		"fri,sat 20:00":    {"2026-11-27", "2026-11-27 2026-11-28 2026-12-04 2026-12-11"},
		"mon 17:00":        {"2026-11-30", "2026-11-30"},
		"first sat 20:00":  {"", "2027-01-02"},
		"second mon 17:00": {"2026-12-14", "2026-12-14"},
		"daily 9:00":       {"2026-11-26 2026-11-27 2026-11-30", "2026-11-26 2026-11-27 2026-11-30"},
		"weekdays 9:00":    {"2026-11-26 2026-11-27 2026-11-30", "2026-11-26 2026-11-27 2026-11-30"},
		"0 9 28 * *":       {"2026-12-28", "2026-12-28"},
		"2026-11-28 19:00": {"", "2026-11-28"}, // a Saturday; tea never has one date
		"2026-12-05 19:00": {"", "2026-12-05"}, // and a company day off
	} {
		sakura := team("sakura", lounge)
		sakura.Days = schedule.Calendar{Country: "jp", Days: map[schedule.Date]schedule.Day{off: {Name: "Closed"}}}
		for i, h := range []bot.Habit{{Name: bot.Tea, Rule: rule}, gathering("games", "Games", rule)} {
			plan, err := h.Plan(sakura)
			if err != nil {
				t.Fatal(err)
			}
			wanted := strings.Fields(want[i])
			var got []string
			for o := range plan.All(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)) {
				if len(got) == len(wanted) {
					break
				}
				got = append(got, o.Date.String())
			}
			if !slices.Equal(got, wanted) {
				t.Errorf("%s, %s: got %q, want %q", rule, h.Name, got, wanted)
			}
			if _, comes := plan.Next(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)); comes != (len(wanted) > 0) {
				t.Errorf("%s, %s: comes %v", rule, h.Name, comes)
			}
		}
	}
}

func TestOneDateIsPastWhenItIsOver(t *testing.T) {
	sakura := team("sakura", lounge)
	party := gathering("party", "Party", "2026-12-18 19:00")
	at := func(clock string) time.Time {
		at, err := time.Parse("2006-01-02 15:04", "2026-12-18 "+clock)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for clock, want := range map[string]bool{"18:59": false, "19:00": false, "19:59": false, "20:00": true, "23:00": true} {
		if got := party.Past(sakura, at(clock)); got != want {
			t.Errorf("at %s: got past %v, want %v", clock, got, want)
		}
	}
	if gathering("win", "WinSession", "first mon 17:00").Past(sakura, at("23:00")) {
		t.Error("what comes again is past")
	}
}

func TestTheDoctorSaysWhichHabitsNeverCome(t *testing.T) {
	sakura := team("sakura", lounge)
	off := bot.Habit{Name: bot.Standup, Rule: "sun 10:00", Options: bot.HabitSet{Off: true}}
	sakura.Habits = []bot.Habit{
		{Name: bot.Tea, Rule: "sat 16:00"},
		off,
		{Name: bot.KPT, Rule: "fri 15:00"},
		gathering("games", "Games", "sat 20:00"), gathering("old", "Old party", "2025-12-18 19:00"),
	}
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	var got []string
	for _, f := range sakura.Findings(now, words.English) {
		got = append(got, words.Say(words.English, f.Key, f.Args...).String())
	}
	if want := []string{"☕ Tea time never comes: its days are all days off."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestARuleIsReadAsItIsShown(t *testing.T) {
	for rule, want := range map[string][2]string{
		"weekdays 16:00":                        {"weekdays 16:00", "平日 16:00"},
		"daily 9:30":                            {"daily 09:30", "毎日 09:30"},
		"fri 15:00":                             {"fri 15:00", "金曜 15:00"},
		"mon,wed,sun 10:00":                     {"mon,wed,sun 10:00", "月曜・水曜・日曜 10:00"},
		"first mon 17:00":                       {"first mon 17:00", "第1月曜 17:00"},
		"1st,3rd wed 18:00":                     {"first,third wed 18:00", "第1・第3水曜 18:00"},
		"last mon,fri 9:00":                     {"last mon,fri 09:00", "最終月曜・金曜 09:00"},
		"2026-12-18 19:00":                      {"2026-12-18 19:00", "2026-12-18 19:00"},
		"0 16 1 * *":                            {"1st of every month 16:00", "毎月1日 16:00"},
		"0 16 2,11,23,L * *":                    {"2nd,11th,23rd,last day of every month 16:00", "毎月2日・11日・23日・最終日 16:00"},
		"0 16 31 * *":                           {"31st of every month 16:00", "毎月31日 16:00"},
		"0 16 13 * 5":                           {"0 16 13 * 5", "0 16 13 * 5"},
		"every other fri 15:00 from 2026-11-27": {"every other fri 15:00 from 2026-11-27", "隔週金曜 15:00（2026-11-27から）"},
		"every 3 weeks mon,fri 15:00 from 2026-11-27": {"every 3 weeks mon,fri 15:00 from 2026-11-27", "3週間ごと月曜・金曜 15:00（2026-11-27から）"},
		"whenever": {"whenever", "whenever"},
	} {
		for i, lang := range words.Langs() {
			got := bot.RuleText(lang, rule)
			if got != want[i] {
				t.Errorf("%s in %s: got %q, want %q", rule, lang, got, want[i])
			}
			meant, err := schedule.ParseRule(rule)
			if err != nil {
				continue
			}
			if read, err := schedule.ParseRule(got); err != nil || read != meant {
				t.Errorf("%q is read as %v (%v), want %v", got, read, err, meant)
			}
		}
	}
}
