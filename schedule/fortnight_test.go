package schedule

import (
	"testing"
	"time"
)

func TestEveryOtherWeekNeedsADateToCountFrom(t *testing.T) {
	for _, text := range []string{"every other fri 15:00", "隔週金曜 15:00"} {
		_, err := ParseRule(text)
		if input := wantFault(t, err, FaultFrom); len(input.Suggestions) != 1 {
			t.Errorf("%q: got suggestions %v, want one", text, input.Suggestions)
		}
	}
	for text, want := range map[string]string{
		"every other fri 15:00 from 2026-11-24":          "every other fri 15:00 from 2026-11-27",
		"隔週金曜 15:00(2026-11-27から)":                       "every other fri 15:00 from 2026-11-27",
		"every other mon,fri 15:00 from 2026-11-27":      "every other mon,fri 15:00 from 2026-11-27",
		"every 3 weeks wed 9:00 from 2026-12-05":         "every 3 weeks wed 09:00 from 2026-12-23",
		"every two weeks on tuesday 9am from 2026-12-01": "every other tue 09:00 from 2026-12-01",
	} {
		if got, err := ParseRule(text); err != nil || got.String() != want {
			t.Errorf("ParseRule(%q): got %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestEveryOtherWeekMeansTheSameYearsLater(t *testing.T) {
	rule := mustRule(t, "every other fri 15:00 from 2026-11-27")
	plan := Plan{Rule: rule, Zone: mustZone(t, "Europe/Berlin")}
	from := mustDate(t, "2026-11-27")
	for _, years := range []int{-1, 0, 1, 4} {
		after := time.Date(2026+years, 12, 20, 0, 0, 0, 0, plan.Zone)
		next, ok := plan.Next(after)
		days := dayOf(next.Date) - dayOf(from)
		if !ok || next.Date.Weekday() != time.Friday || days < 0 || days%14 != 0 || years < 0 && days != 0 {
			t.Errorf("after %v: got %v, %v, want a Friday so many fortnights from %v", after, next, ok, from)
		}
	}
	n, start, days, clock, ok := rule.EveryWeeks()
	if n != 2 || start != from || len(days) != 1 || clock != (Clock{15, 0}) || !ok {
		t.Errorf("got %d, %v, %v, %v, %v, want what the rule says", n, start, days, clock, ok)
	}
	if _, _, weekly := rule.Weekly(); weekly {
		t.Error("a rule of every other week is told to be weekly")
	}
}

func TestAZoneThatWasTakenByTheLetterStaysWhatItWas(t *testing.T) {
	for _, name := range []string{"EST", "MST", "HST", "GMT", "Greenwich", "CET", "MET", "EET", "WET", "Asia/Tokyo", "nowhere"} {
		kept := KeptZone(name)
		if name == "nowhere" {
			if kept != name {
				t.Errorf("got %q, want it unchanged", kept)
			}
			continue
		}
		if _, err := ParseZone(kept); err != nil {
			t.Errorf("%s is kept as %s: %v", name, kept, err)
		}
		for _, month := range []time.Month{time.January, time.July} {
			at := time.Date(2026, month, 1, 12, 0, 0, 0, time.UTC)
			_, was := at.In(mustZone(t, name)).Zone()
			if _, is := at.In(mustZone(t, kept)).Zone(); was != is {
				t.Errorf("%s in %v: got %d seconds from UTC as %s, want %d", name, month, is, kept, was)
			}
		}
	}
}
