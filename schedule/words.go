package schedule

import (
	"strings"
	"time"
)

// parseWords reads days and then a time of day from text, which is input made
// plain and lower case.
func parseWords(input, text string) (Rule, error) {
	days := strings.TrimRight(text, "0123456789:.時分半")
	clock, err := ParseClock(text[len(days):])
	if err != nil {
		return Rule{}, &InputError{Input: input, Fault: FaultTime}
	}
	if date, ok := fullDate(days); ok {
		return onceAt(date, clock), nil
	}
	weeks, weekdays, err := parseDays(input, days)
	if err != nil {
		return Rule{}, err
	}
	rule := at(weekdays, clock)
	if weeks != everyWeek {
		rule.weeks = weeks
	}
	return rule, nil
}

// parseDays reads "weekdays", "mon,wed-fri", "every day at", "毎週月・水の",
// "first mon of the month" and the like as bits: Sunday is bit 0 of the days, and
// the weeks are those of Rule.
func parseDays(input, text string) (weeks, set uint8, err error) {
	text = strings.ReplaceAll(text, "every day", "daily")
	var all []monthly
	var now monthly
	last, everySecond := "", false
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t,、・/&", r) }) {
		before := last
		last = part
		switch part {
		case "every", "on", "at", "and", "of", "the", "each", "month", "monthly", "毎週", "毎月", "の", "に":
			continue
		}
		week, day := weekBits(part)
		if week != 0 && now.days != 0 { // others of its own
			all, now = append(all, now), monthly{}
		}
		if now.weeks |= week; day == "" {
			everySecond = everySecond || before == "every" && week == 1<<2 && !strings.Contains(text, "month")
			continue
		}
		days, ok := dayBits(day)
		switch {
		case !ok && strings.ContainsAny(part, "0123456789"):
			return 0, 0, &InputError{Input: input, Fault: FaultWhen, Part: strings.TrimSpace(text)}
		case !ok:
			return 0, 0, &InputError{Input: input, Fault: FaultDays, Part: part}
		}
		now.days |= days
	}
	weeks, set, ok := together(append(all, now))
	several := set == everyWeekday || set == mondayToFriday || set == 1<<time.Saturday|1<<time.Sunday
	otherOnes := everySecond && weeks == 1<<2 // or is it the second of a month?
	if !ok || set == 0 || weeks != 0 && several || otherOnes {
		return 0, 0, &InputError{Input: input, Fault: FaultRule}
	}
	return weeks, set, nil
}

// monthly are days of the week, and the weeks of a month in which they are meant;
// weeks 0 is all.
type monthly struct{ weeks, days uint8 }

// together makes one of several, if they differ in nothing but the weeks: a rule has
// no other days in the first week than in the third.
func together(all []monthly) (weeks, days uint8, ok bool) {
	for _, m := range all {
		if m.days != all[0].days || len(all) > 1 && m.weeks == 0 {
			return 0, 0, false
		}
		weeks |= m.weeks
	}
	return weeks, all[0].days, true
}

// dayBits reads one word: a set of days, a day, a range of days, or Japanese
// days written together (月水金).
func dayBits(word string) (uint8, bool) {
	word = strings.TrimPrefix(word, "毎週")
	word = strings.TrimRight(word, "のに")
	switch word {
	case "weekdays", "weekday", "平日":
		return mondayToFriday, true
	case "daily", "everyday", "毎日":
		return everyWeekday, true
	case "weekends", "weekend", "週末":
		return 1<<time.Saturday | 1<<time.Sunday, true
	}
	if day, ok := weekday(word); ok {
		return 1 << day, true
	}
	if from, to, ok := strings.Cut(strings.NewReplacer("〜", "-", "~", "-").Replace(word), "-"); ok {
		return dayRange(from, to)
	}
	var set uint8
	for _, r := range word {
		day, ok := weekday(string(r))
		if !ok {
			return 0, false
		}
		set |= 1 << day
	}
	return set, set != 0
}

// dayRange reads "mon-fri"; "fri-mon" goes over the weekend.
func dayRange(from, to string) (uint8, bool) {
	first, ok1 := weekday(from)
	last, ok2 := weekday(to)
	if !ok1 || !ok2 {
		return 0, false
	}
	set := uint8(1 << last)
	for day := first; day != last; day = (day + 1) % 7 {
		set |= 1 << day
	}
	return set, true
}

// weekday reads "fri", "friday", "fridays", "金", "金曜" and "金曜日".
func weekday(word string) (time.Weekday, bool) {
	japanese := [...]string{"日", "月", "火", "水", "木", "金", "土"}
	for day := range time.Weekday(7) {
		english := strings.ToLower(day.String())
		if len(word) >= 3 && strings.HasPrefix(english+"s", word) {
			return day, true
		}
		if rest, ok := strings.CutPrefix(word, japanese[day]); ok && (rest == "" || rest == "曜" || rest == "曜日") {
			return day, true
		}
	}
	return 0, false
}
