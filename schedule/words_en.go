package schedule

import (
	"maps"
	"strings"
	"time"
)

// englishWords is what English words mean in a time or a day. A meaning of no tokens is a
// word that says nothing. A phrase is looked up before its words are.
func englishWords() map[string][]token {
	words := map[string][]token{
		"the": {}, "on": {}, "at": {}, "of": {}, "o'clock": {},

		"every": one(every, 0), "each": one(every, 0), "weekly": one(every, 7), "monthly": one(every, 30),
		"other": one(other, 2), "alternate": {{kind: every}, {kind: other, n: 2}}, "fortnightly": one(fortnight, 2),
		"daily": one(daySet, everyWeekday), "everyday": one(daySet, everyWeekday), "every day": one(daySet, everyWeekday),
		"weekday": one(daySet, mondayToFriday), "weekdays": one(daySet, mondayToFriday),
		"weekend": one(daySet, saturdayAndSunday), "weekends": one(daySet, saturdayAndSunday),

		"first": one(week, 1), "second": one(week, 2), "third": one(week, 3), "fourth": one(week, 4), "last": one(week, 5),

		"day": one(unit, 1), "days": one(unit, 1), "week": one(unit, 7), "weeks": one(unit, 7), "fortnight": one(unit, 14),
		"month": one(unit, 30), "months": one(unit, 30), "year": one(unit, 365),
		"a": one(number, 1), "an": one(number, 1), "one": one(number, 1), "two": one(number, 2), "three": one(number, 3),
		"four": one(number, 4), "five": one(number, 5), "six": one(number, 6), "seven": one(number, 7), "eight": one(number, 8),
		"nine": one(number, 9), "ten": one(number, 10),

		"today": one(relative, 0), "tomorrow": one(relative, 1), "day after tomorrow": one(relative, 2),
		"this": one(which, 0), "next": one(which, 1), "the next": one(unknown, 0), // the one after, or from now on?
		"week after next": {{kind: which, n: 2}, {kind: unit, n: 7}},
		"end":             one(end, 0), "eom": {{kind: end}, {kind: unit, n: 30}},
		"in": one(later, 0), "later": one(later, 1), "from now": one(later, 1),
		"until": one(until, 0), "till": one(until, 0), "til": one(until, 0), "for": one(until, 1), "from": one(from, 0),
		"to": one(dash, 0), "through": one(dash, 0), "thru": one(dash, 0), "and": one(comma, 0), "or": one(either, 0),

		"am": one(half, 0), "pm": one(half, 1), "h": one(hour, 0), "noon": one(noon, 0), "midday": one(noon, 0),
		"morning": one(part, morning), "mornings": one(part, morning), "afternoon": one(part, afternoon), "afternoons": one(part, afternoon),
		"evening": one(part, evening), "evenings": one(part, evening), "night": one(part, night), "nights": one(part, night),
	}
	for _, name := range strings.Fields("jst utc gmt kst ist est edt cst cdt mst mdt pst pdt et pt bst cet cest eet eest aest aedt") {
		words[name] = one(zoneName, 0)
	}
	maps.Copy(words, englishNames())
	return words
}

// englishNames are the days of the week and the months, from their third letter on.
func englishNames() map[string][]token {
	words := map[string][]token{"sept": one(month, int(time.September))}
	for day := range time.Weekday(7) {
		for name := strings.ToLower(day.String()) + "s"; len(name) >= 3; name = name[:len(name)-1] {
			words[name] = one(weekdayName, int(day))
		}
	}
	for m := time.January; m <= time.December; m++ {
		for name := strings.ToLower(m.String()); len(name) >= 3; name = name[:len(name)-1] {
			words[name] = one(month, int(m))
		}
	}
	return words
}
