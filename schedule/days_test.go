package schedule

import (
	"strings"
	"testing"
)

func TestTheLastDayAwayIsReadInBothLanguages(t *testing.T) {
	// A Tuesday.
	const today = "2026-11-24"
	tests := []struct{ text, want string }{
		{"today", today},
		{"今日", today},
		{"今日まで", today},
		{"tomorrow", "2026-11-25"},
		{"until tomorrow", "2026-11-25"},
		{"明日", "2026-11-25"},
		{"明後日まで", "2026-11-26"},
		{"fri", "2026-11-27"},
		{"until fri", "2026-11-27"},
		{"Until Friday", "2026-11-27"},
		{"金曜まで", "2026-11-27"},
		{"金曜日", "2026-11-27"},
		{"mon", "2026-11-30"},
		{"this fri", "2026-11-27"},
		{"next mon", "2026-11-30"},
		{"until friday next week", "2026-12-04"},
		{"来週月曜", "2026-11-30"},
		{"来週の金曜日まで", "2026-12-04"},
		{"来週日曜", "2026-12-06"},
		{"今週金曜", "2026-11-27"},
		{"this week", "2026-11-29"},
		{"来週", "2026-12-06"},
		{"1 day", today},
		{"3 days", "2026-11-26"},
		{"for 3 days", "2026-11-26"},
		{"3日間", "2026-11-26"},
		{"2 weeks", "2026-12-07"},
		{"1週間", "2026-11-30"},
		{"2026-11-27", "2026-11-27"},
		{"２０２６／１１／２７", "2026-11-27"},
		{"2026年11月27日まで", "2026-11-27"},
		{"11/27", "2026-11-27"},
		{"11月27日", "2026-11-27"},
		{"11/24", today},
		{"1/5", "2027-01-05"},
		{"27日まで", "2026-11-27"},
		{"3日まで", "2026-12-03"},
		{"31日まで", "2026-12-31"},
	}
	for _, test := range tests {
		got, err := ParseUntil(test.text, tokyo(t, today))
		if err != nil || got.String() != test.want {
			t.Errorf("ParseUntil(%q): got %v, %v, want %s", test.text, got, err, test.want)
		}
	}
	if got, err := ParseUntil("2/29", tokyo(t, "2027-03-01")); err != nil || got != mustDate(t, "2028-02-29") {
		t.Errorf("2/29 before a leap year: got %v, %v, want 2028-02-29", got, err)
	}
	if got, err := ParseUntil("this sun", tokyo(t, "2026-11-29")); err != nil || got != mustDate(t, "2026-11-29") {
		t.Errorf("this sun on a Sunday: got %v, %v, want 2026-11-29, the week's last day", got, err)
	}
}

func TestAWrongLastDaySaysWhatIsWrong(t *testing.T) {
	tests := []struct{ text, fault, sentence string }{
		{"", FaultDate, `"" is not a date; write it like tomorrow`},
		{"まで", FaultDate, "is not a date"},
		{"until", FaultDate, `"until" is not a date; write it like tomorrow`},
		{"someday", FaultDate, "is not a date"},
		{"11/31", FaultDate, "is not a date"},
		{"2/30", FaultDate, "is not a date"},
		{"13/1", FaultDate, "is not a date"},
		{"2026-02-30", FaultDate, "is not a date"},
		{"32日", FaultDate, "is not a date"},
		{"1 1/27", FaultDate, "is not a date"},
		{"27", FaultDate, "is not a date"},
		{"99999999999999999999 days", FaultDate, "is not a date"},
		{"9999 weeks", FaultFar, "is more than a year away"},
		{"2028-01-01", FaultFar, "is more than a year away"},
		{"2026-11-23", FaultPast, "is before today"},
		{"this mon", FaultPast, "is before today"},
		{"0 days", FaultPast, "is before today"},
		{strings.Repeat("🍵", 4000), FaultDate, "is not a date"},
	}
	for _, test := range tests {
		_, err := ParseUntil(test.text, tokyo(t, "2026-11-24"))
		wantFault(t, err, test.fault)
		if !strings.Contains(err.Error(), test.sentence) {
			t.Errorf("ParseUntil(%q): got %q, want it to say %q", test.text, err, test.sentence)
		}
	}
}
