package announce

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
)

// called has 16:00 of a Monday pass from a minute before it on, with tea then and some
// people in the rooms, and gives what the team is told, as 'KIND LANE: title'.
func called(t *testing.T, present []bot.Move, passes func(*fixture.Running)) (list []string) {
	t.Helper()
	fixture.Play(t, fixture.Setup{
		Begins:   "2000-01-03 15:50",
		Team:     func(team *bot.Team) { team.Habits = []bot.Habit{{Name: bot.Tea, Rule: "daily 16:00", Minutes: 15}} },
		Features: func(*fixture.Running) []bot.Feature { return []bot.Feature{Feature(nil)} },
		Present:  present,
	}, func(r *fixture.Running) {
		r.At("2000-01-03 15:59")
		r.Delivered() // the note ahead
		passes(r)
		for _, o := range r.Owed() {
			list = append(list, fmt.Sprintf("%s %s: %s", o.Kind, o.Lane, r.Post(o).Card.Title))
		}
	})
	slices.Sort(list)
	return list
}

func atFour(r *fixture.Running) { r.At("2000-01-03 16:00") }

func TestAHabitIsCalledOnceInEachRoomWhereSomebodyIs(t *testing.T) {
	for name, passes := range map[string]func(*fixture.Running){
		"at once":            atFour,
		"with a restart":     func(r *fixture.Running) { atFour(r); r.Restart(0) },
		"while none was up":  func(r *fixture.Running) { r.Restart(2 * time.Minute) },
		"and for long after": func(r *fixture.Running) { atFour(r); r.Wait(10 * time.Minute) },
	} {
		got := called(t, []bot.Move{
			fixture.In(fixture.Lounge, fixture.Ana), fixture.In(fixture.Lounge, fixture.Bo), fixture.In(fixture.Focus, fixture.Dan), // whom it leaves alone
		}, passes)
		want := []string{
			fmt.Sprintf("%s chime/%s: ", bot.KindChime, fixture.Lounge),
			fmt.Sprintf("%s %s: ☕ Tea time starts now · until 16:15", bot.KindPost, fixture.Lounge),
		}
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestWithNobodyInARoomAHabitIsCalledInTheTextChannel(t *testing.T) {
	got := called(t, nil, atFour)
	if want := []string{fmt.Sprintf("%s %s: ☕ Tea time starts now · until 16:15", bot.KindPost, fixture.Text)}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
