package teamfile

import (
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
)

// calendar reads the working days. What may be left out: weekend, or workdays
// in its stead (Monday to Friday are worked), holidays (none), off and on
// (company days off, and days worked in spite of all else: dates, or dates with
// a name).
func (r *reader) calendar(f field, t *bot.Team) {
	c := &t.Days
	r.mapping(f, append([]key{
		{"weekend", func(f field) { c.Weekdays = r.weekend(f) }},
		{"workdays", func(f field) { c.Weekdays = r.workdays(f) }},
		{"off", func(f field) { r.dates(f, c, false) }},
		{"on", func(f field) { r.dates(f, c, true) }},
	}, r.settings("calendar", t)...))
	_, weekend := r.places["calendar.weekend"]
	if at, workdays := r.places["calendar.workdays"]; weekend && workdays {
		r.fault("calendar.workdays", at, "weekend and workdays are both here; keep one of them")
	}
}

// weekend gives the days that are worked beside a weekend, Monday first, and
// nil for the usual one.
func (r *reader) weekend(f field) []time.Weekday {
	off := r.weekdays(f)
	if len(off) == 2 && slices.Contains(off, time.Saturday) && slices.Contains(off, time.Sunday) {
		return nil
	}
	var worked []time.Weekday
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); !slices.Contains(off, day) {
			worked = append(worked, day)
		}
	}
	if len(worked) == 0 {
		r.fault(f.path, f.at, "this leaves no working day; leave at least one")
	}
	return worked
}

func (r *reader) workdays(f field) []time.Weekday {
	days := r.weekdays(f)
	if len(days) == 0 && !r.spoilt[f.path] {
		r.fault(f.path, f.at, "this leaves no working day; write at least one")
	}
	return days
}

// weekdays reads days of the week in the order in which they are written.
func (r *reader) weekdays(f field) []time.Weekday {
	var days []time.Weekday
	for _, item := range r.items(f, "days of the week, such as [sat, sun]") {
		name, _ := scalar(item.node)
		day, ok := weekday(name)
		switch {
		case !ok:
			r.wrong(item, "a day of the week: mon, tue, wed, thu, fri, sat or sun")
			r.spoilt[f.path] = true
		case slices.Contains(days, day):
			r.fault(item.path, item.at, "%s is here twice; keep one", quote(name))
		default:
			days = append(days, day)
		}
	}
	return days
}

// weekday reads "sat" or "Saturday".
func weekday(s string) (time.Weekday, bool) {
	for day := range time.Weekday(7) {
		if strings.EqualFold(s, day.String()) || strings.EqualFold(s, day.String()[:3]) {
			return day, true
		}
	}
	return 0, false
}

// dates reads a list of dates, or dates with names, into the calendar.
func (r *reader) dates(f field, c *schedule.Calendar, works bool) {
	const want = "dates, such as 2026-12-28: Year end"
	add := func(item field, written, name string) {
		date, err := schedule.ParseDate(written)
		_, taken := c.Days[date]
		switch {
		case err != nil:
			r.fault(item.path, item.at, "%s is not a date; write it like 2026-12-28", quote(written))
			return
		case taken:
			r.fault(item.path, item.at, "%s is here twice; keep one", written)
			return
		case c.Days == nil:
			c.Days = map[schedule.Date]schedule.Day{}
		}
		c.Days[date] = schedule.Day{Works: works, Name: name}
	}
	switch f.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		for _, value := range r.values(f, want) {
			name := ""
			if !empty(value.node) {
				name = r.text(value)
			}
			add(value, value.name, name)
		}
	default:
		for _, item := range r.items(f, want) {
			if written, ok := scalar(item.node); ok {
				add(item, written, "")
			} else {
				r.wrong(item, "a date, such as 2026-12-28")
			}
		}
	}
}
