package kpt_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func TestAHeadingAboveSaysTheYearOfTheDaysBelow(t *testing.T) {
	today := schedule.Date{Year: 2026, Month: 11, Day: 26}
	for page, want := range corpus(t, "testdata/years.txt", 80) {
		heading, below, _ := strings.Cut(page, " > ")
		years, _ := kpt.FindYears(heading)
		var sheets []kpt.Dating
		for day := range strings.SplitSeq(below, "; ") {
			d, ok := kpt.FindDating(day)
			if !ok {
				t.Fatalf("%q: %q is no day", page, day)
			}
			d.Above = years
			sheets = append(sheets, d)
		}
		var got []string
		for _, day := range kpt.Resolve(sheets, today) {
			if got = append(got, day.String()); day == (schedule.Date{}) {
				got[len(got)-1] = "-"
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is read as %v, want %s", page, got, want)
		}
	}
}
