package kpt

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// shortYear reads 26/11/27, which may be of 2026 or of 2027: see Dating.Short.
func shortYear(g []string) (Dating, bool) {
	d := Dating{Short: [3]int{number(g[0]), number(g[1]), number(g[2])}}
	days := d.readings()
	if len(days) == 0 {
		return Dating{}, false
	}
	d.Month, d.Day = days[0].Month, days[0].Day
	return d, true
}

// readings are the days that three numbers may mean, of which the year is in this half of the
// century: the year first, or last behind the day or the month.
func (d Dating) readings() (days []schedule.Date) {
	const from, to = 15, 60
	for _, order := range [][3]int{{0, 1, 2}, {2, 1, 0}, {2, 0, 1}} {
		year, month, day := d.Short[order[0]], d.Short[order[1]], d.Short[order[2]]
		date := schedule.Date{Year: 2000 + year, Month: time.Month(month), Day: day}
		if year >= from && year <= to && date.AddDays(0) == date {
			days = append(days, date)
		}
	}
	return days
}

// near is the one reading that is not far from today; false if there is none, or several.
func (d Dating) near(today schedule.Date) (near schedule.Date, ok bool) {
	const before = 300 // days
	for _, day := range d.readings() {
		if today.AddDays(soonDays).Before(day) || day.Before(today.AddDays(-before)) || day == near {
			continue
		}
		if ok {
			return schedule.Date{}, false
		}
		near, ok = day, true
	}
	return near, ok
}

// dayMonthYear reads 27.11.2026, and 27/11/2026 or 11/27/2026 where it can be only one.
func dayMonthYear(g []string) (Dating, bool) {
	one, two := number(g[0]), number(g[2])
	d := Dating{Year: number(g[3]), Month: time.Month(two), Day: one}
	switch {
	case g[1] == "." || one > 12:
		d.DayFirst = g[1] == "/"
	case two > 12 || one == two:
		d.Month, d.Day = time.Month(one), two
	default:
		return d, false
	}
	return d, d.exists()
}

// slashed reads 11/27, and 27/11 where it can be nothing else; 24/7 is no day.
func slashed(g []string) (Dating, bool) {
	one, two := number(g[0]), number(g[1])
	d := Dating{Month: time.Month(one), Day: two, Manner: Manner{Slashed: one <= 12 && two <= 12 && one != two}}
	if one > 12 && (one != 24 || two != 7) {
		d = Dating{Month: time.Month(two), Day: one, Manner: Manner{DayFirst: true}}
	}
	return d, d.exists()
}

// daysOf reads the days of a week, from one to another: 11/23-11/27.
func daysOf(g []string) (Dating, bool) {
	d, ok := dayOf(0, 1, 2)(g)
	if !ok {
		return d, false
	}
	return d.among("", "-"+g[3])
}

// eitherWay says whether only the team knows which of two numbers is the month. Where another sheet
// of theirs says the day first, nobody else does.
func (d Dating) eitherWay() bool { return d.Slashed && d.Year == 0 && d.Weekday == 0 }

var kanjiNumber = regexp.MustCompile(`([〇零一二三四五六七八九十]+)([年月日])`)

// arabic is a text with the numbers of its days in digits: "令和八年十一月二十七日".
func arabic(text string) string {
	return kanjiNumber.ReplaceAllStringFunc(text, func(s string) string {
		m := kanjiNumber.FindStringSubmatch(s)
		if n, ok := kanjiValue(m[1]); ok {
			return strconv.Itoa(n) + m[2]
		}
		return s
	})
}

// kanjiValue is a number of up to 99 in words, or one whose digits stand side by side.
func kanjiValue(text string) (n int, ok bool) {
	digit := func(r rune) int { return strings.Index("〇一二三四五六七八九", string(r)) / len("〇") }
	text = strings.ReplaceAll(text, "零", "〇")
	tens, ones, has := strings.Cut(text, "十")
	if !has {
		for _, r := range text {
			n = 10*n + digit(r)
		}
		return n, len([]rune(text)) <= 4
	}
	if len([]rune(tens)) > 1 || len([]rune(ones)) > 1 || strings.Contains(text, "〇") {
		return 0, false
	}
	n = 10
	for _, r := range tens {
		n = 10 * digit(r)
	}
	for _, r := range ones {
		n += digit(r)
	}
	return n, true
}

// OnlyKPT says whether a heading says that it is a KPT, and nothing else: its day may stand
// below it.
func OnlyKPT(heading string) bool { return onlyKPT[Fold(heading)] }

var onlyKPT = map[string]bool{
	"kpt": true, "retro": true, "retrospective": true, "ふりかえり": true, "振り返り": true,
	"kptふりかえり": true, "kpt振り返り": true, "ふりかえりkpt": true, "振り返りkpt": true, "weeklykpt": true, "週次kpt": true,
}

// DayBelow is the day in the line below such a heading: it says nothing else, or begins with
// a day of some year.
func DayBelow(line string) (Dating, bool) {
	if d, ok := OnlyDay(line); ok {
		return d, true
	}
	d, ok := FindDating(line)
	return d, ok && d.Year != 0 && beginsWithDay.MatchString(strings.TrimSpace(arabic(line)))
}

var beginsWithDay = regexp.MustCompile(`^(?:令和|[RrＲ]?[0-9０-９])`)
