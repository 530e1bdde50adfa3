package teamfile_test

import (
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

var update = flag.Bool("update", false, "write testdata anew")

func sakura() bot.Team {
	return bot.Team{
		ID: "sakura", Name: "Sakura 🌸", Server: "123456789012345678", Manner: bot.Manner{Lang: words.Japanese, Zone: "Asia/Tokyo"},
		Text:   bot.Channels{Main: "223456789012345678", Board: "223456789012345679"},
		Circle: bot.Circle{Role: "323456789012345678"},
		Rooms: []bot.Room{
			{ID: "423456789012345671", Name: "Lounge", Kind: bot.Lounge},
			{ID: "423456789012345672", Name: "集中", Kind: bot.Focus},
			{ID: "18446744073709551615", Name: "Meeting", Kind: bot.Meeting},
		},
		Habits: []bot.Habit{
			{Name: bot.Standup, Rule: "weekdays 10:00", Minutes: 15, Cameras: true, Place: "18446744073709551615", Link: "https://zoom.example/j/1"},
			{Name: bot.Tea, Rule: "weekdays 16:00", Minutes: 15, Called: bot.Called{Title: "snack time", Emoji: "🍡"}},
			{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60, Options: bot.HabitSet{Quiet: true}},
		},
		Days: schedule.Calendar{Country: "jp", Days: map[schedule.Date]schedule.Day{
			{Year: 2026, Month: 12, Day: 28}: {Name: "Year end"},
			{Year: 2026, Month: 12, Day: 29}: {},
			{Year: 2026, Month: 11, Day: 28}: {Works: true},
		}},
	}
}

func parseOne(t *testing.T, text string) bot.Team {
	t.Helper()
	teams, err := teamfile.Parse([]byte(text), bottest.Platforms())
	if err != nil || len(teams) != 1 {
		t.Fatalf("got %d teams and\n%v\nwant one team", len(teams), err)
	}
	return teams[0]
}

func TestTheExampleIsWhatFormatWrites(t *testing.T) {
	const name = "testdata/sakura.yaml"
	got := teamfile.Format(bottest.Platforms(), gathered())
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if team := parseOne(t, string(want)); !reflect.DeepEqual(team, gathered()) {
		t.Errorf("the example reads as\n%+v\nwant\n%+v", team, gathered())
	}
}

const written = `# by hand
team: sakura
name: Sakura 🌸
server: 123456789012345678
language: ja
zone: tokyo
text: 223456789012345678
board: '223456789012345679'
role: 323456789012345678
rooms:
  - {id: "423456789012345671", name: Lounge}
  - {id: 423456789012345672, name: 集中, kind: focus}
  - id: 18446744073709551615
    name: Meeting
    kind: meeting
habits:
  standup: {place: Meeting, link: https://zoom.example/j/1}
  tea: {at: weekdays 16:00, minutes: 15, title: snack time, emoji: 🍡, off: false}
  kpt:
    at: fri 15:00
    chime: false
    event: true
calendar:
  weekend: [sun, Saturday]
  holidays: jp
  off: {2026-12-28: Year end, 2026-12-29: }
  on: [2026-11-28]
`

func TestAFileWrittenByHandKeepsEveryDigitAndTakesTheUsual(t *testing.T) {
	if got := parseOne(t, written); !reflect.DeepEqual(got, sakura()) {
		t.Errorf("got\n%+v\nwant\n%+v", got, sakura())
	}
}

func TestLineEndsAndAByteOrderMarkDoNotMatter(t *testing.T) {
	for _, end := range []string{"\r\n", "\r"} {
		if got := parseOne(t, "\ufeff"+replace(written, "\n", end)); !reflect.DeepEqual(got, sakura()) {
			t.Errorf("with line end %q: got\n%+v\nwant\n%+v", end, got, sakura())
		}
	}
}

func TestEveryDocumentIsATeam(t *testing.T) {
	second := replace(written, "team: sakura", "team: momo")
	text := "---\n" + written + "---\n--- # an empty document between\n" + second + "...\n"
	teams, err := teamfile.Parse([]byte(text), bottest.Platforms())
	if err != nil || len(teams) != 2 {
		t.Fatalf("got %d teams and\n%v\nwant two teams", len(teams), err)
	}
	if got, want := [2]bot.TeamID{teams[0].ID, teams[1].ID}, [2]bot.TeamID{"sakura", "momo"}; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWorkingDaysAreReadFromEitherSide(t *testing.T) {
	fourDays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday}
	for text, want := range map[string][]time.Weekday{
		"weekend: [sat, sun]":             nil,
		"weekend: [fri, sat, sun]":        fourDays,
		"workdays: [mon, tue, wed, thu]":  fourDays,
		"workdays: [sun, mon]":            {time.Sunday, time.Monday},
		"weekend: sun":                    append(fourDays[:4:4], time.Friday, time.Saturday),
		"weekend: []":                     append(fourDays[:4:4], time.Friday, time.Saturday, time.Sunday),
		"workdays: [mon,tue,wed,thu,fri]": append(fourDays[:4:4], time.Friday),
	} {
		got := parseOne(t, replace(written, "weekend: [sun, Saturday]", text)).Days.Weekdays
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func faultsOf(t *testing.T, text string) teamfile.Faults {
	t.Helper()
	teams, err := teamfile.Parse([]byte(text), bottest.Platforms())
	var faults teamfile.Faults
	if !errors.As(err, &faults) || len(faults) == 0 || teams != nil {
		t.Fatalf("got %v and %v, want no teams and Faults", teams, err)
	}
	return faults
}

func TestAFileMaySayWhichYAMLItIs(t *testing.T) {
	for _, head := range []string{"%YAML 1.2\n---\n", "%YAML 1.1 # old\n--- # begins\n", "# ours\n\n%YAML\t1.3  \n# more\n---\n", "\ufeff%YAML 1.2\r\n---\r\n"} {
		if got := parseOne(t, head+written); !reflect.DeepEqual(got, sakura()) {
			t.Errorf("%q: got\n%+v\nwant\n%+v", head, got, sakura())
		}
	}
	second := replace(written, "team: sakura", "team: momo")
	text := "%YAML 1.2\n---\n" + written + "...\n%YAML 1.2\n---\n" + second
	if teams, err := teamfile.Parse([]byte(text), bottest.Platforms()); err != nil || len(teams) != 2 {
		t.Errorf("two documents: got %d teams and %v", len(teams), err)
	}
	for _, head := range []string{"%YAML 2.0\n---\n", "%YAML\n---\n", "%TAG ! tag:x:\n---\n", "%YAML 1.2\n"} {
		faults := faultsOf(t, head+written)
		if faults[0].Line != 1 || !strings.Contains(faults[0].Text, "%YAML 1.2") {
			t.Errorf("%q: got %v, want what to write", head, faults)
		}
	}
}
