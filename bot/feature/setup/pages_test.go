package setup

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/habit"
)

// The set-up asks on as many forms as it takes, and a new team gets each habit that
// it asked for, however few questions a form holds: so it stays when kinds are added.
func TestANewTeamGetsTheHabitsItAskedFor(t *testing.T) {
	for _, most := range []int{1, 2, 3, 4, 5, 9} {
		for _, wanted := range [][]string{nil, {"tea"}, {"standup", "kpt"}, {"standup", "tea", "kpt"}} {
			name := fmt.Sprintf("%d a form, %v", most, wanted)
			held, forms, err := setUp(t, most, wanted)
			if err != "" || !slices.Equal(held, wanted) {
				t.Errorf("%s: got %v held (%s), want those", name, held, err)
			}
			if want := (2 + len(wanted) + most - 1) / most; forms != want {
				t.Errorf("%s: got %d forms, want %d", name, forms, want)
			}
		}
	}
}

// setUp sets up a team with all that it is asked, and gives what it holds and on how many
// forms it was asked.
func setUp(t *testing.T, most int, wanted []string) (held []string, forms int, wrong string) {
	t.Helper()
	r := founded(t, keeper{most: most}.feature())
	on := maple()
	ask := func(way bot.Way, do string, in bot.Input) bot.Reply {
		return r.keeper(fixture.Bo, on, way, do, in)
	}
	ask(bot.Slash, "engawa setup", bot.Input{})
	ask(bot.Press, "setup want", bot.Input{Chosen: wanted})
	next := bot.Button{Do: "setup times"}
	for next.Do == "setup times" {
		form := ask(bot.Press, next.Do, bot.Input{With: next.With}).Form
		if form == nil || len(form.Fields) > most {
			t.Fatalf("got the form %+v, want at most %d fields", form, most)
		}
		forms++
		values := map[string]string{}
		for _, f := range form.Fields {
			values[f.Key] = f.Value
			if _, clock, isTime := strings.Cut(f.Value, " "); isTime {
				values[f.Key] = "tue " + clock
			}
		}
		reply := ask(bot.Submit, form.Do, bot.Input{Values: values, With: form.With})
		if len(reply.Card.Buttons) == 0 || forms > 12 {
			return nil, forms, lines(reply)
		}
		next = reply.Card.Buttons[0]
	}
	for _, team := range r.Bot.TeamsOn(on.ID) {
		for _, h := range team.Habits {
			if !h.Options.Off && strings.HasPrefix(h.Rule, "tue ") {
				held = append(held, string(h.Name))
			}
		}
	}
	return held, forms, ""
}

func TestAWrongTimeOnAnyFormIsAskedForAgainThere(t *testing.T) {
	r := founded(t, keeper{most: 2}.feature())
	on := maple()
	ask := func(way bot.Way, do string, values map[string]string, with ...string) bot.Reply {
		return r.keeper(fixture.Bo, on, way, do, bot.Input{Values: values, With: with})
	}
	ask(bot.Slash, "engawa setup", nil)
	type step struct {
		page   string
		values map[string]string
		says   string
		next   []string
	}
	usual := usualKinds()
	left := func(n int) string { return fmt.Sprintf("%d more time", n) }
	steps := []step{
		{"0", map[string]string{"lang": "en", "zone": "Mars"}, "not a time zone", []string{"0"}},
		{"0", map[string]string{"lang": "en", "zone": "UTC"}, left(len(usual)), []string{"1"}},
	}
	want := map[string]string{}
	pages := slices.Collect(slices.Chunk(usual, 2))
	for i, kinds := range pages {
		page, good := strconv.Itoa(i+1), map[string]string{}
		for n, kind := range kinds {
			good[kind] = []string{"weekdays 9:30", "last fri 15:00"}[n]
			want[kind] = []string{"weekdays 09:30", "last fri 15:00"}[n]
		}
		wrong := func(rule, says string) {
			values := maps.Clone(good)
			values[kinds[len(kinds)-1]] = rule
			steps = append(steps, step{page, values, says, []string{page}})
		}
		wrong("someday", "not a schedule")
		wrong("2026-12-18 19:00", "Only a gathering")
		wrong("15 minutes at 15:30", "could not read")
		last := step{page, good, "is set up", nil}
		if i+1 < len(pages) {
			last.says, last.next = left(len(usual)-2*(i+1)), []string{strconv.Itoa(i + 2)}
		}
		steps = append(steps, last)
	}
	for _, c := range steps {
		reply := ask(bot.Submit, "setup done", c.values, c.page)
		if got := lines(reply); !strings.Contains(got, c.says) || !slices.Equal(reply.Card.Buttons[0].With, c.next) {
			t.Fatalf("%s %v: got %q and %+v, want %q and the form %v", c.page, c.values, got, reply.Card.Buttons, c.says, c.next)
		}
	}
	rules := map[string]string{}
	for _, h := range r.Bot.TeamsOn(on.ID)[0].Habits {
		if !h.Options.Off {
			rules[string(h.Name)] = h.Rule
		}
	}
	if !maps.Equal(rules, want) {
		t.Errorf("got %v, want %v", rules, want)
	}
}

// usualKinds are the kinds that a new team has unless it says otherwise.
func usualKinds() (kinds []string) {
	for _, row := range habit.Single() {
		if row.Usual.Chosen {
			kinds = append(kinds, string(row.Kind))
		}
	}
	return kinds
}

func TestAForgedPageOfTheSetUpIsRefused(t *testing.T) {
	r := founded(t)
	r.keeps(bot.Slash, "engawa setup", bot.Input{})
	on := bot.Server{ID: fixture.Server, Places: []bot.Place{{ID: "100000000000000008", Name: "x"}, {ID: "100000000000000009", Name: "y", Voice: true}}}
	ask := func(way bot.Way, do string, in bot.Input) bot.Reply {
		return r.keeper(fixture.Bo, on, way, do, in)
	}
	ask(bot.Slash, "engawa setup", bot.Input{})
	ask(bot.Press, "setup want", bot.Input{Chosen: []string{"gathering", "nosuchkind", "tea", "tea"}})
	for _, page := range []string{"9", "99999999999999999999", "-1", "x", "1"} {
		reply := ask(bot.Press, "setup times", bot.Input{With: []string{page}})
		if refused := reply.Form == nil; refused != (page == "9" || page == "1") {
			t.Errorf("page %s: got %+v", page, reply)
		}
	}
	form := ask(bot.Press, "setup times", bot.Input{}).Form
	if len(form.Fields) != 3 || form.Fields[2].Key != "tea" {
		t.Errorf("got %+v, want tea alone beside language and zone", form.Fields)
	}
	if n := len(habit.Single()); n > 25 {
		t.Errorf("%d kinds do not fit into a select", n)
	}
}
