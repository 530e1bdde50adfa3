package schedule

import (
	"strings"
	"time"
)

// Week says which of the days of one name in a month is meant.
type Week int

// The weeks of a rule such as "first mon 17:00".
const (
	First  Week = 1
	Second Week = 2
	Third  Week = 3
	Fourth Week = 4
	Last   Week = 5 // the fourth or the fifth
)

// Monthly gives the weeks, the days, Monday first, and the time of a rule that is
// nothing but 'these days of the week, in these weeks of the month, at one time'; ok is
// false for any other.
func (r Rule) Monthly() (weeks []Week, days []time.Weekday, clock Clock, ok bool) {
	for week := First; week <= Last; week++ {
		if r.weeks&(1<<week) != 0 {
			weeks = append(weeks, week)
		}
	}
	r.weeks = 0
	days, clock, ok = r.Weekly()
	return weeks, days, clock, ok && len(weeks) > 0
}

// inWeek says whether a date is in one of the rule's weeks: the first Monday of a
// month is the one on its 1st to 7th.
func (r Rule) inWeek(d Date) bool {
	nth := Week(1 + (d.Day-1)/7)
	if nth <= Fourth && r.weeks&(1<<nth) != 0 {
		return true
	}
	return r.weeks&(1<<Last) != 0 && d.AddDays(7).Month != d.Month
}

// ordinals are how the weeks are written, First first. What a String says is the
// first of each row.
func ordinals() [][]string {
	return [][]string{
		{"first", "1st", "第1", "第一"},
		{"second", "2nd", "第2", "第二"},
		{"third", "3rd", "第3", "第三"},
		{"fourth", "4th", "第4", "第四"},
		{"last", "最終", "最後"},
	}
}

// weekNames gives "first,third".
func weekNames(weeks []Week) string {
	names := make([]string, len(weeks))
	for i, week := range weeks {
		names[i] = ordinals()[week-1][0]
	}
	return strings.Join(names, ",")
}

// weekBits reads the week that a word names or begins with ("first", "第1月曜"), and
// gives what is left of the word.
func weekBits(word string) (weeks uint8, rest string) {
	begin := strings.TrimPrefix(word, "毎月")
	for i, names := range ordinals() {
		for _, name := range names {
			rest, ok := strings.CutPrefix(begin, name)
			if ok && (rest == "" || name[0] >= 0x80) { // "firstly" is no week
				return 1 << (i + 1), strings.TrimPrefix(strings.TrimPrefix(rest, "週"), "の")
			}
		}
	}
	return 0, word
}
