package setup

import (
	"fmt"
	"maps"
	"slices"
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
	for _, c := range []struct {
		page   string
		values map[string]string
		says   string
		next   []string
	}{
		{"0", map[string]string{"lang": "en", "zone": "Mars"}, "not a time zone", []string{"0"}},
		{"0", map[string]string{"lang": "en", "zone": "UTC"}, "3 more times", []string{"1"}},
		{"1", map[string]string{"standup": "weekdays 9:30", "tea": "someday"}, "not a schedule", []string{"1"}},
		{"1", map[string]string{"standup": "weekdays 9:30", "tea": "2026-12-18 19:00"}, "Only a gathering", []string{"1"}},
		{"1", map[string]string{"standup": "weekdays 9:30", "tea": "15 minutes at 15:30"}, "could not read", []string{"1"}},
		{"1", map[string]string{"standup": "weekdays 9:30", "tea": "daily 15:30"}, "1 more time to", []string{"2"}},
		{"2", map[string]string{"kpt": "last fri 15:00"}, "is set up", nil},
	} {
		reply := ask(bot.Submit, "setup done", c.values, c.page)
		if got := lines(reply); !strings.Contains(got, c.says) || !slices.Equal(reply.Card.Buttons[0].With, c.next) {
			t.Fatalf("%s %v: got %q and %+v, want %q and the form %v", c.page, c.values, got, reply.Card.Buttons, c.says, c.next)
		}
	}
	rules := map[string]string{}
	for _, h := range r.Bot.TeamsOn(on.ID)[0].Habits {
		rules[string(h.Name)] = h.Rule
	}
	if want := map[string]string{"standup": "weekdays 09:30", "tea": "daily 15:30", "kpt": "last fri 15:00"}; !maps.Equal(rules, want) {
		t.Errorf("got %v, want %v", rules, want)
	}
}

func TestAForgedPageOfTheSetUpIsRefused(t *testing.T) {
	r := founded(t)
	r.keeps(bot.Slash, "engawa setup", bot.Input{})
	on := bot.Server{ID: fixture.Server, Places: []bot.Place{{ID: "100000000000000008", Name: "x"}, {ID: "100000000000000009", Name: "y", Voice: true}}}
	ask := func(way bot.Way, do string, in bot.Input) bot.Reply {
		return r.keeper(fixture.Bo, on, way, do, in)
	}
	ask(bot.Slash, "engawa setup", bot.Input{})
	for _, page := range []string{"9", "99999999999999999999", "-1", "x", "1"} {
		reply := ask(bot.Press, "setup times", bot.Input{With: []string{page}})
		if refused := reply.Form == nil; refused != (page == "9" || page == "1") {
			t.Errorf("page %s: got %+v", page, reply)
		}
	}
	ask(bot.Press, "setup want", bot.Input{Chosen: []string{"gathering", "lunch", "tea", "tea"}})
	form := ask(bot.Press, "setup times", bot.Input{}).Form
	if len(form.Fields) != 3 || form.Fields[2].Key != "tea" {
		t.Errorf("got %+v, want tea alone beside language and zone", form.Fields)
	}
	if n := len(habit.Single()); n > 25 {
		t.Errorf("%d kinds do not fit into a select", n)
	}
}
