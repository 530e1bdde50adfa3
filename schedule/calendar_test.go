package schedule

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// holidaysOf lists the dates of a year as "01-02".
func holidaysOf(year int) []string {
	var dates []string
	for d := (Date{year, time.January, 1}); d.Year == year; d = d.AddDays(1) {
		if (Calendar{Country: "jp"}).Why(d, "ja") != "" {
			dates = append(dates, d.String()[5:])
		}
	}
	return dates
}

func TestJapaneseHolidaysAreThoseOfTheOfficialCalendar(t *testing.T) {
	tests := map[int]string{
		// Substitutes on Mondays; Emperor's Birthday still in December.
		2018: "01-01 01-08 02-11 02-12 03-21 04-29 04-30 05-03 05-04 05-05 07-16 08-11 09-17 09-23 09-24 10-08 11-03 11-23 12-23 12-24",
		// Ten days for the succession, the enthronement, and no Emperor's Birthday.
		2019: "01-01 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-23 10-14 10-22 11-03 11-04 11-23",
		// Marine, Sports and Mountain Day moved for the Olympics.
		2020: "01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-23 07-24 08-10 09-21 09-22 11-03 11-23",
		// Moved once more, and Mountain Day with a substitute.
		2021: "01-01 01-11 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-22 07-23 08-08 08-09 09-20 09-23 11-03 11-23",
		2024: "01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23",
		2025: "01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24",
		// Between two holidays: 22 September.
		2026: "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23",
		2027: "01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23",
	}
	for year, want := range tests {
		if got := strings.Join(holidaysOf(year), " "); got != want {
			t.Errorf("%d:\ngot  %s\nwant %s", year, got, want)
		}
	}
}

// The law fixes these whatever the year: Monday holidays, and a substitute for
// every holiday on a Sunday since 1973.
func TestTheHolidayTableKeepsTheLawTo2050(t *testing.T) {
	jp := Calendar{Country: "jp"}
	for year := 2022; year <= 2050; year++ {
		dates := holidaysOf(year)
		if len(dates) < 16 || len(dates) > 21 {
			t.Errorf("%d: got %d holidays, want 16 to 21", year, len(dates))
		}
		for _, fixed := range []string{"01-01", "02-11", "02-23", "04-29", "05-03", "05-04", "05-05", "08-11", "11-03", "11-23"} {
			if !slices.Contains(dates, fixed) {
				t.Errorf("%d: got no %s", year, fixed)
			}
		}
		for _, monday := range []struct {
			month time.Month
			week  int
			name  string
		}{{1, 2, "成人の日"}, {7, 3, "海の日"}, {9, 3, "敬老の日"}, {10, 2, "スポーツの日"}} {
			d := Date{year, monday.month, 1}
			d = d.AddDays((8-int(d.Weekday()))%7 + 7*(monday.week-1))
			if got := jp.Why(d, "ja"); got != monday.name {
				t.Errorf("%v: got %q, want %q", d, got, monday.name)
			}
		}
		equinoxes := [...]string{spring(year), autumn(year)}
		for i, name := range []string{"春分の日", "秋分の日"} {
			if got := jp.Why(mustDate(t, equinoxes[i]), "ja"); got != name {
				t.Errorf("%s: got %q, want %q", equinoxes[i], got, name)
			}
		}
	}
	for d := (Date{1974, time.January, 1}); d.Year <= 2050; d = d.AddDays(1) {
		if d.Weekday() != time.Sunday || jp.Why(d, "ja") == "" {
			continue
		}
		next := d.AddDays(1)
		for jp.Why(next, "ja") != "" && jp.Why(next, "ja") != "振替休日" {
			next = next.AddDays(1)
		}
		if got := jp.Why(next, "ja"); got != "振替休日" {
			t.Errorf("%v is a holiday on a Sunday: got %q on %v, want 振替休日", d, got, next)
		}
	}
}

// The equinoxes by the usual formula for 1980 to 2099.
func spring(year int) string {
	return Date{year, time.March, int(20.8431+0.242194*float64(year-1980)) - (year-1980)/4}.String()
}

func autumn(year int) string {
	return Date{year, time.September, int(23.2488+0.242194*float64(year-1980)) - (year-1980)/4}.String()
}

func TestEveryLineOfTheHolidayTableIsRead(t *testing.T) {
	lines := 0
	for line := range strings.Lines(holidaysText) {
		if !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	table := holidaysJP()
	if len(table) != lines || lines < 1300 {
		t.Errorf("got %d holidays of %d lines, want all, at least 1300", len(table), lines)
	}
	for d, h := range table {
		if d.Year < 1970 || d.Year > 2050 || h.japanese == "" || h.english == "" {
			t.Errorf("got %v %+v, want a year from 1970 to 2050 and two names", d, h)
		}
	}
}

func TestACompanyDayOutranksWeekdayAndHoliday(t *testing.T) {
	c := Calendar{Country: "jp", Days: map[Date]Day{
		mustDate(t, "2026-12-29"): {Name: "年末休み"},
		mustDate(t, "2026-12-30"): {},
		mustDate(t, "2026-11-23"): {Works: true, Name: "Open day"},
		mustDate(t, "2026-11-28"): {Works: true},
	}}
	tests := []struct {
		date  string
		works bool
		ja    string
		en    string
	}{
		{"2026-11-24", true, "", ""},
		{"2026-11-21", false, "", ""},
		{"2026-11-03", false, "文化の日", "National Culture Day"},
		{"2026-05-06", false, "振替休日", "Substitute Holiday"},
		{"2026-10-12", false, "スポーツの日", "Sports Day"},
		{"2026-12-29", false, "年末休み", "年末休み"},
		{"2026-12-30", false, "", ""},
		{"2026-11-23", true, "", ""},
		{"2026-11-28", true, "", ""},
	}
	for _, test := range tests {
		d := mustDate(t, test.date)
		if got := c.Works(d); got != test.works {
			t.Errorf("Works(%s): got %v, want %v", test.date, got, test.works)
		}
		if ja, en := c.Why(d, "ja"), c.Why(d, "en"); ja != test.ja || en != test.en {
			t.Errorf("Why(%s): got %q, %q, want %q, %q", test.date, ja, en, test.ja, test.en)
		}
	}
}

func TestATeamChoosesItsWeekAndItsHolidays(t *testing.T) {
	holiday, friday, saturday, sunday := mustDate(t, "2026-11-03"), mustDate(t, "2026-11-20"), mustDate(t, "2026-11-21"), mustDate(t, "2026-11-22")
	tests := []struct {
		calendar Calendar
		want     [4]bool
	}{
		{Calendar{}, [4]bool{true, true, false, false}},
		{Calendar{Country: "jp"}, [4]bool{false, true, false, false}},
		{Calendar{Country: "jp", Weekdays: []time.Weekday{time.Tuesday, time.Saturday}}, [4]bool{false, false, true, false}},
		{Calendar{Country: "xx", Weekdays: []time.Weekday{time.Sunday}}, [4]bool{false, false, false, true}},
	}
	for _, test := range tests {
		c := test.calendar
		if got := [4]bool{c.Works(holiday), c.Works(friday), c.Works(saturday), c.Works(sunday)}; got != test.want {
			t.Errorf("%+v: got %v, want %v", c, got, test.want)
		}
	}
}
