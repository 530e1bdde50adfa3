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
			if want := 1 + (len(wanted)+most-1)/most; forms != want {
				t.Errorf("%s: got %d forms, want %d", name, forms, want)
			}
		}
	}
}

// setUp sets up a team with all forms filled in, and gives what it holds and how many forms
// there were.
func setUp(t *testing.T, most int, wanted []string) (held []string, forms int, wrong string) {
	t.Helper()
	r := founded(t, keeper{most: most}.feature())
	on := maple()
	ask := func(way bot.Way, do string, in bot.Input) bot.Reply {
		return r.keeper(fixture.Bo, on, way, do, in)
	}
	ask(bot.Slash, "engawa setup", bot.Input{})
	ask(bot.Press, "setup want", bot.Input{Chosen: wanted})
	for _, b := range ask(bot.Press, "setup review", bot.Input{}).Card.Buttons {
		if b.Do != "setup times" {
			continue
		}
		form := ask(bot.Press, b.Do, bot.Input{With: b.With}).Form
		if form == nil || len(form.Fields) > max(most, 3) {
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
		if reply.Card.Buttons[0].Do != "setup found" {
			return nil, forms, lines(reply)
		}
	}
	ask(bot.Press, "setup found", bot.Input{})
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
	}
	const again = "form again"
	steps := []step{
		{"0", map[string]string{"name": "Maple", "lang": "en", "zone": "Mars"}, "not a time zone"},
		{"0", map[string]string{"name": "Maple", "lang": "en", "zone": "UTC"}, ""},
	}
	want := map[string]string{}
	for i, kinds := range slices.Collect(slices.Chunk(usualKinds(), 2)) {
		page, good := strconv.Itoa(i+1), map[string]string{}
		for n, kind := range kinds {
			good[kind] = []string{"weekdays 9:30", "last fri 15:00"}[n]
			want[kind] = []string{"weekdays 09:30", "last fri 15:00"}[n]
		}
		for rule, says := range map[string]string{"someday": "not a schedule", "2026-12-18 19:00": "Only a gathering", "15 minutes at 15:30": "could not read"} {
			values := maps.Clone(good)
			values[kinds[len(kinds)-1]] = rule
			steps = append(steps, step{page, values, says})
		}
		steps = append(steps, step{page, good, ""})
	}
	for _, c := range steps {
		ask(bot.Press, "setup times", nil, c.page)
		reply := ask(bot.Submit, "setup done", c.values, c.page)
		first, got := reply.Card.Buttons[0], lines(reply)
		switch {
		case c.says == "" && first.Do != "setup found":
			t.Fatalf("%s %v: got %q and %+v, want all of it to look over", c.page, c.values, got, reply.Card.Buttons)
		case c.says != "" && (!strings.Contains(got, c.says) || first.Do != again):
			t.Fatalf("%s %v: got %q and %+v, want %q and that form", c.page, c.values, got, reply.Card.Buttons, c.says)
		case c.says != "":
			if got := lines(ask(bot.Press, "setup found", nil)); !strings.Contains(got, c.says) || len(r.Bot.TeamsOn(on.ID)) > 0 {
				t.Fatalf("%s %v: set up as it is: got %q, want %q", c.page, c.values, got, c.says)
			}
		}
	}
	ask(bot.Press, "setup found", nil)
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
	for _, page := range []string{"9", "99999999999999999999", "-1", "x", "1", "2"} {
		reply := ask(bot.Press, "setup times", bot.Input{With: []string{page}})
		if refused := reply.Form == nil; refused != (page == "9" || page == "2") {
			t.Errorf("page %s: got %+v", page, reply)
		}
	}
	form := ask(bot.Press, "setup times", bot.Input{With: []string{"1"}}).Form
	if len(form.Fields) != 1 || form.Fields[0].Key != "tea" {
		t.Errorf("got %+v, want tea alone", form.Fields)
	}
	if n := len(habit.Single()); n > 25 {
		t.Errorf("%d kinds do not fit into a select", n)
	}
}
