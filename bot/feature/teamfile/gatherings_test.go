package teamfile_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
)

// gathered is sakura with gatherings.
func gathered() bot.Team {
	t := sakura()
	t.Habits = append(t.Habits,
		bot.Habit{Name: "gathering-win", Rule: "first mon 17:00", Minutes: 60, Called: bot.Called{Title: "WinSession", Emoji: "🏆"}},
		bot.Habit{
			Name: "gathering-party", Rule: "2026-12-18 19:00", Minutes: 120, Called: bot.Called{Title: "忘年会"},
			Place: "423456789012345671", For: "323456789012345678", Options: bot.HabitSet{Quiet: true},
		})
	return t
}

func TestGatheringsAreReadUnderAWordOfTheirOwn(t *testing.T) {
	got := parseOne(t, written+`gatherings:
  win: {title: WinSession, emoji: 🏆, at: first mon 17:00}
  party:
    title: 忘年会
    at: 2026-12-18 19:00
    minutes: 120
    place: Lounge
    for: 323456789012345678
    chime: false
`)
	if !reflect.DeepEqual(got, gathered()) {
		t.Errorf("got\n%+v\nwant\n%+v", got, gathered())
	}
	before := parseOne(t, "gatherings: {win: {at: 第1月曜 17:00}}\n"+written)
	if h := before.Habits[3]; h.Name != "gathering-win" || h.Title != "win" || h.Minutes != 60 {
		t.Errorf("without a title: got %+v, want its word as title, an hour, and behind the habits", h)
	}
}

func TestWhatIsWrongWithAGatheringIsToldAtItsPlace(t *testing.T) {
	many := "gatherings:\n"
	for i := range 13 {
		many += fmt.Sprintf("  g%d: {at: fri 19:00}\n", i)
	}
	for name, test := range map[string]struct {
		text string
		want []string // places, and a piece of the first sentence
	}{
		"no time":           {"gatherings:\n  win: {title: WinSession}\n", []string{"29:3 gatherings.win.at", "is not a schedule"}},
		"no such date":      {"gatherings:\n  win: {at: 2026-02-30 19:00}\n", []string{"29:13 gatherings.win.at", "could not read"}},
		"no year":           {"gatherings:\n  win:\n    at: 12/18 19:00\n", []string{"30:9 gatherings.win.at", "2026-12-18 19:00"}},
		"of one name":       {"gatherings:\n  a: {title: Party, at: fri 19:00}\n  b: {title: party, at: fri 19:00}\n", []string{"30:14 gatherings.b.title", "called party already"}},
		"a word in capital": {"gatherings:\n  Win: {at: fri 19:00}\n", []string{"29:3 gatherings.Win", "such as party"}},
		"a word with blank": {"gatherings:\n  win session: {at: fri 19:00}\n", []string{"29:3 gatherings.win session", "such as party"}},
		"a long word":       {"gatherings:\n  " + strings.Repeat("x", 25) + ": {at: fri 19:00}\n", []string{"29:3 gatherings." + strings.Repeat("x", 25), "1 to 24"}},
		"a list":            {"gatherings: [win]\n", []string{"28:1 gatherings", "such as party"}},
		"an unknown key":    {"gatherings:\n  win: {at: fri 19:00, beverage: tea}\n", []string{"29:34 gatherings.win.beverage", "the keys are at, minutes"}},
		"an unknown room":   {"gatherings:\n  win: {at: fri 19:00, place: Attic}\n", []string{"29:31 gatherings.win.place", "not one of the team's rooms"}},
		"a role's name":     {"gatherings:\n  win: {at: fri 19:00, for: study}\n", []string{"29:29 gatherings.win.for", "role's id"}},
		"too many":          {many, []string{"41:3 gatherings.g12", "may have 12 gatherings"}},
		"twice":             {"gatherings:\n  a: {at: fri 19:00}\n  a: {at: fri 18:00}\n", []string{"30:3 gatherings.a", "here twice"}},
		"among the habits":  {"", []string{"19:3 habits.winsession", "stands under gatherings"}},
		"tea on one date":   {"", []string{"18:13 habits.tea.at", "Only a gathering"}},
		"tea for a role":    {"", []string{"18:14 habits.tea.for", "the keys are at"}},
	} {
		text := written + test.text
		switch name {
		case "among the habits":
			text = replace(written, "  kpt:", "  winsession:")
		case "tea on one date":
			text = replace(written, "tea: {at: weekdays 16:00", "tea: {at: 2026-12-18 19:00")
		case "tea for a role":
			text = replace(written, "tea: {at: weekdays 16:00", "tea: {for: 323456789012345678, at: weekdays 16:00")
		}
		faults := faultsOf(t, text)
		if got := where(faults); !slices.Equal(got, test.want[:1]) || !strings.Contains(faults[0].Text, test.want[1]) {
			t.Errorf("%s: got\n%s\nwant %q", name, faults, test.want)
		}
	}
}
