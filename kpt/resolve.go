package kpt

import (
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// soon is how far ahead of today the newest sheet may be that does not say its year.
const soonDays = 45

// Resolve tells the days of sheets in the order in which they stand. Where one does not
// say its year, the order decides, from the newest on, and for the newest today does: it
// is of the last year in which it is not far ahead. Sheets stand the newest first, or
// else the oldest first.
func Resolve(sheets []Dating, today schedule.Date) []schedule.Date {
	dates := make([]schedule.Date, len(sheets))
	latest := today.AddDays(soonDays)
	for i := range sheets {
		if !newestFirst(sheets) {
			i = len(sheets) - 1 - i
		}
		d, ok := sheets[i].Date()
		if sheets[i].Short != [3]int{} {
			if d, ok = sheets[i].near(today); !ok {
				continue
			}
		}
		for year := latest.Year; !ok && sheets[i].Year == 0 && year > latest.Year-9; year-- {
			d, ok = sheets[i].In(year)
			ok = ok && !latest.Before(d)
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
