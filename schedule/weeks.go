package schedule

import "time"

// byWeek reads "next week", 今週, "friday next week", 来週の金曜 and "next fri": weeks begin on Monday.
func (d days) byWeek(toks []token, _ Date) (p point, used int) {
	is := func(i int, of kind) bool { return i < len(toks) && toks[i].kind == of }
	if !is(0, which) {
		return p, 0
	}
	monday, n := mondayOf(d.today()), toks[0].n
	switch {
	case is(1, weekdayName):
		return d.nextWeekday(n, time.Weekday(toks[1].n)), 2
	case is(1, unit) && toks[1].n == 7 && is(2, weekdayName):
		return point{dates: []Date{inWeek(monday, n, time.Weekday(toks[2].n))}}, 3
	case is(1, unit) && toks[1].n == 7 && !d.one, is(1, unit) && toks[1].n == 7 && is(2, end):
		used = 2
		for is(used, end) {
			used++
		}
		return point{dates: []Date{monday.AddDays(7*n + 6)}, period: true}, used
	}
	return p, 0
}

// nextWeekday is "this fri" and "next fri". The latter is asked about where the week has one
// that is still to come.
func (d days) nextWeekday(n int, day time.Weekday) point {
	today := d.today()
	this, next := inWeek(mondayOf(today), 0, day), inWeek(mondayOf(today), 1, day)
	switch {
	case n == 0:
		return point{dates: []Date{this}}
	case today.Before(this), today.AddDays(1) == next:
		if !today.Before(this) {
			return point{dates: []Date{next, next.AddDays(7)}}
		}
		return point{dates: []Date{this, next}}
	}
	return point{dates: []Date{next}}
}

// byWeekday reads "fri", the first one from ref on, and "fri next week". On a Friday it is asked
// which.
func (d days) byWeekday(toks []token, ref Date) (p point, used int) {
	is := func(i int, of kind) bool { return i < len(toks) && toks[i].kind == of }
	if !is(0, weekdayName) {
		return p, 0
	}
	day := time.Weekday(toks[0].n)
	if is(1, which) && is(2, unit) && toks[2].n == 7 {
		return point{dates: []Date{inWeek(mondayOf(d.today()), toks[1].n, day)}}, 3
	}
	first := ref.AddDays(int(day-ref.Weekday()+7) % 7)
	if first == ref {
		return point{dates: []Date{first, first.AddDays(7)}}, 1
	}
	return point{dates: []Date{first}}, 1
}

// byCount reads "today", "tomorrow", "in 3 days" and 3日後.
func (d days) byCount(toks []token, _ Date) (p point, used int) {
	is := func(i int, of kind) bool { return i < len(toks) && toks[i].kind == of }
	switch {
	case is(0, relative):
		return point{dates: []Date{d.today().AddDays(toks[0].n)}}, 1
	case is(0, later) && toks[0].n == 0 && is(1, number) && is(2, unit):
		toks, used = toks[1:], 3
	case is(0, number) && is(1, unit) && is(2, later) && toks[2].n == 1, is(0, number) && is(1, dayMark) && is(2, later) && toks[2].n == 1:
		used = 3
	default:
		return p, 0
	}
	of := max(toks[1].n, 1) // 3日後 has a mark that is no unit
	if toks[0].n < 0 {
		return p, used
	}
	return point{dates: []Date{counting(d.today(), toks[0].n, of)}}, used
}

// byEnd reads "end of the month", "end of next week", 今月いっぱい, 月末 and 年末.
func (d days) byEnd(toks []token, ref Date) (p point, used int) {
	is := func(i int, of kind) bool { return i < len(toks) && toks[i].kind == of }
	ended, n := false, 0
	switch {
	case is(0, end) && is(1, month):
		return endOf(toks[1].n, ref), 2
	case is(0, number) && is(1, monthMark) && is(2, end):
		return endOf(toks[0].n, ref), 3
	case is(0, end):
		ended, used = true, used+1
	}
	if is(used, which) {
		n, used = toks[used].n, used+1
	}
	if !is(used, unit) {
		return p, 0
	}
	unit := toks[used].n
	used++
	if is(used, end) {
		ended, used = true, used+1
	}
	today := d.today()
	switch {
	case !ended:
		return p, 0
	case unit == 7:
		return point{dates: []Date{mondayOf(today).AddDays(7*n + 6)}, period: true}, used
	case unit == 30:
		last := counting(Date{today.Year, today.Month, 1}, n+1, 30).AddDays(-1)
		return point{dates: []Date{last}, period: true}, used
	case unit == 365:
		return point{dates: []Date{{today.Year + n, time.December, 31}}, period: true}, used
	}
	return p, 0
}

// endOf is the last day of the first such month that has not ended.
func endOf(month int, ref Date) point {
	p := nearest(month, 1, 0, Date{ref.Year, ref.Month, 1})
	for i, first := range p.dates {
		p.dates[i] = counting(first, 1, 30).AddDays(-1)
	}
	p.period = true
	return p
}

// inWeek is a day of the n-th week after that of a Monday.
func inWeek(monday Date, n int, day time.Weekday) Date { return monday.AddDays(7*n + int(day+6)%7) }

func mondayOf(d Date) Date { return d.AddDays(-int(d.Weekday()+6) % 7) }
