package app

import (
	"testing"

	"github.com/engawa-bot/engawa/schedule"
)

func TestADayThatHasBeenIsMeantInManyWays(t *testing.T) {
	thursday := schedule.Date{Year: 2026, Month: 11, Day: 26}
	for text, want := range map[string]string{
		"today": "2026-11-26", " Today ": "2026-11-26", "yesterday": "2026-11-25", "thu": "2026-11-26", "Thursday": "2026-11-26",
		"fri": "2026-11-20", "wed": "2026-11-25", "2026-11-18": "2026-11-18",
	} {
		if got, err := dayMeant(text, thursday); err != nil || got.String() != want {
			t.Errorf("%q: got %s and %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "tomorrow", "someday", "11/26", "frid", "2026-13-01"} {
		if got, err := dayMeant(text, thursday); err == nil {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
}
