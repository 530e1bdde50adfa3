package schedule

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestARuleIsReadInWordsAndInCronFields(t *testing.T) {
	tests := []struct{ text, want string }{
		{"weekdays 16:00", "weekdays 16:00"},
		{"Weekdays at 16:00", "weekdays 16:00"},
		{"0 16 * * 1-5", "weekdays 16:00"},
		{"0 16 * * MON-FRI", "weekdays 16:00"},
		{"0 16 ? * mon,tue,wed,thu,fri", "weekdays 16:00"},
		{"０　１６　＊　＊　１－５", "weekdays 16:00"},
		{"平日 16:00", "weekdays 16:00"},
		{"平日１６：００", "weekdays 16:00"},
		{"平日16時", "weekdays 16:00"},
		{"mon-fri 16:00", "weekdays 16:00"},
		{"月〜金 16:00", "weekdays 16:00"},
		{"daily 9:30", "daily 09:30"},
		{"every day at 9:30", "daily 09:30"},
		{"毎日 9:30", "daily 09:30"},
		{"30 9 * * *", "daily 09:30"},
		{"30 9 1-31 * 1", "daily 09:30"},
		{"fri 15:00", "fri 15:00"},
		{"every Friday at 15:00", "fri 15:00"},
		{"fridays 15:00", "fri 15:00"},
		{"金曜 15:00", "fri 15:00"},
		{"毎週金曜日の15時", "fri 15:00"},
		{"mon,wed,thu 10:00", "mon,wed,thu 10:00"},
		{"thu mon, wed 10:00", "mon,wed,thu 10:00"},
		{"月・水 10:00", "mon,wed 10:00"},
		{"月水金 10:00", "mon,wed,fri 10:00"},
		{"weekends 10:00", "sat,sun 10:00"},
		{"土日 10時30分", "sat,sun 10:30"},
		{"fri-mon 10:00", "mon,fri,sat,sun 10:00"},
		{"*/5 * * * *", "*/5 * * * *"},
		{"0,5,10-12 9-17 * * 1-5", "0,5,10-12 9-17 * * 1-5"},
		{"0 16 13 * 5", "0 16 13 * 5"},
		{"0 16 29 feb *", "0 16 29 2 *"},
		{"0 9,12,15,18,21 */2 1,3-5 *", "0 9,12,15,18,21 */2 1,3-5 *"},
	}
	for _, test := range tests {
		got, err := ParseRule(test.text)
		if err != nil || got.String() != test.want {
			t.Errorf("ParseRule(%q): got %q, %v, want %q", test.text, got, err, test.want)
			continue
		}
		if again, err := ParseRule(got.String()); err != nil || again != got {
			t.Errorf("ParseRule(%q) again: got %v, %v, want %v", got, again, err, got)
		}
	}
}

func TestAWrongRuleSaysWhatIsWrong(t *testing.T) {
	tests := []struct{ text, fault, sentence string }{
		{"", FaultRule, "weekdays 16:00"},
		{" \t　", FaultRule, "weekdays 16:00"},
		{"25:00", FaultTime, `"25:00" has no time of day between 00:00 and 23:59; write it like 16:00.`},
		{"weekdays 25:00", FaultTime, "write it like 16:00"},
		{"平日 24:00", FaultTime, "write it like 16:00"},
		{"weekdays 160:00", FaultTime, "write it like 16:00"},
		{"weekdays 9:5", FaultTime, "write it like 16:00"},
		{"weekdays 16:00:00", FaultTime, "write it like 16:00"},
		{"16:00", FaultNoDays, "weekdays 16:00"},
		{"weekdays", FaultNoTime, "weekdays 15:00"},
		{"moonday 16:00", FaultDays, `"moonday" is not a day of the week`},
		{"mon,, blursday 16:00", FaultDays, `"blursday" is not a day of the week`},
		{"祝日 16:00", FaultDays, `"祝日" is not a day of the week`},
		{"TZ=Asia/Tokyo 0 16 * * *", FaultZoneInRule, "names a time zone"},
		{"TZ=", FaultZoneInRule, "names a time zone"},
		{"CRON_TZ=UTC", FaultZoneInRule, "names a time zone"},
		{"ＴＺ＝UTC 0 16 * * *", FaultZoneInRule, "names a time zone"},
		{"@every 5m", FaultEvery, "begins with @"},
		{"@daily", FaultEvery, "begins with @"},
		{"0 0 16 * * 1-5", FaultSeconds, "seconds are not supported"},
		{"60 16 * * *", FaultField, `"60" is not valid`},
		{"0 24 * * *", FaultField, `"24" is not valid`},
		{"0 16 * * 8", FaultField, `"8" is not valid`},
		{"0 16 * * 17", FaultField, `"17" is not valid`},
		{"7,,9 16 * * *", FaultField, `"7,,9" is not valid`},
		{"0 16,18, * * *", FaultField, `"16,18," is not valid`},
		{"0 16 ,3 * *", FaultField, `",3" is not valid`},
		{"0 16 * jan,,mar *", FaultField, `"jan,,mar" is not valid`},
		{"0 16 * * mon,,,fri", FaultField, `"mon,,,fri" is not valid`},
		{"0 16 *-5 * *", FaultField, `"*-5" is not valid`},
		{"0 16 , * *", FaultField, `"," is not valid`},
		{"0 16 * * 5-1", FaultField, `"5-1" is not valid`},
		{"*/0 16 * * *", FaultField, `"*/0" is not valid`},
		{"0 16 30 2 *", FaultNever, "a date that no year has"},
		{"0 16 * *", FaultRule, "weekdays 16:00"},
		{strings.Repeat("🍵", 4000), FaultRule, "is not a schedule"},
	}
	for _, test := range tests {
		_, err := ParseRule(test.text)
		input := wantFault(t, err, test.fault)
		if !strings.Contains(err.Error(), test.sentence) {
			t.Errorf("ParseRule(%q): got %q, want it to say %q", test.text, err, test.sentence)
		}
		if input.Input != test.text {
			t.Errorf("ParseRule(%q): got input %q in the error, want it unchanged", test.text, input.Input)
		}
		if len(err.Error()) > 500 {
			t.Errorf("ParseRule(%.20q…): got a sentence of %d bytes, want it short", test.text, len(err.Error()))
		}
	}
}

func TestOnlyARuleForDaysAtOneTimeIsWeekly(t *testing.T) {
	days, clock, ok := mustRule(t, "30 9 * * 0,3").Weekly()
	if want := []time.Weekday{time.Wednesday, time.Sunday}; !ok || !slices.Equal(days, want) || clock != (Clock{9, 30}) {
		t.Errorf("got %v, %v, %v, want %v, 09:30, true", days, clock, ok, want)
	}
	for _, text := range []string{"0 9,16 * * 1", "0,30 9 * * 1", "0 9 1 * *", "0 9 * 1 1", "0 9 1 * 1"} {
		if days, clock, ok := mustRule(t, text).Weekly(); ok {
			t.Errorf("%q: got %v, %v, true, want false", text, days, clock)
		}
	}
	times := mustRule(t, "15,45 9,16 1 * *").Times()
	if want := []Clock{{9, 15}, {9, 45}, {16, 15}, {16, 45}}; !slices.Equal(times, want) {
		t.Errorf("got times %v, want %v", times, want)
	}
}

func TestARuleIsKeptInJSONAsItsText(t *testing.T) {
	type kept struct {
		Rule  Rule
		Clock Clock
		Days  map[Date]Day
		None  Rule
	}
	want := kept{Rule: mustRule(t, "weekdays 16:00"), Clock: Clock{9, 5}, Days: map[Date]Day{{2026, 11, 24}: {Name: "x"}}}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if text := `{"Rule":"weekdays 16:00","Clock":"09:05","Days":{"2026-11-24":{"name":"x"}},"None":""}`; string(data) != text {
		t.Errorf("got %s, want %s", data, text)
	}
	var got kept
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Rule != want.Rule || got.Clock != want.Clock || got.Days[Date{2026, 11, 24}].Name != "x" || got.None != want.None {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, bad := range []string{`{"Rule":"x"}`, `{"Clock":"25:00"}`, `{"Days":{"x":{}}}`} {
		if err := json.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("Unmarshal(%s): got no error, want one", bad)
		}
	}
}

func TestATimeOfDayIsReadInBothScripts(t *testing.T) {
	tests := []struct {
		text string
		want Clock
	}{
		{"16:00", Clock{16, 0}},
		{"9:30", Clock{9, 30}},
		{" 09:30 ", Clock{9, 30}},
		{"１６：００", Clock{16, 0}},
		{"16時", Clock{16, 0}},
		{"16時30分", Clock{16, 30}},
		{"１６時５分", Clock{16, 5}},
		{"9時半", Clock{9, 30}},
		{"0:00", Clock{0, 0}},
		{"23:59", Clock{23, 59}},
	}
	for _, test := range tests {
		if got, err := ParseClock(test.text); err != nil || got != test.want {
			t.Errorf("ParseClock(%q): got %v, %v, want %v", test.text, got, err, test.want)
		}
	}
	for _, text := range []string{
		"", "16", "24:00", "25:00", "12:60", "9:5", "1 6:00", "-1:00", "+1:00", "16:00:00", "時", "16時30", "16時60分", "13am", "午後12時", "12am", "16:000", ":30", "٤:٠٠",
		strings.Repeat("9", 1000) + ":00",
	} {
		_, err := ParseClock(text)
		wantFault(t, err, FaultTime)
	}
}

func TestADateCountsThroughMonthsAndLeapYears(t *testing.T) {
	tests := []struct {
		from string
		days int
		want string
		on   time.Weekday
	}{
		{"2026-11-30", 1, "2026-12-01", time.Tuesday},
		{"2027-01-01", -1, "2026-12-31", time.Thursday},
		{"2028-02-28", 1, "2028-02-29", time.Tuesday},
		{"2100-02-28", 1, "2100-03-01", time.Monday},
		{"1970-01-01", -1, "1969-12-31", time.Wednesday},
	}
	for _, test := range tests {
		got := mustDate(t, test.from).AddDays(test.days)
		if got.String() != test.want || got.Weekday() != test.on {
			t.Errorf("%s %+d days: got %v, %v, want %v, %v", test.from, test.days, got, got.Weekday(), test.want, test.on)
		}
		if dateOfDay(wallOf(got.midnight().Add(90*time.Second)).day()) != got {
			t.Errorf("%v: got %v back from its wall", got, dateOfDay(wallOf(got.midnight()).day()))
		}
	}
	for _, text := range []string{"", "2026-2-1", "2026-02-30", "26-02-01", "2026-02-01 "} {
		_, err := ParseDate(text)
		wantFault(t, err, FaultDate)
	}
	if a, b := mustDate(t, "2026-11-30"), mustDate(t, "2026-12-01"); a.Compare(b) != -1 || b.Compare(a) != 1 || a.Compare(a) != 0 {
		t.Errorf("got %d, %d, %d, want -1, 1, 0", a.Compare(b), b.Compare(a), a.Compare(a))
	}
}
