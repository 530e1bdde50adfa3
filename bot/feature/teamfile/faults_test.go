package teamfile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/internal/need"
)

func replace(s, old, by string) string {
	if !strings.Contains(s, old) {
		panic("not in the text: " + old)
	}
	return strings.ReplaceAll(s, old, by)
}

// where gives the places and fields of faults, as "12:5 habits.tea.at".
func where(faults teamfile.Faults) []string {
	var list []string
	for _, f := range faults {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Field)))
	}
	return list
}

const wrong = `team: Sakura!
nmae: Sakura
server: 12
language: [ja]
zone: Asia/Tokio
text: "223456789012345678"
rooms:
  - {id: "423456789012345671", name: Lounge, kind: pub}
  - {id: "423456789012345671", name: Focus, kind: focus}
  - just a name

habits:
  # a remark
  tea:
    at: someday 16:00
    minutes: fifteen
    minutes: 20
    place: Veranda
  nosuchkind: {minutes: 9999}
  kpt: {at: fri 15:00, cameras: yes, link: "http://x"}
calendar:
  weekend: [sat, sonntag]
  off: {2026-02-30: Never}
  on: [2026-11-28, 2026-11-28]
`

func TestOneReadingTellsEveryFault(t *testing.T) {
	want := []string{
		"1:7 team", "2:7 nmae", "3:9 server", "4:1 language", "5:7 zone",
		"8:52 rooms.0.kind", "9:10 rooms.1.id", "10:5 rooms.2",
		"15:9 habits.tea.at", "16:14 habits.tea.minutes", "17:5 habits.tea.minutes", "18:12 habits.tea.place",
		"19:3 habits.nosuchkind", "19:25 habits.nosuchkind.minutes", "20:33 habits.kpt.cameras", "20:44 habits.kpt.link",
		"22:18 calendar.weekend.1", "23:21 calendar.off.2026-02-30", "24:20 calendar.on.1",
	}
	faults := faultsOf(t, wrong)
	if got := where(faults); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", faults, strings.Join(want, "\n"))
	}
	for _, f := range faults {
		if f.Text == "" {
			t.Errorf("%d: %s has no sentence", f.Line, f.Field)
		}
	}
}

func TestFaultsAreToldAtTheirPlace(t *testing.T) {
	change := func(old, by string) string { return replace(written, old, by) }
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"empty":               {"", []string{"1:1"}},
		"only remarks":        {"# hello\n---\n---\n", []string{"1:1"}},
		"not a mapping":       {"\n- sakura\n", []string{"2:1"}},
		"a word":              {"sakura\n", []string{"1:1"}},
		"a directive":         {"%TAG ! tag:x:\n---\n" + written, []string{"1:1"}},
		"unclosed quote":      {written + "x: \"y\n", []string{"28:4"}},
		"unclosed bracket":    {change("name: Lounge}", "name: Lounge"), []string{"12:3"}},
		"tab":                 {change("    kind: meeting", "\tkind: meeting"), []string{"15:1"}},
		"not UTF-8":           {change("集中", "\xff"), []string{"12:36"}},
		"control character":   {change("snack time", "snack\x07time"), []string{"18:54"}},
		"anchor":              {change("name: Sakura 🌸", "name: &a Sakura"), []string{"3:1 name"}},
		"alias":               {change("name: Sakura 🌸", "name: &a Sakura") + "board2: *a\n", []string{"3:1 name", "28:1 board2"}},
		"merge key":           {change("    chime: false", "    <<: {chime: false}"), []string{"21:5 habits.kpt.<<"}},
		"tag":                 {change("server: 1", "server: !!str 1"), []string{"4:1 server"}},
		"key is a list":       {change("  kpt:", "  [kpt]:"), []string{"19:8"}},
		"duplicate key":       {written + "team: momo\n", []string{"28:1 team"}},
		"no zone":             {change("zone: tokyo\n", ""), []string{"2:1 zone"}},
		"no room":             {"team: a\nserver: 123456789012345678\nzone: UTC\ntext: 123456789012345678\n", []string{"1:1 rooms"}},
		"rooms is a mapping":  {change("rooms:\n  - {", "rooms:\n  {")[:strings.Index(written, "  - {id: 4")-2], []string{"10:1 rooms"}},
		"id with a blank":     {change("server: 123", "server: 123 "), []string{"4:9 server"}},
		"id as a fraction":    {change("server: 123456789012345678", "server: 1.5e17"), []string{"4:9 server"}},
		"no working day":      {change("[sun, Saturday]", "[mon, tue, wed, thu, fri, sat, sun]"), []string{"24:3 calendar.weekend"}},
		"no workdays":         {change("weekend: [sun, Saturday]", "workdays: []"), []string{"24:3 calendar.workdays"}},
		"weekend twice over":  {written + "  workdays: [mon]\n", []string{"28:3 calendar.workdays"}},
		"date off and on":     {change("[2026-11-28]", "[2026-12-28]"), []string{"27:8 calendar.on.0"}},
		"unknown country":     {change("holidays: jp", "holidays: atlantis"), []string{"25:13 calendar.holidays"}},
		"two rooms of a name": {change("name: 集中", "name: Meeting"), []string{"17:20 habits.standup.place"}},
		"habit is a word":     {change("  kpt:\n    at: fri 15:00\n    chime: false\n    event: true", "  kpt: fri 15:00"), []string{"19:8 habits.kpt"}},
		"a team twice":        {written + "---\n" + written, []string{"30:7 team"}},
		"second document":     {written + "---\n" + replace(replace(written, "team: sakura", "team: momo"), "minutes: 15", "minutes: 0"), []string{"46:38 habits.tea.minutes"}},
		"both not YAML":       {"a: 'x\n---\nb: ]\n", []string{"1:4", "3:4"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := faultsOf(t, test.text); !slices.Equal(where(got), test.want) {
				t.Errorf("got\n%s\nwant\n%s", got, strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestAMisspeltKeyIsGuessed(t *testing.T) {
	for old, test := range map[string][2]string{
		"name: Sakura":        {"nam: Sakura", "did you mean name?"},
		"zone:":               {"timezone:", "did you mean zone?"},
		"language:":           {"lang:", "did you mean language?"},
		"chime:":              {"Chimes:", "did you mean chime?"},
		"standup: {":          {"stand-up: {", "did you mean standup?"},
		"weekend:":            {"weekends:", "did you mean weekend?"},
		"role: 3":             {"xyzzy: 3", "the keys are team, name,"},
		"title: snack time, ": {"beverage: tea, ", "the keys are at, minutes,"},
	} {
		faults := faultsOf(t, replace(written, old, test[0]))
		if len(faults) != 1 || !strings.Contains(faults[0].Text, test[1]) {
			t.Errorf("%s: got\n%v\nwant one fault with %q", test[0], faults, test[1])
		}
	}
}

func TestHostileFilesAreRefusedSoon(t *testing.T) {
	need.Unraced(t)
	const size = 1 << 20
	bomb := "a0: &a0 [x, x, x]\n"
	for i := range 40 {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i)
	}
	for name, text := range map[string]string{
		"too large": strings.Repeat("#", size+1), "aliases": bomb,
		"brackets": strings.Repeat("[", 1<<16), "braces": strings.Repeat("{a: ", 1<<13), "closed": strings.Repeat("]", 1<<15),
		"lists": strings.Repeat("- ", 1<<15), "keys": strings.Repeat("? ", 1<<15), "anchors": strings.Repeat("&a ", 1<<14),
		"documents": strings.Repeat("---\na\n", 1<<12), "one line": "a: " + strings.Repeat("x", size-3),
		"deep": func() string {
			var b strings.Builder
			for i := range 300 {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return b.String()
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			faultsOf(t, text)
			if took, most := time.Since(began), need.Limit(5*time.Second); took > most {
				t.Errorf("took %v, want at most %v", took, most)
			}
		})
	}
}
