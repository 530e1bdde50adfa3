package schedule

import (
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// Rule says on which days and at which minutes something is due. It is an
// immutable value: rules that mean the same are equal, and give the same
// String. The zero Rule is never due.
type Rule struct {
	minutes     uint64 // bit 0 to 59
	hours       uint32 // bit 0 to 23
	daysOfMonth uint32 // bit 1 to 31; bit 0: the last of the month
	months      uint16 // bit 1 to 12
	weekdays    uint8  // bit 0 (Sunday) to 6
	weeks       uint8  // bit 1 to 4: the first to fourth such weekday of a month; bit 5: the last; 0: each
	once        int32  // days since 1970-01-01: on that date alone; 0: not on one date
	every       uint8  // only in each so-manieth week from that of start; 0: each
	start       int32  // days since 1970-01-01: the first date, where every is not 0
}

const (
	everyMinute     = 1<<60 - 1
	everyHour       = 1<<24 - 1
	everyDayOfMonth = 1<<32 - 2
	everyMonth      = 1<<13 - 2
	everyWeekday    = 1<<7 - 1
	mondayToFriday  = 0b0111110
	everyWeek       = 0b111110
)

// ParseRule reads days and a time ("weekdays 16:00", "every morning at 9:30", "mon,wed,thu
// 4pm", "平日 16:00", "月・水 午後3時"), days of a month and a time ("first mon 17:00", "2nd and 4th
// tue 9:00", "第1・第3水曜 18:00", "毎月最終金曜 16時", "15th of the month 9:00", "毎月末 17時"), every other
// week from a date on ("every other fri 15:00 from 2026-11-27"), one date and a time ("2026-12-18
// 19:00"), or the five fields of cron ("0 16 * * 1-5"): minute, hour, day of month, month, day
// of week, with L, # and 7. Where both day fields of cron are restricted, a day need match only
// one of them. Full-width text is read as its plain form. A zone in the rule (TZ=), @every and
// the like, and seconds are refused. Every error is an *InputError.
//
// What it reads means the same whenever it is read. For what somebody has just written see
// ParseWhen, which reads more, and asks back more.
func ParseRule(s string) (Rule, error) { return reader{input: s}.read() }

// read reads words or cron.
func (r reader) read() (Rule, error) {
	if len(r.input) > maxInput {
		return Rule{}, r.fault(FaultRule, "")
	}
	r.text = plainText(r.input)
	fields := strings.Fields(r.text)
	switch {
	case r.text == "":
		return Rule{}, r.fault(FaultRule, "")
	case strings.Contains(r.text, "tz="):
		return Rule{}, r.fault(FaultZoneInRule, "")
	case strings.HasPrefix(r.text, "@"):
		return Rule{}, r.fault(FaultEvery, "")
	case len(fields) < 5 || strings.Contains(r.text, ":") || strings.Trim(fields[0]+fields[1], "0123456789*/,-?") != "" || !strings.ContainsAny(fields[0], "0123456789*?"):
		return r.rule()
	case len(fields) > 5:
		return Rule{}, r.fault(FaultSeconds, "")
	}
	rule, err := parseCron(r.input, fields)
	if near := rule.either(fields); err == nil && r.typed() && len(near) > 0 {
		return Rule{}, r.fault(FaultEither, "", near...)
	}
	return rule, err
}

// at gives the rule for some days of the week at one time.
func at(weekdays uint8, c Clock) Rule {
	return Rule{
		minutes: 1 << c.Minute, hours: 1 << c.Hour,
		daysOfMonth: everyDayOfMonth, months: everyMonth, weekdays: weekdays,
	}
}

// Weekly gives the days, Monday first, and the time of a rule that is nothing
// but 'these days of the week at one time'; ok is false for any other.
func (r Rule) Weekly() (days []time.Weekday, clock Clock, ok bool) {
	if r.weeks != 0 || r.once != 0 || r.every != 0 || r.daysOfMonth != everyDayOfMonth || r.months != everyMonth ||
		bits.OnesCount32(r.hours) != 1 || bits.OnesCount64(r.minutes) != 1 {
		return nil, Clock{}, false
	}
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); r.weekdays&(1<<day) != 0 {
			days = append(days, day)
		}
	}
	return days, Clock{Hour: bits.TrailingZeros32(r.hours), Minute: bits.TrailingZeros64(r.minutes)}, true
}

// Times gives the times of a day on which the rule is due, in order.
func (r Rule) Times() []Clock {
	var times []Clock
	for m, ok := r.minuteFrom(0); ok; m, ok = r.minuteFrom(m + 1) {
		times = append(times, Clock{Hour: m / 60, Minute: m % 60})
	}
	return times
}

// String gives the rule as ParseRule reads it: "weekdays 16:00",
// "mon,wed 10:00", "first mon 17:00", "every other fri 15:00 from 2026-11-27" or
// "2026-12-18 19:00" where that says it all, else the five fields of cron.
func (r Rule) String() string {
	if date, clock, ok := r.Once(); ok {
		return date.String() + " " + clock.String()
	}
	if weeks, days, clock, ok := r.Monthly(); ok {
		return weekNames(weeks) + " " + dayNames(days) + " " + clock.String()
	}
	if n, from, days, clock, ok := r.EveryWeeks(); ok {
		often := "other"
		if n > 2 {
			often = strconv.Itoa(n) + " weeks"
		}
		return "every " + often + " " + dayNames(days) + " " + clock.String() + " from " + from.String()
	}
	days, clock, ok := r.Weekly()
	switch {
	case r == Rule{}:
		return ""
	case !ok:
		return r.cron()
	case r.weekdays == everyWeekday:
		return "daily " + clock.String()
	case r.weekdays == mondayToFriday:
		return "weekdays " + clock.String()
	}
	return dayNames(days) + " " + clock.String()
}

// dayNames gives "mon,wed".
func dayNames(days []time.Weekday) string {
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = strings.ToLower(day.String()[:3])
	}
	return strings.Join(names, ",")
}

// MarshalText gives what String gives.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what ParseRule reads, and an empty text as the zero Rule.
func (r *Rule) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = Rule{}
		return nil
	}
	parsed, err := ParseRule(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// on says whether the rule is due on a day.
func (r Rule) on(d Date) bool {
	if r.once != 0 {
		return d == dateOfDay(int64(r.once))
	}
	if r.months&(1<<d.Month) == 0 || r.weeks != 0 && !r.inWeek(d) || r.every != 0 && !r.inTurn(d) {
		return false
	}
	ofMonth := r.inMonthDays(d)
	if r.weekdays == everyWeekday {
		return ofMonth
	}
	ofWeek := r.weekdays&(1<<d.Weekday()) != 0
	if r.daysOfMonth == everyDayOfMonth {
		return ofWeek
	}
	return ofMonth || ofWeek
}

// minuteFrom gives the first due minute of a day that is not before minute.
func (r Rule) minuteFrom(minute int) (int, bool) {
	if minute >= minutesADay {
		return 0, false
	}
	hour := minute / 60
	if r.hours&(1<<hour) != 0 {
		if left := r.minutes >> (minute % 60); left != 0 {
			return minute + bits.TrailingZeros64(left), true
		}
	}
	later := r.hours >> (hour + 1) << (hour + 1)
	if later == 0 || r.minutes == 0 {
		return 0, false
	}
	return bits.TrailingZeros32(later)*60 + bits.TrailingZeros64(r.minutes), true
}
