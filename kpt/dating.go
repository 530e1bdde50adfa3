package kpt

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/schedule"
)

// Dating is what the heading of a sheet says of its day. A year of 0 is one that it does
// not say: see Resolve. A week is that of ISO 8601, and begins on Monday.
type Dating struct {
	Year  int
	Month time.Month
	Day   int
	Week  int // in place of Month and Day; 0: it is a day
	Days  int // from the day on, of which a heading says the first and the last; 0: one
	// Weekday is what a heading without a year says of its day: 1 is Sunday; 0: nothing. A year
	// that is said counts more.
	Weekday int
	// Short are three numbers of which the year has two digits, as they stand, of the day that
	// Resolve finds nearest: 26/11/27.
	Short [3]int
	Above Years // what a heading above says of the year, where this one does not
	Manner
}

// Manner is how a heading says a day, and what else it says.
type Manner struct {
	// Other says that the heading is that of another meeting, and Vague that it may be, where
	// another sheet is of the same day. Title says that it heads no sheet itself.
	Other, Vague, Title bool
	// DayFirst says that the day stands before the month for sure: 27/11. Slashed are two numbers
	// that may be read both ways: 4/12.
	DayFirst, Slashed bool
}

// Span is how many days the heading speaks of, from In on: seven of a week.
func (d Dating) Span() int {
	if d.Week != 0 {
		return 7
	}
	return d.Days
}

// In is the day, if that is in a year and exists there.
func (d Dating) In(year int) (schedule.Date, bool) {
	if d.Year != 0 && d.Year != year || year < 1 {
		return schedule.Date{}, false
	}
	if d.Week == 0 {
		date := schedule.Date{Year: year, Month: d.Month, Day: d.Day}
		return date, date.AddDays(0) == date
	}
	fourth := schedule.Date{Year: year, Month: time.January, Day: 4} // is in the first week
	monday := fourth.AddDays(7*(d.Week-1) - (int(fourth.Weekday())+6)%7)
	thursday := monday.AddDays(3) // of the last week may be of the next year
	return monday, d.Week > 0 && thursday.Year == year
}

// Date is the day, if the heading says its year.
func (d Dating) Date() (schedule.Date, bool) { return d.In(d.Year) }

// FindDate finds the date in the heading of a sheet that says its year. False if there
// is none.
func FindDate(heading string) (schedule.Date, bool) {
	d, ok := FindDating(heading)
	if !ok || d.Other {
		return schedule.Date{}, false
	}
	return d.Date()
}

// FindDating finds what the heading of a sheet says of its day, as people write it:
// 2026-11-27, 2026年11月27日(金), 令和8年11月27日, Nov 27, 2026, 2026-W48, and where nothing
// but a KPT is spoken of besides, 11/27, 11月27日, Nov 27, week 48 or 第48週. False if
// there is none, or if it could be read in two ways: 3/4/2026.
func FindDating(heading string) (Dating, bool) {
	text := heading
	if strings.Contains(heading, "月") {
		text = arabic(heading)
	}
	if !strings.ContainsFunc(text, unicode.IsNumber) {
		return Dating{}, false
	}
	text, ok := written(strings.ToLower(norm.NFKC.String(plain.Line(text))))
	if !ok || otherDay.MatchString(text) || moved(text) {
		return Dating{}, false
	}
	for _, form := range dateForms {
		for _, m := range form.pattern.FindAllStringSubmatchIndex(text, -1) {
			d, ok := form.read(groups(text, m))
			rest := text[:m[0]] + " " + text[m[1]:]
			if d.Week != 0 && d.ofOtherWeeks(text, m[1]) {
				continue
			}
			if d.Year == 0 {
				d, rest = d.withYearOf(rest)
			}
			if !ok || touches(text, m[0], m[1]) || !d.exists() || (d.Year == 0 || form.bare) && !aboutKPT(d.withoutDays(rest)) {
				continue
			}
			if d.DayFirst && d.Year == 0 && !lookBack.MatchString(rest) {
				continue
			}
			if d, ok = d.among(text[:m[0]], text[m[1]:]); !ok {
				return Dating{}, false
			}
			if d.Days == 0 && (weekOfDay.MatchString(text[:m[0]]) || weekFrom.MatchString(text[m[1]:])) {
				d.Days = 7
			}
			return d.kindOf(rest).onWeekday(text, m[0], m[1]), true
		}
	}
	return Dating{}, false
}

// otherDay is said of a day that is not that of the sheet.
var otherDay = regexp.MustCompile(`次回|前回|更新|作成|締切|締め切り|期限|予定|\b(?:next|previous|due|deadline|updated|created|until)\b`)

// What says that a day is the first of a week: "week of 11/23", "11/23の週".
var (
	weekOfDay = regexp.MustCompile(`\bweek of\s*$`)
	weekFrom  = regexp.MustCompile(`^の?週`)
)

var (
	digits  = regexp.MustCompile(`\d+`)
	theYear = regexp.MustCompile(`^(?:19|20)\d\d$`)
)

// withYearOf takes the year from what stands beside a day, as in "11/27 (2026)", and
// gives back what else is there. Of two years neither is taken, and there is no day.
func (d Dating) withYearOf(rest string) (Dating, string) {
	years := slices.DeleteFunc(digits.FindAllString(rest, -1), func(s string) bool { return !theYear.MatchString(s) })
	switch len(years) {
	case 0:
		return d, rest
	case 1:
		d.Year = number(years[0])
		without := strings.NewReplacer(years[0]+"年", " ", years[0], " ")
		return d, without.Replace(rest)
	}
	return Dating{}, rest
}

// dateForm is a way to write a day.
type dateForm struct {
	pattern *regexp.Regexp
	read    func(g []string) (Dating, bool)
	bare    bool // it may as well be something else: only where nothing else is spoken of
}

const (
	monthNames = `(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|ember|e|y|ust|tember|t|ober)?\.?`
	ordinal    = `(\d{1,2})(?:st|nd|rd|th|\.)?`
	weekdays   = `(?:\s*[(（]?\s*(?:[月火水木金土日](?:曜日?)?|mon|tues?|wed|thu|thurs|fri|sat|sun)\s*[)）])?`
)

var dateForms = []dateForm{
	{regexp.MustCompile(`(\d{4})\s*[-‐‒–—−ー/.年]\s*(\d{1,2})\s*[-‐‒–—−ー/.月]\s*(\d{1,2})(?:\s?日)?`), dayOf(0, 1, 2), false},
	{regexp.MustCompile(`(\d{4})(\d{2})(\d{2})`), dayOf(0, 1, 2), true},
	{regexp.MustCompile(`(令和|平成)\s*(元|\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?`), eraDay, false},
	{regexp.MustCompile(`(r|h)\s*(元|\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?`), eraDay, true},
	{regexp.MustCompile(monthNames + `[-‐–\s]*` + ordinal + `\s*[-‐–,]?\s*(\d{4})`), namedDay(2, 0, 1), false},
	{regexp.MustCompile(ordinal + `[-‐–/\s]*(?:of\s+)?` + monthNames + `\s*[-‐–/,]?\s*(\d{4})`), namedDay(2, 1, 0), false},
	{regexp.MustCompile(`(\d{1,2})([/.])(\d{1,2})[/.](\d{4})`), dayMonthYear, false},
	{regexp.MustCompile(`(\d{2})[/-](\d{2})[/-](\d{2})`), shortYear, true},
	{regexp.MustCompile(`(?:\bweek|\bw|\bcw|\bkw)\s*(\d{1,2})\s*[-/]\s*(\d{4})`), weekOfYear, false},
	{regexp.MustCompile(`(\d{4})\s*[-‐–/]?\s*(?:w\s*(\d{1,2})|年\s*第?\s*(\d{1,2})\s*週)`), weekOf, false},
	{regexp.MustCompile(`(\d{1,2})\s*月\s*(\d{1,2})\s*日` + weekdays), dayOf(-1, 0, 1), false},
	{regexp.MustCompile(`(\d{1,2})/(\d{1,2})` + weekdays), slashed, false},
	{regexp.MustCompile(`(\d{1,2})\.(\d{1,2})\s*[(]\s*(?:[月火水木金土日]|mon|tues?|wed|thu|thurs|fri|sat|sun)\s*[)]`), dayOf(-1, 0, 1), false},
	{regexp.MustCompile(monthNames + `\s*` + ordinal), namedDay(-1, 0, 1), false},
	{regexp.MustCompile(ordinal + `[-‐–\s]*(?:of\s+)?` + monthNames), namedDay(-1, 1, 0), false},
	{regexp.MustCompile(`(?:第\s*(\d{1,2})\s*週|(?:\bweek|\bw|\bcw|\bkw)\s*(\d{1,2}))`), eitherWeek, false},
	{regexp.MustCompile(`(?:(\d{4})/)?(\d{1,2})/(\d{1,2})` + weekdays + `\s*[-‐]\s*(\d{1,2}/\d{1,2})` + weekdays), daysOf, false},
}

func groups(text string, m []int) (g []string) {
	for i := 2; i < len(m); i += 2 {
		if m[i] < 0 {
			g = append(g, "")
			continue
		}
		g = append(g, text[m[i]:m[i+1]])
	}
	return g
}

// touches says whether what looks like a day is part of something longer: 1/2/3,
// v1.2026-11-27x.
func touches(text string, from, to int) bool {
	before, after := []rune(text[:from]), []rune(text[to:])
	joined := func(r rune) bool { return unicode.IsDigit(r) || r < unicode.MaxASCII && unicode.IsLetter(r) }
	closed := !joined(rune(text[to-1])) // by a sign of its own, as in "11/27(fri)"
	sign := func(list []rune, first, second int) bool {
		return first >= 0 && second >= 0 && second < len(list) && strings.ContainsRune("/.-", list[first]) && unicode.IsDigit(list[second])
	}
	switch {
	case len(before) > 0 && (joined(before[len(before)-1]) || sign(before, len(before)-1, len(before)-2)):
		return true
	case theMonth.MatchString(text[from:to]) && dayOfMonth.MatchString(text[:from]):
		return true // "27 Nov 15:00" is no 15th
	case len(after) > 0 && !closed && (joined(after[0]) || len(after) > 1 && sign(after, 0, 1)):
		return true
	}
	return false
}

// dayOf reads a day from groups; a year of -1 is not said.
func dayOf(year, month, day int) func([]string) (Dating, bool) {
	return func(g []string) (Dating, bool) {
		d := Dating{Month: time.Month(number(g[month])), Day: number(g[day])}
		if year >= 0 {
			d.Year = number(g[year])
		}
		return d, d.exists()
	}
}

// exists says whether there is such a day in some year: one of the years around a leap
// year, if none is said.
func (d Dating) exists() bool {
	if d.Year != 0 {
		_, ok := d.Date()
		return ok && d.Year > 1900
	}
	for _, year := range []int{2024, 2026, 2020} {
		if _, ok := d.In(year); ok {
			return true
		}
	}
	return false
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // a pattern has only digits there
	return n
}

func eraDay(g []string) (Dating, bool) {
	d := Dating{Year: yearOfEra(g[0], g[1]), Month: time.Month(number(g[2])), Day: number(g[3])}
	return d, d.exists()
}

func namedDay(year, month, day int) func([]string) (Dating, bool) {
	return func(g []string) (Dating, bool) {
		d := Dating{Month: monthNamed(g[month]), Day: number(g[day])}
		if year >= 0 {
			d.Year = number(g[year])
		}
		return d, d.exists()
	}
}
