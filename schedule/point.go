package schedule

import (
	"strconv"
	"strings"
	"time"
)

// point is one day as it was read.
type point struct {
	dates    []Date // what it may be: one is clear
	yearless bool   // said without its year
	named    bool   // the day of the week beside it is another's
	period   bool   // the end of some days, such as a month
	asked    []string
}

// near are the ways to write what it may be.
func (p point) near() []string {
	if p.asked != nil {
		return p.asked
	}
	var near []string
	for _, d := range p.dates {
		near = append(near, d.String())
	}
	return near
}

// point reads the day that the tokens begin with, on ref or after it, and tells of how many
// tokens it is; 0 where they begin with none.
func (d days) point(toks []token, ref Date) (p point, used int) {
	lead := 0
	if len(toks) > 0 && toks[0].kind == weekdayName { // fri, 18 dec
		for lead = 1; lead < len(toks) && toks[lead].kind == comma; lead++ {
		}
	}
	readers := []func([]token, Date) (point, int){d.byNumbers, d.byMonth, d.byDay}
	if lead == 0 {
		readers = []func([]token, Date) (point, int){d.byNumbers, d.byMonth, d.byCount, d.byDay, d.byWeek, d.byEnd}
	}
	for _, read := range readers {
		if p, used = read(toks[lead:], ref); used > 0 {
			break
		}
	}
	switch used += lead; {
	case used == lead:
		return d.byWeekday(toks, ref)
	case lead > 0:
		p.name(toks[0].n)
	case used < len(toks) && toks[used].kind == weekdayName:
		p.name(toks[used].n)
		used++
	}
	return p, used
}

// name says which day of the week it is said to be.
func (p *point) name(weekday int) {
	if len(p.dates) == 0 {
		return
	}
	for _, d := range p.dates {
		if int(d.Weekday()) == weekday {
			p.dates, p.asked = []Date{d}, nil
			return
		}
	}
	p.named = true
}

// wholeDate reads a date with its year, and nothing else.
func wholeDate(toks []token) (Date, bool) {
	p, used := days{}.byNumbers(toks, Date{})
	if used == 0 || used != len(toks) || p.yearless || len(p.dates) != 1 {
		return Date{}, false
	}
	return p.dates[0], true
}

// byNumbers reads "2026-11-27", 2026年11月27日, "11/27", "11/27/2026" and 11月27日.
func (d days) byNumbers(toks []token, ref Date) (p point, used int) {
	is := func(i int, of kind) bool { return i < len(toks) && toks[i].kind == of }
	numbers := func(at ...int) bool {
		for _, i := range at {
			if !is(i, number) || !isDigit(toks[i].text[0]) && toks[i].text[0] < 0x80 || toks[i].n < 0 {
				return false
			}
		}
		return true
	}
	switch {
	case numbers(0, 2, 4) && len(toks[0].text) == 4 && (is(1, dash) && is(3, dash) || is(1, slash) && is(3, slash)):
		return exactly(toks[0].n, toks[2].n, toks[4].n), 5
	case numbers(0, 2, 4) && is(1, yearMark) && is(3, monthMark) && is(5, dayMark):
		return exactly(toks[0].n, toks[2].n, toks[4].n), 6
	case numbers(0, 2, 4) && is(1, slash) && is(3, slash) && len(toks[4].text) == 4:
		return d.slashed(toks[0].n, toks[2].n, toks[4].n, ref), 5
	case numbers(0, 2) && is(1, slash) && !is(3, slash):
		return d.slashed(toks[0].n, toks[2].n, 0, ref), 3
	case numbers(0, 2) && is(1, monthMark) && is(3, dayMark):
		return nearest(toks[0].n, toks[2].n, 0, ref), 4
	case numbers(0) && is(1, end) && is(2, unit) && toks[2].n == 30 && toks[1].at == toks[2].at: // 12月末
		return endOf(toks[0].n, ref), 3
	}
	return p, 0
}

// exactly is a date with its year; none where there is no such day.
func exactly(year, month, day int) (p point) {
	if d := (Date{year, time.Month(month), day}); d.exists() {
		p.dates = []Date{d}
	}
	return p
}

// nearest is the first such date that is not before ref, this year or the next.
func nearest(month, day, year int, ref Date) (p point) {
	if year != 0 {
		return exactly(year, month, day)
	}
	for year := ref.Year; year <= ref.Year+1; year++ {
		if p = exactly(year, month, day); len(p.dates) > 0 && !p.dates[0].Before(ref) {
			p.yearless = true
			return p
		}
	}
	return point{}
}

// slashed reads two numbers of which one is the month. Where people put it first, so it is;
// elsewhere it is asked, unless only one can be.
func (d days) slashed(a, b, year int, ref Date) point {
	first, other := nearest(a, b, year, ref), nearest(b, a, year, ref)
	switch {
	case a == b, d.japanese, monthFirst(d.now.Location()), len(other.dates) == 0:
		return first
	case len(first.dates) == 0:
		return other
	}
	first.dates = append(first.dates, other.dates...)
	return first
}

// monthFirst tells whether people in a zone write December 5 as 12/5.
func monthFirst(zone *time.Location) bool {
	for name := range strings.FieldsSeq(monthFirstZones) {
		if zone.String() == name || strings.HasSuffix(name, "/") && strings.HasPrefix(zone.String(), name) {
			return true
		}
	}
	return false
}

// monthFirstZones are those of Japan, Korea, China, Taiwan and the United States.
const monthFirstZones = `Japan Asia/Tokyo ROK Asia/Seoul Asia/Pyongyang PRC Asia/Shanghai Asia/Urumqi ROC Asia/Taipei US/
	America/New_York America/Detroit America/Kentucky/ America/Indiana/ America/Indianapolis America/Louisville America/Chicago
	America/Menominee America/North_Dakota/ America/Denver America/Boise America/Phoenix America/Los_Angeles America/Anchorage
	America/Juneau America/Sitka America/Nome Pacific/Honolulu`

// byMonth reads a month by its English name, with its day and perhaps a year.
func (d days) byMonth(toks []token, ref Date) (p point, used int) {
	is := func(i int, of kind) bool { return i < len(toks) && toks[i].kind == of }
	day := func(i int) bool {
		return is(i, nth) || is(i, number) && isDigit(toks[i].text[0]) && len(toks[i].text) <= 2
	}
	year := func(i int) (int, int) {
		if is(i, comma) && is(i+1, number) && len(toks[i+1].text) == 4 {
			return toks[i+1].n, 2
		}
		if is(i, number) && len(toks[i].text) == 4 && isDigit(toks[i].text[0]) {
			return toks[i].n, 1
		}
		return 0, 0
	}
	lead, before := year(0)
	toks = toks[before:]
	var m, n int
	switch {
	case is(0, month) && day(1):
		m, n = toks[0].n, toks[1].n
	case day(0) && is(1, month):
		m, n = toks[1].n, toks[0].n
	default:
		return p, 0
	}
	after, more := year(2)
	if lead != 0 && after != 0 {
		return p, 0
	}
	return nearest(m, n, lead+after, ref), before + 2 + more
}

// byDay reads "5th" and 5日, which may be five days, and 来月5日.
func (d days) byDay(toks []token, ref Date) (p point, used int) {
	is := func(i int, of kind) bool { return i < len(toks) && toks[i].kind == of }
	from, lead := ref, 0
	if is(0, which) && is(1, unit) && toks[1].n == 30 {
		from, lead = counting(Date{d.today().Year, d.today().Month, 1}, toks[0].n, 30), 2
	}
	asked := false
	switch {
	case is(lead, nth) && lead == 0 && !is(1, weekdayName): // the 4th fri may be of the month
		used = 1
	case is(lead, number) && is(lead+1, dayMark):
		used, asked = 2, lead == 0 && !d.dated
	default:
		return p, 0
	}
	n := toks[lead].n
	for i := 0; i < 62 && n >= 1; i++ {
		if date := from.AddDays(i); date.Day == n && (lead == 0 || date.Month == from.Month) {
			p.dates = []Date{date}
			break
		}
	}
	if asked && len(p.dates) > 0 {
		date := p.dates[0]
		p.dates = append(p.dates, ref.AddDays(n-1))
		p.asked = []string{strconv.Itoa(n) + "日間", strconv.Itoa(int(date.Month)) + "月" + strconv.Itoa(date.Day) + "日"}
	}
	return p, used + lead
}
