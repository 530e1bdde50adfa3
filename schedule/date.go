package schedule

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the proleptic Gregorian calendar, in no zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const secondsADay = 24 * 60 * 60

// DateOf gives the date of t in t's own location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads "2026-11-27". Anything else, also a day that the month does
// not have, is an *InputError with FaultDate.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, &InputError{Input: s, Fault: FaultDate}
	}
	return DateOf(t), nil
}

// String gives "2006-01-02".
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// AddDays gives the date n days later; n may be negative.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Compare gives -1, 0 or +1 as d is before, the same as or after other.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before says whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// MarshalText gives what String gives.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText gives, of the zero Date too.
func (d *Date) UnmarshalText(text []byte) error {
	if string(text) == (Date{}).String() {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// exists says whether the calendar has such a day.
func (d Date) exists() bool {
	return d.Year >= 1 && d.Year <= 9999 && DateOf(d.midnight()) == d
}

func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// wall is what a clock on a wall shows: minutes since 1970-01-01 00:00, in no
// zone. Occurrences of one plan are in the order of their walls, also where
// several share an instant.
type wall int64

const minutesADay = 24 * 60

// wallOf drops the seconds of what clocks in t's location show at t.
func wallOf(t time.Time) wall {
	_, offset := t.Zone()
	return wall(floorDiv(t.Unix()+int64(offset), 60))
}

func (w wall) day() int64 { return floorDiv(int64(w), minutesADay) }

func (w wall) date() Date { return dateOfDay(w.day()) }

func (w wall) clock() Clock {
	minute := int(int64(w) - w.day()*minutesADay)
	return Clock{Hour: minute / 60, Minute: minute % 60}
}

// dayOf gives how many days after 1970-01-01 a date is.
func dayOf(d Date) int64 { return d.midnight().Unix() / secondsADay }

// dateOfDay gives the date that is so many days after 1970-01-01.
func dateOfDay(day int64) Date { return DateOf(time.Unix(day*secondsADay, 0).UTC()) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
