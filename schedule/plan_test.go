package schedule

import (
	"slices"
	"testing"
	"time"
)

// upcoming lists "key at instant" for the occurrences up to and including until.
func upcoming(t *testing.T, p Plan, after, until string) []string {
	t.Helper()
	end := instant(t, until)
	var got []string
	for o := range p.All(instant(t, after)) {
		if o.At.After(end) {
			break
		}
		got = append(got, o.Key()+" at "+o.At.Format(time.RFC3339))
	}
	return got
}

func TestEveryLocalDateHasItsOccurrenceOnceWhateverTheOffset(t *testing.T) {
	tests := []struct {
		name, zone, rule, after, until string
		want                           []string
	}{
		{
			"New York goes forward: 02:30 is left out", "America/New_York", "daily 2:30", "2026-03-07T00:00:00-05:00", "2026-03-09T12:00:00-04:00",
			[]string{
				"2026-03-07/02:30 at 2026-03-07T02:30:00-05:00",
				"2026-03-08/02:30 at 2026-03-08T03:00:00-04:00",
				"2026-03-09/02:30 at 2026-03-09T02:30:00-04:00",
			},
		},
		{
			"New York goes back: 01:30 comes twice", "America/New_York", "daily 1:30", "2026-10-31T00:00:00-04:00", "2026-11-02T12:00:00-05:00",
			[]string{
				"2026-10-31/01:30 at 2026-10-31T01:30:00-04:00",
				"2026-11-01/01:30 at 2026-11-01T01:30:00-04:00",
				"2026-11-02/01:30 at 2026-11-02T01:30:00-05:00",
			},
		},
		{
			"New York, the second of the doubled hours has nothing new", "America/New_York", "*/30 * * * *", "2026-11-01T00:45:00-04:00", "2026-11-01T02:00:00-05:00",
			[]string{
				"2026-11-01/01:00 at 2026-11-01T01:00:00-04:00",
				"2026-11-01/01:30 at 2026-11-01T01:30:00-04:00",
				"2026-11-01/02:00 at 2026-11-01T02:00:00-05:00",
			},
		},
		{
			"New York, what falls into the gap comes at its end", "America/New_York", "*/20 * * * *", "2026-03-08T01:30:00-05:00", "2026-03-08T03:20:00-04:00",
			[]string{
				"2026-03-08/01:40 at 2026-03-08T01:40:00-05:00",
				"2026-03-08/02:00 at 2026-03-08T03:00:00-04:00",
				"2026-03-08/02:20 at 2026-03-08T03:00:00-04:00",
				"2026-03-08/02:40 at 2026-03-08T03:00:00-04:00",
				"2026-03-08/03:00 at 2026-03-08T03:00:00-04:00",
				"2026-03-08/03:20 at 2026-03-08T03:20:00-04:00",
			},
		},
		{
			"São Paulo has no midnight on 2018-11-04", "America/Sao_Paulo", "daily 0:00", "2018-11-03T00:00:00-03:00", "2018-11-05T00:00:00-02:00",
			[]string{"2018-11-04/00:00 at 2018-11-04T01:00:00-02:00", "2018-11-05/00:00 at 2018-11-05T00:00:00-02:00"},
		},
		{
			"São Paulo has 23:30 twice on 2018-02-17", "America/Sao_Paulo", "daily 23:30", "2018-02-17T00:00:00-02:00", "2018-02-18T23:59:00-03:00",
			[]string{"2018-02-17/23:30 at 2018-02-17T23:30:00-02:00", "2018-02-18/23:30 at 2018-02-18T23:30:00-03:00"},
		},
		{
			"Lord Howe goes forward by half an hour", "Australia/Lord_Howe", "daily 2:15", "2026-10-03T12:00:00+10:30", "2026-10-05T12:00:00+11:00",
			[]string{"2026-10-04/02:15 at 2026-10-04T02:30:00+11:00", "2026-10-05/02:15 at 2026-10-05T02:15:00+11:00"},
		},
		{
			"Lord Howe goes back by half an hour", "Australia/Lord_Howe", "daily 1:45", "2026-04-04T12:00:00+11:00", "2026-04-06T12:00:00+10:30",
			[]string{"2026-04-05/01:45 at 2026-04-05T01:45:00+11:00", "2026-04-06/01:45 at 2026-04-06T01:45:00+10:30"},
		},
		{
			"Samoa had no 2011-12-30", "Pacific/Apia", "daily 16:00", "2011-12-29T00:00:00-10:00", "2011-12-31T23:00:00+14:00",
			[]string{
				"2011-12-29/16:00 at 2011-12-29T16:00:00-10:00",
				"2011-12-30/16:00 at 2011-12-31T00:00:00+14:00",
				"2011-12-31/16:00 at 2011-12-31T16:00:00+14:00",
			},
		},
	}
	for _, test := range tests {
		p := Plan{Rule: mustRule(t, test.rule), Zone: mustZone(t, test.zone)}
		got := upcoming(t, p, test.after, test.until)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestNextIsLaterThanAskedAndLooksFiveYears(t *testing.T) {
	tokyo := mustZone(t, "Asia/Tokyo")
	tests := []struct{ rule, after, want string }{
		{"weekdays 16:00", "2026-11-24T15:59:59+09:00", "2026-11-24/16:00"},
		{"weekdays 16:00", "2026-11-24T16:00:00+09:00", "2026-11-25/16:00"},
		{"weekdays 16:00", "2026-11-27T16:00:00.5+09:00", "2026-11-30/16:00"},
		{"weekdays 16:00", "2026-11-24T06:59:59Z", "2026-11-24/16:00"},
		{"0 16 13 * 5", "2026-11-24T16:00:00+09:00", "2026-11-27/16:00"},
		{"0 16 13 * 5", "2026-12-11T16:00:00+09:00", "2026-12-13/16:00"},
		{"0 16 29 2 *", "2026-11-24T16:00:00+09:00", "2028-02-29/16:00"},
		{"0 16 29 2 *", "2096-11-24T16:00:00+09:00", ""},
	}
	for _, test := range tests {
		got, ok := Plan{Rule: mustRule(t, test.rule), Zone: tokyo}.Next(instant(t, test.after))
		if ok != (test.want != "") || ok && got.Key() != test.want {
			t.Errorf("%s after %s: got %v, %v, want %q", test.rule, test.after, got, ok, test.want)
		}
	}
	if got, ok := (Plan{}).Next(instant(t, "2026-11-24T16:00:00Z")); ok {
		t.Errorf("the zero plan: got %v, want nothing", got)
	}
	never := Plan{Rule: mustRule(t, "daily 9:00"), Works: func(Date) bool { return false }}
	if got, ok := never.Next(instant(t, "2026-11-24T16:00:00Z")); ok {
		t.Errorf("no working day: got %v, want nothing", got)
	}
}

func TestAPlanKeepsToWorkingDays(t *testing.T) {
	calendar := Calendar{Country: "jp", Days: map[Date]Day{
		mustDate(t, "2026-11-25"): {Name: "創立記念日"},
		mustDate(t, "2026-11-28"): {Works: true},
	}}
	p := Plan{Rule: mustRule(t, "daily 16:00"), Zone: mustZone(t, "JST"), Works: calendar.Works}
	got := upcoming(t, p, "2026-11-20T16:00:00+09:00", "2026-11-30T16:00:00+09:00")
	want := []string{
		"2026-11-24/16:00 at 2026-11-24T16:00:00+09:00",
		"2026-11-26/16:00 at 2026-11-26T16:00:00+09:00",
		"2026-11-27/16:00 at 2026-11-27T16:00:00+09:00",
		"2026-11-28/16:00 at 2026-11-28T16:00:00+09:00",
		"2026-11-30/16:00 at 2026-11-30T16:00:00+09:00",
	}
	if !slices.Equal(got, want) {
		t.Errorf("\ngot  %q\nwant %q", got, want)
	}
}

func TestAShiftMovesTheInstantAndNotTheKey(t *testing.T) {
	p := Plan{Rule: mustRule(t, "daily 16:00"), Zone: mustZone(t, "JST"), Shift: -2 * time.Minute}
	got := upcoming(t, p, "2026-11-24T15:57:00+09:00", "2026-11-25T15:57:59+09:00")
	if want := []string{"2026-11-24/16:00 at 2026-11-24T15:58:00+09:00"}; !slices.Equal(got, want) {
		t.Errorf("two minutes before: got %q, want %q", got, want)
	}
	p.Rule, p.Shift = mustRule(t, "daily 23:50"), 15*time.Minute
	got = upcoming(t, p, "2026-11-24T00:05:00+09:00", "2026-11-25T00:05:00+09:00")
	if want := []string{"2026-11-24/23:50 at 2026-11-25T00:05:00+09:00"}; !slices.Equal(got, want) {
		t.Errorf("fifteen minutes after: got %q, want %q", got, want)
	}
}

func TestNothingIsDueBeforeSince(t *testing.T) {
	p := Plan{Rule: mustRule(t, "daily 16:00"), Since: instant(t, "2026-11-24T16:00:00Z")}
	got := upcoming(t, p, "2026-11-01T00:00:00Z", "2026-11-25T16:00:00Z")
	want := []string{"2026-11-24/16:00 at 2026-11-24T16:00:00Z", "2026-11-25/16:00 at 2026-11-25T16:00:00Z"}
	if !slices.Equal(got, want) {
		t.Errorf("at the instant itself: got %q, want %q", got, want)
	}
	p.Since = p.Since.Add(1)
	got = upcoming(t, p, "2026-11-01T00:00:00Z", "2026-11-25T16:00:00Z")
	if !slices.Equal(got, want[1:]) {
		t.Errorf("a nanosecond later: got %q, want %q", got, want[1:])
	}
}
