package setup

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/habit"
)

func TestEveryFormOfATeamWithTheMostIsOneThatFacesShow(t *testing.T) {
	for _, fault := range formFaults(t, Feature(nil, nil, nil, "slack")) {
		t.Error(fault)
	}
}

// formFaults opens all forms of a feature for a team with the most of everything, and
// says which ask too much, and which were not opened.
func formFaults(t *testing.T, f bot.Feature) (faults []string) {
	t.Helper()
	asked := map[string]int{} // fields, by what the form does
	f.Commands = slices.Clone(f.Commands)
	for i, c := range f.Commands {
		f.Commands[i].Run = func(a *bot.Ask) (bot.Reply, error) {
			reply, err := c.Run(a)
			if reply.Form != nil {
				asked[reply.Form.Do] = max(asked[reply.Form.Do], len(reply.Form.Fields))
			}
			return reply, err
		}
	}
	openAll(t, f)
	for _, do := range slices.Sorted(maps.Keys(asked)) {
		if asked[do] > bot.MostFields {
			faults = append(faults, fmt.Sprintf("the form of %q asks %d things, and a face shows %d: make pages of it, see pageOf in times.go", do, asked[do], bot.MostFields))
		}
	}
	for _, c := range f.Commands {
		if c.Way == bot.Submit && asked[c.Name] == 0 {
			faults = append(faults, fmt.Sprintf("the form of %q was not opened: let openAll in forms_test.go find it", c.Name))
		}
	}
	return faults
}

// openAll presses and chooses all that there is, in a team and in a set-up.
func openAll(t *testing.T, f bot.Feature) {
	t.Helper()
	most := theMost()
	r := running{fixture.Begin(t, fixture.Setup{
		Team: func(team *bot.Team) {
			team.Circle, team.Rooms, team.Habits = bottest.Circle(), []bot.Room{{ID: fixture.Lounge, Name: "Lounge", Kind: bot.Lounge}}, most
		},
		Surroundings: func(around *bot.Surroundings) { around.Platforms = bottest.Platforms() },
		Features:     func(*fixture.Running) []bot.Feature { return []bot.Feature{f} },
	})}
	var kinds []string
	for _, row := range habit.Single() {
		kinds = append(kinds, string(row.Kind))
	}
	r.keeper(fixture.Bo, maple(), bot.Slash, "engawa setup", bot.Input{})
	r.keeper(fixture.Bo, maple(), bot.Press, "setup want", bot.Input{Chosen: kinds})
	things := []string{"0", "1", "team", "slack", "add"}
	for _, h := range most {
		things = append(things, string(h.Name))
	}
	for _, c := range f.Commands {
		if c.Way != bot.Press || strings.HasPrefix(c.Name, "setup ") && c.Name != "setup times" {
			continue
		}
		for _, on := range []bot.Server{{ID: fixture.Server}, maple()} {
			r.keeper(fixture.Bo, on, c.Way, c.Name, bot.Input{})
			for _, thing := range things {
				r.keeper(fixture.Bo, on, c.Way, c.Name, bot.Input{With: []string{thing}})
				r.keeper(fixture.Bo, on, c.Way, c.Name, bot.Input{Chosen: []string{thing}})
			}
		}
	}
}

// theMost is every habit that a team may have, but one: so it may add one.
func theMost() (most []bot.Habit) {
	for _, row := range habit.Rows() {
		if !row.Several() {
			most = append(most, bot.UsualHabit(bot.HabitName(row.Kind)))
			continue
		}
		for i := range row.Most - 1 {
			h := bot.UsualHabit(bot.NameOf(row.Kind, fmt.Sprint(i)))
			h.Title, h.Rule, h.Minutes = fmt.Sprint("Club ", i), "fri 19:00", 60
			most = append(most, h)
		}
	}
	return most
}

func TestAFormThatAsksTooMuchIsFound(t *testing.T) {
	form := func(n int) bot.Command {
		var fields []bot.Field
		for i := range n {
			fields = append(fields, bot.Field{Key: fmt.Sprint(i), Kind: bot.FieldLine})
		}
		return bot.Command{Name: "poll", Way: bot.Press, Who: bot.Keeper, Run: func(*bot.Ask) (bot.Reply, error) {
			return bot.Reply{Form: &bot.Form{Do: "polled", Fields: fields}}, nil
		}}
	}
	sent := bot.Command{Name: "polled", Way: bot.Submit, Who: bot.Keeper, Run: form(1).Run}
	for name, c := range map[string]struct {
		commands []bot.Command
		want     string
	}{
		"as much as faces show":  {[]bot.Command{form(bot.MostFields), sent}, ""},
		"one more":               {[]bot.Command{form(bot.MostFields + 1), sent}, "make pages of it"},
		"a form that none opens": {[]bot.Command{sent}, "was not opened"},
	} {
		f := bot.Feature{Name: "setup", Commands: c.commands}
		got := strings.Join(formFaults(t, f), "\n")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	f := Feature(nil, nil, nil, "slack")
	f.Commands = slices.DeleteFunc(f.Commands, func(c bot.Command) bool { return c.Name == "settings add" || c.Name == "settings pick" })
	if got := strings.Join(formFaults(t, f), "\n"); !strings.Contains(got, `"settings added" was not opened`) {
		t.Errorf("without the ways to a form: got %q", got)
	}
}
