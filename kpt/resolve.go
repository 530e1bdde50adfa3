package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// soon is how far ahead of today the newest sheet may be that does not say its year.
const soonDays = 45

// Resolve tells the days of sheets in the order in which they stand. Where one does not
// say its year, the order decides, from the newest on, and for the newest today does: it
// is of the last year in which it is not far ahead, and in which its weekday is the one that it
// says. Sheets stand the newest first, or else the oldest first. A weekday that does not go
// with the sheets below leaves a sheet without a day, and so does another meeting. What a
// heading above says of the year (Years) counts more than the order, and what it leaves open
// stays open.
func Resolve(sheets []Dating, today schedule.Date) []schedule.Date {
	return resolveKPTs(sheets, today, func(kpts []Dating) []schedule.Date { return resolve(kpts, today) })
}

func resolve(sheets []Dating, today schedule.Date) []schedule.Date {
	dates := make([]schedule.Date, len(sheets))
	latest := today.AddDays(soonDays)
	first := newestFirst(sheets)
	for i := range sheets {
		var older []Dating
		if first {
			older = sheets[i+1:]
		} else {
			i = len(sheets) - 1 - i
			older = slices.Clone(sheets[:i])
			slices.Reverse(older)
		}
		d, ok := sheets[i].Date()
		if sheets[i].Short != [3]int{} {
			d, ok = sheets[i].near(today)
		} else if sheets[i].Year == 0 {
			d, ok = sheets[i].fitting(latest, older)
		}
		if !ok {
			continue
		}
		dates[i] = d
		if sheets[i].Year == 0 || d.Before(latest) {
			latest = d
		}
	}
	return dates
}

// fitting is the last day up to another that has the weekday that is said. If that is of an
// earlier year, none of the sheets below must say that they are of a later one.
func (d Dating) fitting(latest schedule.Date, older []Dating) (day schedule.Date, ok bool) {
	plain, ok := d.upTo(latest, func(schedule.Date) bool { return true })
	if !ok || d.falls(plain) {
		return plain, ok
	}
	if day, ok = d.upTo(latest, d.falls); !ok || day.Year < latest.Year-7 {
		return schedule.Date{}, false
	}
	i := slices.IndexFunc(older, func(o Dating) bool { return o.Year != 0 || o.Weekday != 0 })
	if i < 0 {
		return day, true
	}
	below, said := older[i].Date()
	if !said {
		below, said = older[i].upTo(plain, func(schedule.Date) bool { return true })
		said = said && older[i].falls(below)
	}
	return day, !said || !day.Before(below)
}

// upTo is the last day up to another, in some years, that is as it should be.
func (d Dating) upTo(latest schedule.Date, is func(schedule.Date) bool) (day schedule.Date, ok bool) {
	for year := latest.Year; year > latest.Year-9; year-- {
		if day, ok = d.In(year); ok && !latest.Before(day) && is(day) {
			return day, true
		}
	}
	return schedule.Date{}, false
}

// falls says whether a day has the weekday that is said.
func (d Dating) falls(on schedule.Date) bool {
	return d.Weekday == 0 || int(on.Weekday())+1 == d.Weekday
}

// newestFirst tells by neighbours in which order sheets stand: from one to the next it
// goes back more often than ahead.
func newestFirst(sheets []Dating) bool {
	ahead := 0
	for i := 1; i < len(sheets); i++ {
		switch days := sheets[i].since(sheets[i-1]); {
		case days > 0:
			ahead++
		case days < 0:
			ahead--
		}
	}
	return ahead <= 0
}

// since is how many days one is after another. Where a year is not said, they are as
// near to each other as they can be: 8 January comes after 25 December.
func (d Dating) since(before Dating) int {
	if from, ok := before.Date(); ok {
		if to, ok := d.Date(); ok {
			return dayNumber(to) - dayNumber(from)
		}
	}
	const leap, half = 2024, 183 // a year that has all days
	before.Year, d.Year = 0, 0
	from, one := before.In(leap)
	to, two := d.In(leap)
	if !one || !two {
		return 0
	}
	days := dayNumber(to) - dayNumber(from)
	switch {
	case days > half:
		return days - 2*half
	case days < -half:
		return days + 2*half
	}
	return days
}

func dayNumber(d schedule.Date) int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}
