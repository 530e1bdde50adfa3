package schedule

import (
	"slices"
	"strings"
	"time"
)

// on reads the days.
func (r reader) on(days []token, c Clock) (Rule, error) {
	if found := kinds(days, unknown); len(found) > 0 {
		fault := FaultDays
		if found[0].text != "" && len(kinds(days, number)) > 0 {
			fault = FaultWhen
		}
		return Rule{}, r.fault(fault, found[0].text)
	}
	if rule, err, read := r.onDate(days, c); read {
		return rule, err
	}
	if rule, err, read := r.eitherDay(days, c); read {
		return rule, err
	}
	n, rest, clear := takeWeeks(days)
	switch {
	case !clear:
		return Rule{}, r.fault(FaultRule, "")
	case n > 1:
		return r.everyWeeks(n, rest, c)
	}
	if rule, err, read := r.daysOfMonth(rest, c); read {
		return rule, err
	}
	return r.weekly(rest, c)
}

// everyWeeks reads the days of a rule for every n-th week, and from when on it holds.
func (r reader) everyWeeks(n int, days []token, c Clock) (Rule, error) {
	days, from, dated := r.takeDate(days)
	weeks, set, err := r.weekdays(days)
	switch {
	case err != nil:
		return Rule{}, err
	case n > mostWeeks || weeks != 0 || set == 0:
		return Rule{}, r.fault(FaultRule, "")
	case dated:
		return everyWeeks(n, set, c, from), nil
	case !r.typed():
		return Rule{}, r.fault(FaultFrom, "", r.text+" from 2026-11-27")
	}
	next, ok := Plan{Rule: at(set, c), Zone: r.now.Location()}.Next(r.now)
	if !ok {
		return Rule{}, r.fault(FaultRule, "")
	}
	return everyWeeks(n, set, c, next.Date), nil
}

// takeDate takes the date from which a rule holds out of the tokens.
func (r reader) takeDate(toks []token) (rest []token, d Date, ok bool) {
	i := slices.IndexFunc(toks, func(t token) bool { return t.kind == number || t.kind == from })
	if i < 0 {
		return toks, d, false
	}
	said := toks[i+len(kinds(toks[i:i+1], from)):]
	if n := len(said); n > 0 && said[n-1].kind == dash && said[n-1].text == "から" {
		said = said[:n-1]
	}
	if d, ok = wholeDate(said); !ok && r.typed() {
		p, used := days{now: r.now, dated: true, one: true, japanese: isJapanese(r.text)}.point(said, r.today())
		if ok = used == len(said) && used > 0 && len(p.dates) == 1 && !p.named; ok {
			d = p.dates[0]
		}
	}
	if !ok || d.Year < 2000 {
		return toks, d, false
	}
	return trimmed(toks[:i]), d, true
}

// weekly reads days of the week, and perhaps the weeks of a month in which they are meant.
func (r reader) weekly(days []token, c Clock) (Rule, error) {
	weeks, set, err := r.weekdays(days)
	if err != nil {
		return Rule{}, err
	}
	rule := at(set, c)
	if weeks != everyWeek {
		rule.weeks = weeks
	}
	if near := r.everyNth(days, at(set, c)); len(near) > 0 {
		return Rule{}, r.fault(FaultWhich, "", near...)
	}
	return rule, nil
}

// everyNth gives the two things that 'every 2nd tue' and 'every third fri' can mean: every so
// many weeks, or in that week of a month. Of those that are read for ever only the former is asked.
func (r reader) everyNth(days []token, of Rule) (near []string) {
	if len(kinds(days, unit)) > 0 || len(kinds(days, week, nth)) != 1 {
		return nil
	}
	i := slices.IndexFunc(days, isWeek)
	said := days[i]
	if i == 0 || days[i-1].kind != every {
		return nil
	}
	monthly := slices.ContainsFunc(days, func(t token) bool { return t.kind == every && t.n == 30 })
	old := said.kind == nth && said.n == 2
	if monthly || said.n < 2 || said.n > 4 || said.text[0] >= 0x80 || !old && !r.typed() {
		return nil
	}
	names, clock, _ := of.Weekly()
	day := " " + dayNames(names) + " " + clock.String()
	return []string{"every " + [...]string{"other", "3 weeks", "4 weeks"}[said.n-2] + day, weekNames([]Week{Week(said.n)}) + day}
}

// weekdays reads "weekdays", "mon,wed-fri", "第1・第3水曜" and the like as bits: Sunday is bit 0
// of the days, and the weeks are those of Rule.
func (r reader) weekdays(toks []token) (weeks, set uint8, err error) {
	var all []monthly
	var now monthly
	for i := 0; i < len(toks); i++ {
		bits, weekBits, used, ok := dayItem(toks[i:])
		switch {
		case !ok:
			return 0, 0, r.unread(toks)
		case weekBits != 0 && i > 0 && isWeek(toks[i-1]) && r.typed(): // the second last
			return 0, 0, r.fault(FaultRule, "")
		case weekBits != 0 && now.days != 0: // others of its own
			all, now = append(all, now), monthly{}
		}
		now.weeks, now.days = now.weeks|weekBits, now.days|bits
		i += used - 1
	}
	weeks, set, ok := together(append(all, now))
	// Of the days of a weekend each may be in another week.
	several := (r.typed() || len(kinds(toks, daySet)) > 0) && slices.Contains([]uint8{everyWeekday, mondayToFriday, saturdayAndSunday}, set)
	ofMonth := slices.ContainsFunc(toks, func(t token) bool { return (t.kind == every || t.kind == unit) && t.n == 30 })
	if !ok || set == 0 || weeks != 0 && several || weeks == 0 && ofMonth && r.typed() {
		return 0, 0, r.fault(FaultRule, "")
	}
	return weeks, set, nil
}

// unread says that days cannot be read: what is a date, or counts, is another thing than
// what are no days at all.
func (r reader) unread(toks []token) error {
	if len(kinds(toks, number, nth, month, nthWeek)) > 0 {
		return r.fault(FaultWhen, strings.TrimSpace(written(r.text, toks)))
	}
	if len(kinds(toks, which, relative, until, end)) > 0 {
		return r.fault(FaultDays, strings.TrimSpace(written(r.text, toks)))
	}
	return r.fault(FaultRule, "")
}

func isWeek(t token) bool { return t.kind == week || t.kind == nth }

// dayItem reads what days begin with: a day, a range of days, a week of the month.
func dayItem(toks []token) (days, weeks uint8, used int, ok bool) {
	next := func(i int) token {
		if i < len(toks) {
			return toks[i]
		}
		return token{}
	}
	switch t := toks[0]; {
	case t.kind == every, t.kind == comma, t.kind == slash, t.kind == unit && (t.n == 30 || t.n == 7):
		return 0, 0, 1, true
	case t.kind == weekdayName && next(1).kind == dash && next(2).kind == weekdayName:
		return dayRange(time.Weekday(t.n), time.Weekday(next(2).n)), 0, 3, true
	case t.kind == weekdayName:
		return 1 << t.n, 0, 1, true
	case t.kind == daySet:
		return uint8(t.n), 0, 1, true
	case t.kind == week:
		return 0, 1 << t.n, 1, true
	case t.kind == nth && t.n >= 1 && t.n <= 4 && len(kinds(toks, weekdayName)) > 0:
		return 0, 1 << t.n, 1, true
	case t.kind == nthWeek:
		return weeksOfMonth(toks)
	}
	return 0, 0, 0, false
}

// weeksOfMonth reads 第2 and 第2・4.
func weeksOfMonth(toks []token) (days, weeks uint8, used int, ok bool) {
	for i := 1; i < len(toks) && toks[i].kind == number; i += 2 {
		if n := toks[i].n; n < 1 || n > 4 {
			return 0, 0, 0, false
		}
		weeks, used = weeks|1<<toks[i].n, i+1
		if i+1 >= len(toks) || toks[i+1].kind != comma {
			break
		}
	}
	return 0, weeks, used, used > 0
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

// dayRange gives the days of "mon-fri"; "fri-mon" goes over the weekend.
func dayRange(first, last time.Weekday) uint8 {
	set := uint8(1 << last)
	for day := first; day != last; day = (day + 1) % 7 {
		set |= 1 << day
	}
	return set
}
