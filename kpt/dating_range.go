package kpt

import (
	"regexp"
	"time"
)

// A heading may say the first and the last day of some: those of a week are its days. Those of
// a longer time, such as half a year, are no day of a KPT.

const (
	toDay     = `\s*(?:[(][^()]{1,4}[)])?\s*(?:[-‐‒–—−~〜]|から|\bto\b)\s*`
	dayDigits = `(?:\d{4}\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})`
	dayNamed  = monthNames + `\s*(\d{1,2})(?:st|nd|rd|th)?\b`
)

var (
	// lastDay is what follows the first day: "11/23〜11/27", "Nov 23 – Nov 27".
	lastDay = regexp.MustCompile(`^` + toDay + `(?:` + dayDigits + `|` + dayNamed + `)`)
	// firstDay is what stands before the last one, if only that says its year.
	firstDay = regexp.MustCompile(`(?:^|[^\d/.-])(?:(\d{1,2})\s*[/月]\s*(\d{1,2})日?|` + dayNamed + `)` + toDay + `$`)
)

// among takes in the days from a first one to a last that a heading says, if one of them is this
// and the other stands before or behind it. False if these are more than two weeks.
func (d Dating) among(before, behind string) (Dating, bool) {
	if d.Week != 0 {
		return d, true
	}
	if last, ok := otherEnd(lastDay, behind); ok {
		first := d
		first.Year = 0
		days := last.since(first)
		d.Days = days + 1
		return d, days > 0 && days < 14
	}
	if first, ok := otherEnd(firstDay, before); ok {
		last := d
		last.Year = 0
		days := last.since(first)
		if day, ok := d.Date(); ok {
			day = day.AddDays(-days)
			d.Year, d.Month, d.Day = day.Year, day.Month, day.Day
		} else {
			d.Month, d.Day = first.Month, first.Day
		}
		d.Days = days + 1
		return d, days > 0 && days < 14
	}
	return d, true
}

// otherEnd is the other of two days.
func otherEnd(pattern *regexp.Regexp, text string) (Dating, bool) {
	m := pattern.FindStringSubmatch(text)
	if m == nil {
		return Dating{}, false
	}
	d := Dating{Month: time.Month(number(m[1])), Day: number(m[2])}
	if m[3] != "" {
		d = Dating{Month: monthNamed(m[3]), Day: number(m[4])}
	}
	return d, d.exists()
}
