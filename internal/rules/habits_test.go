package rules

import (
	"fmt"
	"go/ast"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/discord/sounds"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// A kind of habit is one row of package habit, and what people read of it. This says
// what is still missing when one is added; set-up, settings, team file, doctor, help
// and the own page take kinds from the table.
func TestEveryKindOfHabitIsWhole(t *testing.T) {
	readme := read(t, "README.md")
	for _, row := range habit.Rows() {
		for _, fault := range missing(row, readme) {
			t.Error(fault)
		}
	}
}

// mostOptions is how many a select shows.
const mostOptions = 25

func TestSettingsOfferNoMoreThanASelectShows(t *testing.T) {
	if n := offered(t, setup.Feature(nil, nil, nil, "slack")); n < len(habit.Rows()) || n > mostOptions {
		t.Errorf("/engawa settings offers %d things to a team with the most of everything, and a select shows %d: let gatherings be fewer (Most in bot/habit/habit.go), or make pages", n, mostOptions)
	}
}

// offered is how many things a feature's /engawa settings offers in one select to a
// team with all habits that a team may have.
func offered(t *testing.T, f bot.Feature) (most int) {
	t.Helper()
	r := fixture.Begin(t, fixture.Setup{
		Team: func(team *bot.Team) {
			team.Circle = bottest.Circle()
			team.Habits = allHabits()
		},
		Surroundings: func(around *bot.Surroundings) { around.Platforms = bottest.Platforms() },
		Features:     func(*fixture.Running) []bot.Feature { return []bot.Feature{f} },
	})
	request := r.Request(fixture.Ana, bot.Slash, "engawa settings")
	request.Server, request.From.Keeper = bot.Server{ID: fixture.Server}, true
	for _, s := range r.Ask(request).Card.Selects {
		most = max(most, len(s.Options))
	}
	return most
}

// allHabits are all that a team may have.
func allHabits() (all []bot.Habit) {
	for _, row := range habit.Rows() {
		if !row.Several() {
			all = append(all, bot.UsualHabit(bot.HabitName(row.Kind)))
			continue
		}
		for i := range row.Most {
			h := bot.UsualHabit(bot.NameOf(row.Kind, fmt.Sprint(i)))
			h.Title, h.Rule, h.Minutes = fmt.Sprint("Club ", i), "fri 19:00", 60
			all = append(all, h)
		}
	}
	return all
}

func TestSettingsThatOfferTooMuchAreFound(t *testing.T) {
	for _, n := range []int{3, mostOptions + 1} {
		f := bot.Feature{Name: "setup", Commands: []bot.Command{{
			Name: "engawa settings", Way: bot.Slash, Who: bot.Keeper,
			Run: func(*bot.Ask) (bot.Reply, error) {
				return bot.Reply{Card: &bot.Card{Selects: []bot.Select{{Options: make([]bot.Option, 2)}, {Options: make([]bot.Option, n)}}}}, nil
			},
		}}}
		if got := offered(t, f); got != n {
			t.Errorf("got %d offered, want %d", got, n)
		}
	}
}

var kindName = regexp.MustCompile(`^[a-z]{2,12}$`) // without '-', which a habit's own word follows

func missing(row habit.Row, readme string) (faults []string) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Sprintf("habit %q: ", row.Kind)+fmt.Sprintf(format, args...))
		}
	}
	check(kindName.MatchString(string(row.Kind)), "a kind is a word of a-z")
	check(row.Emoji != "" && utf8.RuneCountInString(row.Emoji) <= 8, "Emoji is one emoji")
	check(row.Grace > 0 && row.Ahead >= 0 && row.Ahead < time.Hour, "Grace is longer than nothing, and Ahead less than an hour")
	check(row.Most > 0, "Most is how many a team may have: 1 or more")
	_, known := sounds.Get(sounds.Name(row.Sound))
	check(known, "Sound %q is none of bot/discord/sounds", row.Sound)
	for _, lang := range words.Langs() {
		for _, key := range []string{"habit." + string(row.Kind), "announce.event." + string(row.Kind)} {
			text := words.Say(lang, key).String()
			check(slices.Contains(words.Keys(lang), key), "bot/words/%s.txt has no %s", lang, key)
			check(utf8.RuneCountInString(text) <= 100, "%s in %s is longer than the 100 characters of an option", key, lang)
		}
	}
	check(strings.Contains(readme, "| "+row.Emoji+" "+words.Say(words.English, "habit."+string(row.Kind)).String()+" |"),
		"README.md's table of habits has no line of it: | %s %s |", row.Emoji, words.Say(words.English, "habit."+string(row.Kind)))
	h := bot.UsualHabit(bot.HabitName(row.Kind))
	if row.Several() {
		check(row.Usual.Rule == "", "what a team makes itself has no usual time")
		h = bot.UsualHabit(bot.NameOf(row.Kind, "x"))
		h.Title, h.Rule = "X", "2026-12-18 19:00"
	}
	team := teamWith(h)
	wrong := team.Check(bottest.Platforms())
	check(wrong == nil, "a new team cannot have it: %v", wrong)
	rule, err := schedule.ParseRule(h.Rule)
	check(err == nil && rule.String() == h.Rule, "its usual rule %q is not written as it is kept", h.Rule)
	kept, err := teamfile.Parse(teamfile.Format(bottest.Platforms(), team), bottest.Platforms())
	check(err == nil && reflect.DeepEqual(kept, []bot.Team{team}), "a team file does not give it back: %v", err)
	return faults
}

func teamWith(h bot.Habit) bot.Team {
	return bot.Team{
		ID: "sakura", Name: "Sakura", Server: "123456789012345678", Manner: bot.Manner{Lang: words.English, Zone: "UTC"},
		Text:   bot.Channels{Main: "223456789012345678"},
		Rooms:  []bot.Room{{ID: "423456789012345671", Name: "Lounge", Kind: bot.Lounge}},
		Habits: []bot.Habit{h},
	}
}

func TestAHalfKindOfHabitIsFound(t *testing.T) {
	good := habit.Of(habit.Tea)
	readme := "| ☕ Tea time | weekdays 16:00 | a topic |"
	for want, change := range map[string]func(*habit.Row){
		"":                          func(*habit.Row) {},
		"a word of a-z":             func(r *habit.Row) { r.Kind = "tea-time" },
		"Emoji is one":              func(r *habit.Row) { r.Emoji = "" },
		"Grace is longer":           func(r *habit.Row) { r.Grace = 0 },
		"Most is how many":          func(r *habit.Row) { r.Most = 0 },
		`Sound "drum" is none`:      func(r *habit.Row) { r.Sound = "drum" },
		"has no announce.event.nos": func(r *habit.Row) { r.Kind = "nosuchkind" },
		"README.md's table":         func(r *habit.Row) { r.Emoji = "🍵" },
		"has no usual time":         func(r *habit.Row) { r.Most = 3 },
	} {
		row := good
		change(&row)
		got := strings.Join(missing(row, readme), "\n")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// lists are the files that name several kinds of habit, and why. Every other one
// takes them from the table, or it would lack the next.
var lists = map[string]string{
	"bot/habit/habit.go":               "the table",
	"bot/habit.go":                     "names of the habits of which a team has one",
	"bot/feature/tries/meant/meant.go": "how people call the kinds in a sentence: of one that is not there, nothing is offered",
	"internal/app/features.go":         "what features do about a kind is hooked in here",
	"internal/demo/team.go":            "the pretended team",
}

func TestNoFileListsTheKindsOfHabitBesideTheTable(t *testing.T) {
	for _, s := range sources(t) {
		if kinds := kindsNamed(s); !s.test() && len(kinds) > 1 && lists[s.path] == "" {
			t.Errorf("%s names %s: take the kinds from package habit, or list the file here with the reason", s.path, strings.Join(kinds, ", "))
		}
	}
}

// kindsNamed are the kinds that a file names: bot.Tea, habit.KPT, "standup".
func kindsNamed(s source) (kinds []string) {
	add := func(kind string) {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	for _, row := range habit.Rows() {
		kind := string(row.Kind)
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && (x.Name == "bot" || x.Name == "habit") && strings.EqualFold(n.Sel.Name, kind) {
					add(kind)
				}
			case *ast.BasicLit:
				if n.Value == `"`+kind+`"` {
					add(kind)
				}
			}
			return true
		})
	}
	return kinds
}

func TestAListOfKindsIsFound(t *testing.T) {
	for text, want := range map[string]int{
		`package p; var x = []any{bot.Tea, habit.KPT}`:                             2,
		`package p; func f(n string) bool { return n == "tea" || n == "standup" }`: 2,
		`package p; var x = bot.Tea`:                                               1,
		`package p; var x = other.Tea + "party"`:                                   0,
	} {
		if got := kindsNamed(parse(t, "p.go", text)); len(got) != want {
			t.Errorf("%s: got %v, want %d", text, got, want)
		}
	}
}
