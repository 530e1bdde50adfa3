package schedule

import (
	"strings"
	"testing"
	"time"
)

func TestARuleIsReadForWeeksOfTheMonthAndForOneDate(t *testing.T) {
	for text, want := range map[string]string{
		"first mon 17:00":                      "first mon 17:00",
		"First Monday of the month at 17:00":   "first mon 17:00",
		"every 1st mon 17:00":                  "first mon 17:00",
		"monthly first mon 17:00":              "first mon 17:00",
		"third and first wed 18:00":            "first,third wed 18:00",
		"2nd, 4th tue 9:00":                    "second,fourth tue 09:00",
		"last fri 15:00":                       "last fri 15:00",
		"first mon,wed 10:00":                  "first mon,wed 10:00",
		"第1月曜 17:00":                           "first mon 17:00",
		"毎月第１月曜日の17時":                          "first mon 17:00",
		"第1・第3水曜 18:00":                        "first,third wed 18:00",
		"第二火曜 9時半":                             "second tue 09:30",
		"第1週の月曜 17:00":                         "first mon 17:00",
		"毎月 最終金曜 17:00":                        "last fri 17:00",
		"最後の金曜 17:00":                          "last fri 17:00",
		"first,second,third,4th,last mon 8:00": "mon 08:00",
		"2026-12-18 19:00":                     "2026-12-18 19:00",
		"2026/12/18 at 19:00":                  "2026-12-18 19:00",
		"2026年12月18日の19時":                      "2026-12-18 19:00",
		"2028-02-29 9:00":                      "2028-02-29 09:00",
		"first mon and third mon 17:00":        "first,third mon 17:00",
		"第1月曜・第3月曜 17:00":                      "first,third mon 17:00",
		"every 2nd and 4th tue 9:00":           "second,fourth tue 09:00",
		"every second tue of the month 9:00":   "second tue 09:00",
	} {
		got, err := ParseRule(text)
		if err != nil || got.String() != want {
			t.Errorf("ParseRule(%q): got %q, %v, want %q", text, got, err, want)
			continue
		}
		if again, err := ParseRule(got.String()); err != nil || again != got {
			t.Errorf("ParseRule(%q) again: got %v, %v, want %v", got, again, err, got)
		}
	}
}

func TestAWrongDateSaysWhatIsWrong(t *testing.T) {
	for text, fault := range map[string]string{
		"12/18 19:00":          FaultWhen, // of which year?
		"2026-02-30 19:00":     FaultWhen,
		"1926-12-18 19:00":     FaultWhen,
		"第5月曜 19:00":           FaultWhen,
		"2026-12-18 25:00":     FaultTime,
		"2026-12-18":           FaultNoTime,
		"first 17:00":          FaultRule,
		"first weekdays 17:00": FaultRule,
		"last daily 17:00":     FaultRule,
		"first blursday 17:00": FaultDays,
		"firstly mon 17:00":    FaultDays,
		"next fri 19:00":       FaultDays,

		// A rule has the same days in each of its weeks.
		"first mon third fri 17:00":  FaultRule,
		"fri and first mon 17:00":    FaultRule,
		"first mon, second tue 9:00": FaultRule,
		"mon first 9:00":             FaultRule,
		"every 2nd tue 17:00":        FaultWhich, // or every other week?
		"第1月曜・第3金曜 17:00":            FaultRule,
		"2026-12-18 mon 19:00":       FaultWhen,
		"2026-12-18 19:00-21:00":     FaultTimes,
	} {
		_, err := ParseRule(text)
		wantFault(t, err, fault)
	}
	_, err := ParseRule("12/18 19:00")
	if want := `"12/18" in "12/18 19:00" is neither days of the week nor a date; write it like`; !strings.Contains(err.Error(), want) {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestADateIsReadAsPeopleWriteIt(t *testing.T) {
	now := time.Date(2026, 11, 24, 15, 0, 0, 0, time.FixedZone("Tokyo", 9*3600)) // a Tuesday
	for text, want := range map[string]string{
		"12/18 19:00":          "2026-12-18 19:00",
		"9/20 19:00":           "2027-09-20 19:00",
		"12月18日 19時":           "2026-12-18 19:00",
		"12月 18日 19:00":        "2026-12-18 19:00",
		"12/18(金) 19:00":       "2026-12-18 19:00",
		"12月18日（金）の19時半":       "2026-12-18 19:30",
		"18日 19:00":            "2026-12-18 19:00",
		"Dec 18 at 19:00":      "2026-12-18 19:00",
		"18 December 19:00":    "2026-12-18 19:00",
		"Fri, 18th Dec 19:00":  "2026-12-18 19:00",
		"Fri Dec 18 2026 9:00": "2026-12-18 09:00",
		"2026 dec 18 9:00":     "2026-12-18 09:00",
		"sept 1 9:00":          "2027-09-01 09:00",
		"today 15:01":          "2026-11-24 15:01",
		"tomorrow at 18:00":    "2026-11-25 18:00",
		"明後日 18時":              "2026-11-26 18:00",
		"fri next week 19:00":  "2026-12-04 19:00",
		"this friday 19:00":    "2026-11-27 19:00",
		"12/18 7pm":            "2026-12-18 19:00",
		"31/12 19:00":          "2026-12-31 19:00",
		"来週の金曜 19:00":          "2026-12-04 19:00",
		"2027-11-24 9:00":      "2027-11-24 09:00",
		"fri 19:00":            "fri 19:00",
		"first mon 17:00":      "first mon 17:00",
		"0 16 * * 1-5":         "weekdays 16:00",
	} {
		got, err := ParseWhen(text, now)
		if err != nil || got.String() != want {
			t.Errorf("ParseWhen(%q): got %q, %v, want %q", text, got, err, want)
		}
	}
	for text, fault := range map[string]string{
		"today 15:00":            FaultOver,
		"2026-11-24 14:59":       FaultOver,
		"2025-12-18 19:00":       FaultOver,
		"2028-12-18 19:00":       FaultFar,
		"sat dec 18 19:00":       FaultWeekday, // it is a Friday
		"12/18(土) 19:00":         FaultWeekday,
		"2/30 19:00":             FaultWhen,
		"1 1/27 19:00":           FaultWhen,
		"dec 18 19 20:00":        FaultWhen,
		"next week 19:00":        FaultDays,
		"来週 19:00":               FaultDays,
		"3 days 19:00":           FaultWhen,
		"until fri 19:00":        FaultDays,
		"soon":                   FaultRule,
		"dec 18":                 FaultNoTime,
		"12月18日(金)":              FaultNoTime,
		"tomorrow":               FaultNoTime,
		"weekdays":               FaultNoTime,
		"":                       FaultRule,
		"12/18":                  FaultNoTime,
		"12/5 19:00":             FaultWhich, // in no zone where people agree
		strings.Repeat("1", 500): FaultRule,
	} {
		_, err := ParseWhen(text, now)
		wantFault(t, err, fault)
	}
}

func TestARuleOfTheMonthIsDueInItsWeeksAlone(t *testing.T) {
	for rule, want := range map[string][]string{
		"first mon 17:00":      {"2026-12-07/17:00", "2027-01-04/17:00", "2027-02-01/17:00"},
		"last fri 15:00":       {"2026-11-27/15:00", "2026-12-25/15:00", "2027-01-29/15:00"},
		"fourth,last mon 9:00": {"2026-11-30/09:00", "2026-12-28/09:00", "2027-01-25/09:00"},
		"2026-12-18 19:00":     {"2026-12-18/19:00"},
		"2026-11-24 16:00":     {"2026-11-24/16:00"},
		"2026-11-24 15:00":     nil,
		"2026-11-20 16:00":     nil,
		"2035-11-20 16:00":     nil, // beyond the horizon
	} {
		parsed, err := ParseRule(rule)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for o := range (Plan{Rule: parsed}).All(time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)) {
			if got = append(got, o.Key()); len(got) == 3 {
				break
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %v, want %v", rule, got, want)
		}
	}
}

func TestADateInAnHourThatIsLeftOutComesAfterIt(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	rule, err := ParseRule("2027-03-28 02:30")
	if err != nil {
		t.Fatal(err)
	}
	next, ok := Plan{Rule: rule, Zone: berlin}.Next(time.Date(2026, 11, 24, 0, 0, 0, 0, berlin))
	if want := time.Date(2027, 3, 28, 3, 0, 0, 0, berlin); !ok || !next.At.Equal(want) {
		t.Errorf("got %v, %v, want %v", next.At, ok, want)
	}
}

func TestWeeklyRulesAreTold(t *testing.T) {
	for rule, want := range map[string][2]bool{"mon 9:00": {true, false}, "first mon 9:00": {false, true}, "2026-12-18 9:00": {false, false}, "0 9 1 * *": {false, false}} {
		parsed, err := ParseRule(rule)
		if err != nil {
			t.Fatal(err)
		}
		_, _, weekly := parsed.Weekly()
		_, _, _, monthly := parsed.Monthly()
		if weekly != want[0] || monthly != want[1] {
			t.Errorf("%s: got weekly %v, monthly %v, want %v", rule, weekly, monthly, want)
		}
	}
}
