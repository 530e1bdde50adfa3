package schedule

import (
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// withoutLast takes L, the last day of the month, out of a field.
func withoutLast(field string) (rest string, last uint32) {
	var kept []string
	for item := range strings.SplitSeq(field, ",") {
		switch item {
		case "":
			return field, 0 // an empty item is refused with the rest
		case "l":
			last = lastDay
			continue
		}
		kept = append(kept, item)
	}
	return strings.Join(kept, ","), last
}

// withoutWeeks reads a field of days of the week: 7 is Sunday, 5#2 the second Friday of the
// month and 5L the last. It gives the field with days alone, and the weeks, which are the same
// for all of them: fri#1,fri#3. It is not ok where they are not.
func withoutWeeks(field string) (rest string, weeks uint8, ok bool) {
	days := map[string]uint8{}
	var kept []string
	for item := range strings.SplitSeq(field, ",") {
		day, week := item, uint8(0)
		if before, found := strings.CutSuffix(item, "l"); found {
			day, week = before, 1<<Last
		} else if before, nth, found := strings.Cut(item, "#"); found {
			if nth < "1" || nth > "4" || len(nth) > 1 {
				return field, 0, false
			}
			day, week = before, 1<<(nth[0]-'0')
		}
		if week != 0 && strings.ContainsAny(day, "*?/-") {
			return field, 0, false
		}
		day, ok := sundays(day)
		if !ok {
			return field, 0, false
		}
		if _, listed := days[day]; !listed {
			kept = append(kept, day)
		}
		days[day] |= week
		weeks |= week
	}
	for _, of := range days {
		if of != weeks {
			return field, 0, false
		}
	}
	if weeks == everyWeek {
		weeks = 0
	}
	return strings.Join(kept, ","), weeks, true
}

// sundays writes 7 as 0: "5-7" is Friday to Sunday. Steps to 7 are refused.
func sundays(item string) (string, bool) {
	first, last, ranged := strings.Cut(item, "-")
	switch {
	case item == "7":
		return "0", true
	case strings.HasPrefix(item, "7/") || strings.HasPrefix(item, "7-") || strings.Contains(item, "-7/"):
		return item, false
	case !ranged || last != "7":
		return item, true
	case first == "0":
		return "0-6", true
	}
	return first + "-6,0", true
}

// weeksField writes days of the week and their weeks: "5#2,5L".
func (r Rule) weeksField() string {
	var items []string
	for day := range time.Weekday(7) {
		if r.weekdays&(1<<day) == 0 {
			continue
		}
		for week := First; week <= Last; week++ {
			if r.weeks&(1<<week) == 0 {
				continue
			}
			item := strconv.Itoa(int(day))
			if week == Last {
				item += "L"
			} else {
				item += "#" + strconv.Itoa(int(week))
			}
			items = append(items, item)
		}
	}
	return strings.Join(items, ",")
}

// either gives two ways to write a rule of cron that comes on days of the week and on days of
// the month besides, which few who write one expect: the days that are both, where there is a
// way to say it, and either. Of any other rule it gives none.
func (r Rule) either(fields []string) []string {
	if r.daysOfMonth == everyDayOfMonth || r.weekdays == everyWeekday || r.once != 0 {
		return nil
	}
	both, or := r, r
	both.daysOfMonth = everyDayOfMonth
	if first := bits.TrailingZeros32(r.daysOfMonth); r.daysOfMonth == 0x7f<<first && first <= 25 && first >= 1 {
		switch {
		case first == 25:
			both.weeks = 1 << Last
		case first%7 == 1:
			both.weeks = 1 << (1 + first/7)
		}
	}
	or.daysOfMonth = everyDayOfMonth
	days, clock, ok := or.Weekly()
	if !ok || r.daysOfMonth&lastDay != 0 {
		alone := strings.Join([]string{fields[0], fields[1], fields[2], fields[3], "*"}, " ")
		return []string{both.String(), alone}
	}
	return []string{both.String(), dayNames(days) + " or " + listText(uint64(r.daysOfMonth), 1) + " " + clock.String()}
}
