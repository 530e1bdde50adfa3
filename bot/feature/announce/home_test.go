package announce

import (
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

func TestTheOwnPageSaysWhenAndWhereEachHabitIsNext(t *testing.T) {
	a := announcer{}
	team := bot.Team{
		Manner: bot.Manner{Lang: words.Japanese, Zone: "Asia/Tokyo"},
		Rooms:  []bot.Room{{ID: "3", Name: "Lounge", Kind: bot.Lounge}},
		Habits: []bot.Habit{
			{Name: bot.Standup, Rule: "weekdays 10:00", Minutes: 15, Place: "3"},
			{Name: bot.Tea, Rule: "weekdays 16:00", Minutes: 15, Called: bot.Called{Title: "snack time"}},
			{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60, Link: "https://zoom.example/j/1"},
		},
	}
	friday := time.Date(2026, time.November, 27, 15, 0, 0, 0, team.Location()) // as the KPT begins
	next := func() (lines []string) {
		t.Helper()
		ask := &bot.Ask{Scene: &bot.Scene{Team: team, Now: friday}, Request: bot.Request{From: bot.Person{Lang: words.English}}}
		part, err := a.home(ask, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range part.Lines {
			lines = append(lines, line.String())
		}
		if got, want := !part.Title.Empty(), len(lines) > 0; got != want {
			t.Errorf("got a title: %v, want %v", got, want)
		}
		return lines
	}
	want := []string{
		"🔔 Standup: Mon 30 Nov at 10:00 · 3",
		"☕ snack time: Fri 27 Nov at 16:00 · any room",
		"📝 KPT: Fri 4 Dec at 15:00 · https://zoom.example/j/1",
	}
	if got := next(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for i := range team.Habits {
		team.Habits[i].Options.Off = true
	}
	if got := next(); len(got) != 0 {
		t.Errorf("with all switched off: got %q, want nothing", got)
	}
}
