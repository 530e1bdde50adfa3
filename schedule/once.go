package schedule

import (
	"slices"
	"time"
)

// Once gives the date and the time of a rule for one date alone; ok is false for
// any other.
func (r Rule) Once() (date Date, clock Clock, ok bool) {
	if r.once == 0 {
		return Date{}, Clock{}, false
	}
	return dateOfDay(int64(r.once)), r.Times()[0], true
}

// onceAt gives the rule for one date and time.
func onceAt(d Date, c Clock) Rule {
	r := at(everyWeekday, c)
	r.once = int32(dayOf(d))
	return r
}

// ParseWhen reads what ParseRule reads, as somebody writes it now: "every second friday 15:00"
// and "隔週金曜 15:00" begin with the next such day, and one date may be said as people say it on
// a day of this year or the next: "12/18 19:00", "12月18日(金) 19時", "fri 18 dec 7pm", "tomorrow
// 18:00", "来週金曜 19:00". One date must be to come, within a year. What can be read in two ways
// is not taken: it is an error with FaultWhich or FaultEither, whose suggestions are clear. Every
// error is an *InputError. now says in whose zone times are.
func ParseWhen(s string, now time.Time) (Rule, error) { return ParseWhenOr(s, now, Rule{}) }

// ParseWhenOr is ParseWhen where there is a usual rule: a time alone is a time on its days, and
// days alone are days at its time.
func ParseWhenOr(s string, now time.Time, usual Rule) (Rule, error) {
	rule, err := reader{input: s, now: now, usual: usual}.read()
	if err != nil {
		return Rule{}, err
	}
	date, clock, ok := rule.Once()
	switch at := time.Date(date.Year, date.Month, date.Day, clock.Hour, clock.Minute, 0, 0, now.Location()); {
	case !ok:
		return rule, nil
	case !at.After(now):
		return Rule{}, &InputError{Input: s, Fault: FaultOver}
	case DateOf(now).AddDays(maxAway).Before(date):
		return Rule{}, &InputError{Input: s, Fault: FaultFar}
	}
	return rule, nil
}

// onDate reads one date. Without a now it is one with its year.
func (r reader) onDate(toks []token, c Clock) (rule Rule, err error, read bool) {
	if d, ok := wholeDate(toks); ok && d.Year >= 2000 {
		return onceAt(d, c), nil, true
	}
	if !r.typed() || len(kinds(toks, number, nth, month, relative, which, end)) == 0 {
		return rule, nil, false
	}
	p, used := days{now: r.now, dated: true, one: true, japanese: isJapanese(r.text)}.point(toks, r.today())
	switch {
	case used != len(toks) || used == 0:
		return rule, nil, false
	case p.named:
		return rule, r.fault(FaultWeekday, p.dates[0].String()), true
	case p.period && !slices.ContainsFunc(toks, func(t token) bool { return t.kind == unit && t.n == 30 }):
		return rule, r.fault(FaultWhen, written(r.text, toks)), true
	case p.period:
		return rule, r.fault(FaultWhich, "", p.dates[0].String()+" "+c.String(), "last day of the month "+c.String()), true
	case len(p.dates) == 0:
		return rule, r.fault(FaultWhen, written(r.text, toks)), true
	case len(p.dates) > 1:
		return rule, r.fault(FaultWhich, "", p.dates[0].String()+" "+c.String(), p.dates[1].String()+" "+c.String()), true
	case p.yearless && passed(p.dates[0], r.today()):
		return rule, r.fault(FaultOver, ""), true
	}
	return onceAt(p.dates[0], c), nil, true
}
