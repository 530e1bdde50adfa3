package schedule

import "time"

// mostWeeks is how many weeks apart the dates of a rule may be.
const mostWeeks = 8

// EveryWeeks gives how many weeks lie between the weeks of a rule such as "every other fri
// 15:00 from 2026-11-27", its first date, its days, Monday first, and its time; ok is false
// for any other.
func (r Rule) EveryWeeks() (n int, from Date, days []time.Weekday, clock Clock, ok bool) {
	if r.every == 0 {
		return 0, Date{}, nil, Clock{}, false
	}
	n, from = int(r.every), dateOfDay(int64(r.start))
	r.every = 0
	days, clock, ok = r.Weekly()
	return n, from, days, clock, ok
}

// everyWeeks is the rule for days in every n-th week from the one of a date on, on which
// nothing is due before it. Its first date is what is kept: so one rule has one text.
func everyWeeks(n int, weekdays uint8, c Clock, from Date) Rule {
	r := at(weekdays, c)
	r.every, r.start = uint8(n), int32(dayOf(from))
	for !r.on(from) {
		from = from.AddDays(1)
	}
	r.start = int32(dayOf(from))
	return r
}

// inTurn says whether a date is in one of the weeks that a rule has.
func (r Rule) inTurn(d Date) bool {
	day := dayOf(d)
	return day >= int64(r.start) && (weekOf(day)-weekOf(int64(r.start)))%int64(r.every) == 0
}

// weekOf counts weeks, which begin on Monday.
func weekOf(day int64) int64 { return floorDiv(day+3, 7) }

// takeWeeks takes what says 'every other week' out of the tokens; n is 0 where nothing does.
// clear is false where it could mean another thing.
func takeWeeks(toks []token) (n int, rest []token, clear bool) {
	for i := range toks {
		n, used, clear := weeksAt(toks, i)
		if used == 0 && clear {
			continue
		}
		before, after := toks[:i], toks[i+used:]
		rest = append(append([]token(nil), before...), after...)
		if n > 1 && (len(kinds(before, weekdayName)) > 0 && len(kinds(after, weekdayName)) > 0 || len(kinds(rest, every)) > 0) {
			clear = false // it may be said of some of the days only
		}
		return n, rest, clear
	}
	return 0, toks, true
}

// weeksAt reads "every other week", "every 2 weeks", "fortnightly", "隔週", "2週間ごと" and
// "1週おき", and "every second" where that cannot be the second of a month.
func weeksAt(toks []token, i int) (n, used int, clear bool) {
	at := func(j int, k kind, n int) bool {
		return i+j < len(toks) && toks[i+j].kind == k && (n < 0 || toks[i+j].n == n)
	}
	switch {
	case at(0, fortnight, -1):
		return toks[i].n, 1, true
	case at(0, every, -1) && at(1, unit, 14):
		return 2, 2, true
	case at(0, every, -1) && at(1, number, -1) && at(2, unit, 7):
		return toks[i+1].n, 3, toks[i+1].n >= 1
	case at(0, every, -1) && at(1, other, -1) && at(2, unit, 7):
		return 2, 3, true
	case at(0, every, -1) && at(1, other, -1):
		return 2, 2, at(2, weekdayName, -1)
	case at(0, every, -1) && (at(1, week, -1) || at(1, nth, -1)) && at(2, unit, 7) && len(kinds(toks, unit)) == 1:
		return toks[i+1].n, 3, toks[i+1].n >= 2 && toks[i+1].n <= 4
	case at(0, every, 0) && at(1, week, 2) && at(2, weekdayName, -1) && len(kinds(toks, week, nth, number)) == 1 && len(kinds(toks, unit)) == 0:
		return 2, 2, true
	case at(0, number, -1) && at(1, unit, 7) && at(2, interval, 0):
		return toks[i].n, 3, toks[i].n >= 1
	case at(0, number, 1) && at(1, unit, 7) && at(2, interval, 1):
		return 2, 3, true
	case at(0, number, -1) && at(1, unit, -1) && at(2, interval, -1):
		return 0, 0, false
	}
	return 0, 0, true
}

// kinds are the tokens of some kinds.
func kinds(toks []token, of ...kind) (found []token) {
	for _, t := range toks {
		for _, k := range of {
			if t.kind == k {
				found = append(found, t)
			}
		}
	}
	return found
}
