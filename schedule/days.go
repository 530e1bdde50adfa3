package schedule

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// maxAway is how many days from today a last day may be.
const maxAway = 366

// lately is for how many days a day without its year that has passed is that one, and not the
// one in a year.
const lately = 65

// halfAYear is how long people are away at the most by days without their year.
const halfAYear = 183

// Span is some days, as somebody wrote them.
type Span struct {
	From Date // the zero Date where only the last is said
	Last Date // counts too
}

// days reads days as people write them.
type days struct {
	now      time.Time
	dated    bool // "5日" is the fifth, not five days
	one      bool // one day is meant: "a week" is the day in a week, and "next week" is none
	japanese bool // months come before their days
}

func (d days) today() Date { return DateOf(d.now) }

// ParseDays reads on which days somebody is away: until when (from today), or from when to when.
// now says in whose zone it is today.
//
//   - "today", "tomorrow", "the day after tomorrow", 今日, 明日, あさって;
//   - "fri", "until friday", 金曜まで: the first such day; "next mon", "friday next week",
//     来週の月曜: in the week after, weeks beginning on Monday; "this fri", 今週金曜: in this one;
//   - "this week", "next week", 今週いっぱい: until that week's Sunday; "end of the month", 月末まで;
//   - "3 days", "a week", "1 month", 3日間, 一週間: counted with today; "in 3 days", 3日後;
//   - "2026-11-27", "Dec 5", "5 Dec", "the 5th", 12月5日, 5日まで: the first such date;
//   - "12/5" where people put the month first, and where it can be read in one way only;
//   - "Dec 5 - Dec 9", "Dec 5-9", "from tomorrow to fri", "12/5〜12/9", 明日から3日間.
//
// What can be read in two ways is an *InputError with FaultWhich and both: "next fri" on a
// Tuesday, "tue" on one, 3日, and "5/12" in Berlin. Every other error is one with FaultDate,
// FaultWeekday, FaultPast or FaultFar.
func ParseDays(text string, now time.Time) (Span, error) { return days{now: now}.parse(text) }

// ParseUntil reads what ParseDays reads, and gives the last day, of what begins today or has
// begun. What begins later has FaultLater.
func ParseUntil(text string, now time.Time) (Date, error) {
	span, err := ParseDays(text, now)
	if err == nil && DateOf(now).Before(span.From) {
		err = &InputError{Input: text, Fault: FaultLater, Part: span.From.String()}
	}
	if err != nil {
		return Date{}, err
	}
	return span.Last, nil
}

// ParseDay reads one day to come, as ParseDays reads a last one, but that "a week" is the day
// in a week.
func ParseDay(text string, now time.Time) (Date, error) {
	span, err := days{now: now, dated: true, one: true}.parse(text)
	if err == nil && span.From != (Date{}) {
		err = &InputError{Input: text, Fault: FaultDate}
	}
	if err != nil {
		return Date{}, err
	}
	return span.Last, nil
}

func (d days) parse(text string) (Span, error) {
	fault := func(fault, part string, near ...string) (Span, error) {
		return Span{}, &InputError{Input: text, Fault: fault, Part: part, Suggestions: near}
	}
	if len(text) > maxInput {
		return fault(FaultDate, "")
	}
	plain := plainText(text)
	toks := tokens(plain)
	begun, ended := startsOrEnds(toks)
	d.japanese = isJapanese(plain)
	d.dated = d.dated || len(kinds(toks, dash, until, month, monthMark)) > 0
	toks = spelledOut(stripped(toks))
	first, used := d.point(toks, d.today())
	rest := toks[used:]
	if used == 0 {
		first, rest = d.counted(toks, d.today(), d.one)
	}
	second, ranged := point{}, false
	if used > 0 && len(rest) > 0 && len(first.dates) > 0 {
		second, rest = d.after(rest, first.dates[0], toks[used-1].kind == dayMark || ended)
		ranged = true
	}
	if near := d.otherWeek(toks, first, second); len(near) > 0 {
		return fault(FaultWhich, "", near...)
	}
	for _, p := range []point{first, second} {
		switch {
		case p.named:
			return fault(FaultWeekday, p.dates[0].String())
		case len(p.dates) > 1:
			return fault(FaultWhich, "", p.near()...)
		}
	}
	if len(rest) > 0 || len(first.dates) == 0 || ranged && (len(second.dates) == 0 || first.period) || begun && !ranged {
		return fault(FaultDate, "")
	}
	span := Span{Last: first.dates[0]}
	if ranged {
		span = d.between(first, second)
	}
	return d.checked(span, first.yearless || second.yearless, fault)
}

// isJapanese tells whether a text has a word that can only be Japanese.
func isJapanese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) })
}

// startsOrEnds tells whether a text says from when, and whether it says until when.
func startsOrEnds(toks []token) (begun, ended bool) {
	if len(toks) == 0 {
		return false, false
	}
	last := toks[len(toks)-1]
	return toks[0].kind == from || last.kind == dash, last.kind == until
}

// otherWeek gives both ways to read "wed to fri next week", where they are two.
func (d days) otherWeek(toks []token, first, second point) []string {
	if len(toks) < 2 || toks[0].kind != weekdayName || toks[1].kind != dash || len(kinds(toks, which)) == 0 || len(first.dates) != 1 || len(second.dates) != 1 {
		return nil
	}
	from, last := first.dates[0], second.dates[0]
	other := inWeek(mondayOf(last), 0, from.Weekday())
	if other == from || last.Before(other) {
		return nil
	}
	return []string{from.String() + " - " + last.String(), other.String() + " - " + last.String()}
}

// between is from one day to another. Where the first is said without its year and has just
// been, that one is meant: 11/20 to 11/27, said on the 24th.
func (d days) between(first, second point) Span {
	span := Span{From: first.dates[0], Last: second.dates[0]}
	from, last := span.From, span.Last
	from.Year, last.Year = from.Year-1, last.Year-1
	if first.yearless && second.yearless && from.exists() && last.exists() && !last.Before(d.today()) {
		return Span{From: from, Last: last}
	}
	return span
}

// checked refuses days that nobody means.
func (d days) checked(span Span, yearless bool, fault func(string, string, ...string) (Span, error)) (Span, error) {
	today := d.today()
	switch {
	case span.From != Date{} && (span.Last.Before(span.From) || yearless && span.From.AddDays(halfAYear).Before(span.Last)):
		return fault(FaultDate, "")
	case span.Last.Before(today), yearless && passed(span.Last, today):
		return fault(FaultPast, "")
	case today.AddDays(maxAway).Before(span.Last):
		return fault(FaultFar, "")
	}
	return span, nil
}

// passed tells whether a day, said without its year, has been lately.
func passed(d, today Date) bool {
	d.Year--
	return d.exists() && d.Before(today) && today.AddDays(-lately).Before(d)
}

// after reads what follows a first day: the last one, or for how long. Where nothing says that
// it is dated, 3日 is not a date.
func (d days) after(toks []token, first Date, dated bool) (point, []token) {
	joined := toks[0].kind == dash || toks[0].kind == until
	if joined {
		toks = toks[1:]
	}
	if p, rest := d.counted(toks, first, false); len(p.dates) > 0 {
		return p, rest
	}
	if !joined {
		return point{}, toks
	}
	d.dated = dated
	p, used := d.point(toks, first)
	return p, toks[used:]
}

// counted reads "3 days", "a week", "2か月", the day of ref being one of them, or where it is in,
// the day after so long.
func (d days) counted(toks []token, ref Date, in bool) (point, []token) {
	if len(toks) < 2 || toks[0].kind != number || toks[1].kind != unit || toks[0].n < 0 || len(toks) > 2 && toks[2].kind != end {
		return point{}, toks
	}
	last := counting(ref, toks[0].n, toks[1].n)
	if !in {
		last = last.AddDays(-1)
	}
	return point{dates: []Date{last}}, toks[2:]
}

// counting gives the date so many units later. Of a month that is shorter it is the last day.
func counting(ref Date, n, unit int) Date {
	if unit != 30 {
		return ref.AddDays(n * unit)
	}
	to := Date{ref.Year, ref.Month + time.Month(n%1200), 1}.AddDays(0)
	for to.Month == to.AddDays(1).Month && to.Day < ref.Day {
		to = to.AddDays(1)
	}
	return to
}

// stripped is without what only says that days follow: "until", "from", まで.
func stripped(toks []token) []token {
	for len(toks) > 0 && (toks[0].kind == until || toks[0].kind == from || toks[0].kind == dash && toks[0].text != "-") {
		toks = toks[1:]
	}
	for len(toks) > 0 && slices.Contains([]kind{until, dash}, toks[len(toks)-1].kind) {
		toks = toks[:len(toks)-1]
	}
	return toks
}

// spelledOut gives both ends of a range their month where one has it for both: "Dec 5-9",
// "5-9 Dec", "12/5-9" and 12月5日〜9日.
func spelledOut(toks []token) []token {
	is := func(i int, of ...kind) bool { return i < len(toks) && slices.Contains(of, toks[i].kind) }
	switch {
	case is(0, number, nth) && is(1, dash, until) && is(2, number, nth) && is(3, month):
		return append([]token{toks[3], toks[0]}, toks[1:]...)
	case len(toks) == 4 && is(0, month) && is(1, number, nth) && is(2, dash, until) && is(3, number, nth):
		return []token{toks[0], toks[1], toks[2], toks[0], toks[3]}
	case len(toks) == 5 && is(0, number) && is(1, slash) && is(2, number) && is(3, dash) && is(4, number):
		return append(slices.Clone(toks[:4]), toks[0], toks[1], toks[4])
	case len(toks) == 7 && is(1, monthMark) && is(3, dayMark) && is(4, dash) && is(5, number) && is(6, dayMark):
		return append(slices.Clone(toks[:5]), toks[0], toks[1], toks[5], toks[6])
	}
	return toks
}
