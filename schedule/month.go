package schedule

import (
	"slices"
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

// weekNames gives "first,third".
func weekNames(weeks []Week) string {
	names := make([]string, len(weeks))
	for i, week := range weeks {
		names[i] = [...]string{"first", "second", "third", "fourth", "last"}[week-1]
	}
	return strings.Join(names, ",")
}

// lastDay is the bit of a rule's days of the month that is the last one, whichever it is.
const lastDay = 1 << 0

// MonthDays gives the days of the month, in order, and the time of a rule that is nothing but
// 'these days of each month at one time'; a day 0 is the last of the month, and comes last.
// ok is false for any other.
func (r Rule) MonthDays() (days []int, clock Clock, ok bool) {
	if r.daysOfMonth == everyDayOfMonth {
		return nil, Clock{}, false
	}
	for day := 1; day <= 31; day++ {
		if r.daysOfMonth&(1<<day) != 0 {
			days = append(days, day)
		}
	}
	if r.daysOfMonth&lastDay != 0 {
		days = append(days, 0)
	}
	r.daysOfMonth = everyDayOfMonth
	week, clock, ok := r.Weekly()
	return days, clock, ok && len(week) == 7
}

// inMonthDays says whether a date is one of the rule's days of the month.
func (r Rule) inMonthDays(d Date) bool {
	return r.daysOfMonth&(1<<d.Day) != 0 || r.daysOfMonth&lastDay != 0 && d.AddDays(1).Day == 1
}

// daysOfMonth reads days of every month: "15th of the month", "毎月1日・15日", "毎月末". A day that
// not every month has is asked about: did they mean the last?
func (r reader) daysOfMonth(toks []token, c Clock) (rule Rule, err error, read bool) {
	named, set := false, uint32(0)
	for i, t := range toks {
		after := token{}
		if i+1 < len(toks) {
			after = toks[i+1]
		}
		switch {
		case t.kind == every && t.n == 0, t.kind == comma, t.kind == dayMark, t.kind == unit && t.n == 1:
		case t.kind == every && t.n == 30, t.kind == unit && t.n == 30:
			named = true
		case t.kind == nth, t.kind == number && after.kind == dayMark:
			if t.n < 1 || t.n > 31 {
				return rule, nil, false
			}
			set |= 1 << t.n
		case t.kind == end && len(kinds(toks, every)) > 0, t.kind == week && Week(t.n) == Last && after.kind == unit && after.n == 1:
			set |= lastDay
		default:
			return rule, nil, false
		}
	}
	rule = at(everyWeekday, c)
	rule.daysOfMonth = set
	cron := strings.Join(strings.Fields(rule.cron())[:2], " ")
	switch {
	case !named || set == 0:
		return rule, nil, false
	case set>>29 != 0 && r.typed():
		return rule, r.fault(FaultWhich, "", "last day of the month "+c.String(), cron+" "+fieldText(uint64(set), everyDayOfMonth, 1)+" * *"), true
	}
	return rule, nil, true
}

// eitherDay reads "fri or 25-31": days of the week, and days of the month besides, as five
// fields of cron have it.
func (r reader) eitherDay(toks []token, c Clock) (rule Rule, err error, read bool) {
	i := slices.IndexFunc(toks, func(t token) bool { return t.kind == either })
	if i < 0 {
		return rule, nil, false
	}
	weeks, set, err := r.weekdays(toks[:i])
	if err != nil || weeks != 0 {
		return rule, r.fault(FaultRule, ""), true
	}
	rule = at(set, c)
	rule.daysOfMonth = 0
	for rest := toks[i+1:]; len(rest) > 0; {
		first, last, used := 0, 0, 1
		switch t := rest[0]; {
		case t.kind == comma, t.kind == dayMark:
			rest = rest[1:]
			continue
		case t.kind == number && len(rest) > 2 && rest[1].kind == dash && rest[2].kind == number:
			first, last, used = t.n, rest[2].n, 3
		case t.kind == number, t.kind == nth:
			first, last = t.n, t.n
		}
		if first < 1 || first > last || last > 31 {
			return rule, r.fault(FaultRule, ""), true
		}
		rule.daysOfMonth |= 1<<(last+1) - 1<<first
		rest = rest[used:]
	}
	if rule.daysOfMonth == 0 || rule.daysOfMonth == everyDayOfMonth || set == everyWeekday {
		return rule, r.fault(FaultRule, ""), true
	}
	return rule, nil, true
}
