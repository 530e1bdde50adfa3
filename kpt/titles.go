package kpt

import (
	"strings"

	"github.com/engawa-bot/engawa/schedule"
)

// Titles are the headings that a notebook gives to what it makes, in the team's
// language. Each must be one that FindSection finds.
type Titles struct {
	Sheet    string // comes before the date: "KPT"
	Sections map[Section]string
	// Today is the team's day, by which dates without a year are read; nil: they are
	// those of no retro.
	Today func() schedule.Date
}

// Heading is the heading of the sheet of a retro.
func (t Titles) Heading(retro schedule.Date) string {
	if t.Sheet == "" {
		return retro.String()
	}
	return t.Sheet + " " + retro.String()
}

// Days are the days of sheets that stand in this order: see Resolve.
func (t Titles) Days(sheets []Dating) []schedule.Date {
	var today schedule.Date
	if t.Today != nil {
		today = t.Today()
	}
	return Resolve(sheets, today)
}

// Made is the day of a heading that reads as we write one; the zero date if it does not.
func (t Titles) Made(heading string) schedule.Date {
	if day, ok := FindDate(heading); ok && strings.TrimSpace(heading) == t.Heading(day) {
		return day
	}
	return schedule.Date{}
}
