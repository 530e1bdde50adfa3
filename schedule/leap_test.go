package schedule_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// Package time says that the last day of a leap year after 2037 ends where it begins.
func TestEachTurnOfAYearHasItsOccurrences(t *testing.T) {
	rule, err := schedule.ParseRule("daily 15:00")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Sydney"} {
		zone, err := schedule.Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		plan := schedule.Plan{Rule: rule, Zone: zone}
		for year := 2026; year < 2070; year++ {
			for day := 29; day < 35; day++ {
				want := time.Date(year, time.December, day, 15, 0, 0, 0, zone)
				if got, ok := plan.Next(want.Add(-time.Hour)); !ok || !got.At.Equal(want) {
					t.Errorf("got %v, want %v", got.At, want)
				}
			}
		}
	}
}
