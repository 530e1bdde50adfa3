package schedule

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// cronRunes are what cron fields may be written with, names of months and days
// included.
const cronRunes = "0123456789*/,-?abcdefghijklmnopqrstuvwxyz \t"

// cronFields are the fields in their order.
var cronFields = [...]struct {
	option cron.ParseOption
	bits   func(*cron.SpecSchedule) uint64
	every  uint64
	low    int
}{
	{cron.Minute, func(s *cron.SpecSchedule) uint64 { return s.Minute }, everyMinute, 0},
	{cron.Hour, func(s *cron.SpecSchedule) uint64 { return s.Hour }, everyHour, 0},
	{cron.Dom, func(s *cron.SpecSchedule) uint64 { return s.Dom }, everyDayOfMonth, 1},
	{cron.Month, func(s *cron.SpecSchedule) uint64 { return s.Month }, everyMonth, 1},
	{cron.Dow, func(s *cron.SpecSchedule) uint64 { return s.Dow }, everyWeekday, 0},
}

// parseCron reads five fields, each with cron's own parser, so that the wrong
// one can be named. Its Next is not used: it skips and doubles around changes
// of the zone's offset. L, # and 7, which it does not know, are read before it.
func parseCron(input string, fields []string) (Rule, error) {
	wrong := func(i int) (Rule, error) {
		return Rule{}, &InputError{Input: input, Fault: FaultField, Part: fields[i]}
	}
	plain := slices.Clone(fields)
	var last uint32
	plain[2], last = withoutLast(fields[2])
	weeks, ok := uint8(0), false
	if plain[4], weeks, ok = withoutWeeks(fields[4]); !ok {
		return wrong(4)
	}
	var bits [len(cronFields)]uint64
	for i, f := range cronFields {
		if onlyLast := i == 2 && last != 0 && plain[2] == ""; onlyLast {
			continue
		}
		if bits[i] = cronBits(plain[i], f.option, f.bits); bits[i] == 0 {
			return wrong(i)
		}
	}
	// Of two restricted day fields one is enough, so a list of all days in
	// either is every day; a star is not a restriction.
	const star = 1 << 63
	if dom, dow := bits[2], bits[4]; (dom|dow)&star == 0 && (dom == everyDayOfMonth || dow == everyWeekday) {
		bits[2], bits[4] = everyDayOfMonth, everyWeekday
	}
	for i, f := range cronFields {
		bits[i] &= f.every
	}
	r := Rule{
		minutes: bits[0], hours: uint32(bits[1]), daysOfMonth: uint32(bits[2]),
		months: uint16(bits[3]), weekdays: uint8(bits[4]), weeks: weeks,
	}
	if r.daysOfMonth != everyDayOfMonth && last != 0 { // the 31st is always the last
		r.daysOfMonth = r.daysOfMonth&^(1<<31) | last
	}
	switch {
	case weeks != 0 && (r.daysOfMonth != everyDayOfMonth || r.weekdays == everyWeekday):
		return wrong(4)
	case !r.possible():
		return Rule{}, &InputError{Input: input, Fault: FaultNever}
	}
	return r, nil
}

// cronBits gives a field's bits, or none where the field is wrong.
func cronBits(field string, option cron.ParseOption, bits func(*cron.SpecSchedule) uint64) uint64 {
	// The parser takes "*-5" for "*", and fails badly on some texts that are
	// not fields at all (TZ= without a space). It skips empty items of a list.
	if strings.Trim(field, cronRunes) != "" || slices.Contains(strings.Split(field, ","), "") || strings.Contains(field, "*-") || strings.Contains(field, "?-") {
		return 0
	}
	parsed, err := cron.NewParser(option).Parse(field)
	if err != nil {
		return 0
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return 0
	}
	return bits(spec)
}

// possible says whether any year has a day for the rule: 30 February is none.
func (r Rule) possible() bool {
	if r.weekdays != everyWeekday {
		return true
	}
	const leapYear = 2000
	first := Date{leapYear, time.January, 1}
	for i := range 366 {
		if r.on(first.AddDays(i)) {
			return true
		}
	}
	return false
}

// cron gives the rule as five fields.
func (r Rule) cron() string {
	values := [len(cronFields)]uint64{r.minutes, uint64(r.hours), uint64(r.daysOfMonth), uint64(r.months), uint64(r.weekdays)}
	var fields [len(cronFields)]string
	for i, f := range cronFields {
		fields[i] = fieldText(values[i], f.every, f.low)
	}
	if r.daysOfMonth&lastDay != 0 {
		fields[2] = strings.Trim(fieldText(values[2]&^lastDay, everyDayOfMonth, 1)+",L", ",")
	}
	if r.weeks != 0 {
		fields[4] = r.weeksField()
	}
	return strings.Join(fields[:], " ")
}

// fieldText writes bits as "*", "*/5", or a list of numbers and ranges.
func fieldText(bits, every uint64, low int) string {
	if bits == every {
		return "*"
	}
	for step := 2; step <= 30; step++ {
		if bits&(bits-1) != 0 && bits == stepped(every, low, step) {
			return "*/" + strconv.Itoa(step)
		}
	}
	return listText(bits, low)
}

// listText writes bits as a list of numbers and ranges.
func listText(bits uint64, low int) string {
	var items []string
	for i := low; i < 64; i++ {
		if bits&(1<<i) == 0 {
			continue
		}
		end := i
		for bits&(1<<(end+1)) != 0 {
			end++
		}
		item := strconv.Itoa(i)
		if end > i {
			item += "-" + strconv.Itoa(end)
		}
		items = append(items, item)
		i = end
	}
	return strings.Join(items, ",")
}

// stepped gives every step-th bit of every, from low.
func stepped(every uint64, low, step int) uint64 {
	var bits uint64
	for i := low; i < 64; i += step {
		bits |= 1 << i
	}
	return bits & every
}
