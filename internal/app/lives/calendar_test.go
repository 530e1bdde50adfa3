package lives

import (
	"slices"
	"time"
)

const firstZone = "Asia/Tokyo"

// overrun is how long after its end a KPT may still begin as that one, by PRODUCT.
const overrun = 2 * time.Hour

// calendar is when a team holds its KPT: days of the week at a time, but for days off.
type calendar struct {
	zone   *time.Location
	days   []time.Weekday
	hour   int
	length time.Duration
	off    []string  // dates
	since  time.Time // nobody was called by these days before
	link   bool      // it is held behind a link
	place  string    // or in this room
}

// day is the date of an instant; dates are like "2000-01-07", so that they sort.
func (c calendar) day(t time.Time) string { return t.In(c.zone).Format(time.DateOnly) }

// on is when the KPT of a date begins; false if there is none on it.
func (c calendar) on(date string) (time.Time, bool) {
	t, err := time.ParseInLocation("2006-01-02 15", date+" "+time.Time{}.Add(time.Duration(c.hour)*time.Hour).Format("15"), c.zone)
	return t, err == nil && slices.Contains(c.days, t.Weekday()) && !slices.Contains(c.off, date)
}

// next is the first KPT that is not before an instant, and on a later date than one.
func (c calendar) next(from time.Time, after string) (string, time.Time) {
	for i := range 100 {
		date := from.In(c.zone).AddDate(0, 0, i).Format(time.DateOnly)
		if starts, is := c.on(date); is && !starts.Before(from) && date > after {
			return date, starts
		}
	}
	return "", time.Time{}
}

// says is a date as members read it.
func says(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "no day"
	}
	return t.Format("Mon 2 Jan")
}
