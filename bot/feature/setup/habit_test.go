package setup

import (
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
)

// A team that was set up before there was a kind of habit lacks it. Each switch does
// what it says, and only 'held' has it held.
func TestASwitchOfAHabitThatATeamLacksDoesWhatItSays(t *testing.T) {
	for _, row := range habit.Single() {
		for _, sw := range switches {
			r := founded(t)
			name := bot.HabitName(row.Kind)
			if _, has := r.Team().Habit(name); has {
				t.Fatalf("the team has %s", name)
			}
			before := bot.UsualHabit(name)
			r.keeps(bot.Press, "settings flip", bot.Input{With: []string{string(name), sw.name}})
			h, has := r.Team().Habit(name)
			if !has {
				t.Errorf("%s, %s: the team does not have it then", name, sw.name)
			}
			if held := !h.Options.Off; held != (sw.name == "called") {
				t.Errorf("%s, %s: held %v, want %v", name, sw.name, held, sw.name == "called")
			}
			if sw.name != "called" && sw.on(h) == sw.on(before) {
				t.Errorf("%s: %s is as before", name, sw.name)
			}
		}
	}
}
