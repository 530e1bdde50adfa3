package bot_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
)

// patient is a feature with a plan of 00:11 that may wait for hours.
func patient(t *testing.T) bot.Feature {
	rule, err := schedule.ParseRule("daily 00:11")
	if err != nil {
		t.Fatal(err)
	}
	return bot.Feature{
		Name: "patient",
		Plans: func(bot.Team) []bot.Plan {
			due := func(*bot.Scene, schedule.Due) error { return nil }
			return []bot.Plan{{ID: "patient", Plan: schedule.Plan{Rule: rule, Grace: 6 * time.Hour}, Due: due}}
		},
	}
}

func TestWhatMayWaitForHoursDoesNotHoldUpWhatMayNot(t *testing.T) {
	var seen []string
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		if want := []string{"00:18:00 2000-01-01/00:10"}; !slices.Equal(seen, want) {
			t.Errorf("told %v, want %v", seen, want)
		}
	}, daily(t, &seen, new(int)), patient(t))
}
