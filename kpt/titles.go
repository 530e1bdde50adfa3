package kpt

import "github.com/engawa-bot/engawa/schedule"

// Titles are the headings that a notebook gives to what it makes, in the team's
// language. Each must be one that FindSection finds.
type Titles struct {
	Sheet    string // comes before the date: "KPT"
	Sections map[Section]string
}

// Heading is the heading of the sheet of a retro.
func (t Titles) Heading(retro schedule.Date) string {
	if t.Sheet == "" {
		return retro.String()
	}
	return t.Sheet + " " + retro.String()
}
