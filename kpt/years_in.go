package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// placeYears tells sheets that do not say their year that which the heading above says, and
// which of them stay unclear: it may be one of several, or does not go with the weekday. One of
// several is that in which a sheet is next to its neighbour below the same heading, as the
// sheets of January behind those of December in "2026年度".
func placeYears(sheets []Dating, today schedule.Date) (placed []Dating, unclear []bool) {
	placed, unclear = slices.Clone(sheets), make([]bool, len(sheets))
	fits := make([][]int, len(sheets))
	for i, d := range sheets {
		if d.Above.From == 0 || d.Above.From > today.Year+1 || d.Year != 0 || d.Short != [3]int{} || d.Month == 0 && d.Week == 0 {
			continue // "Vision 2030" is no year of days
		}
		fits[i] = d.yearsAbove()
		if unclear[i] = len(fits[i]) != 1; !unclear[i] {
			placed[i].Year = fits[i][0]
		}
	}
	beside := func(i, j int) {
		if j < 0 || j == len(sheets) || !unclear[i] || unclear[j] || sheets[j].Above != sheets[i].Above {
			return
		}
		const near = 45 // days
		day, ok := placed[j].Date()
		days := sheets[i].since(sheets[j])
		if year := day.AddDays(days).Year; ok && days != 0 && max(days, -days) <= near && slices.Contains(fits[i], year) {
			placed[i].Year, unclear[i] = year, false
		}
	}
	for i := range sheets {
		beside(i, i-1)
	}
	for i := range slices.Backward(sheets) {
		beside(i, i+1)
	}
	return placed, unclear
}

// yearsAbove are the years that a day may be of, by the heading above and by its weekday.
func (d Dating) yearsAbove() (years []int) {
	y := d.Above
	if d.Week != 0 && y.otherWeeks(d.Week) {
		return nil
	}
	from, to := y.From, y.To
	switch {
	case y.Part == nendo && d.Month < time.April:
		to++
	case y.Part == fiscal, y.Month != 0, !y.Part.has(d):
		from, to = from-1, to+1
	}
	for year := from; year <= to; year++ {
		if day, ok := d.In(year); ok && d.falls(day) && y.near(day) {
			years = append(years, year)
		}
	}
	return years
}

// otherWeeks says whether the weeks below such a heading may be numbered in another way than
// those of a year.
func (y Years) otherWeeks(week int) bool {
	const ofQuarter, ofHalf = 14, 27
	switch {
	case y.Part >= nendo:
		return true
	case y.Part >= half:
		return week <= ofHalf
	}
	return y.Part >= quarter && week <= ofQuarter
}

// near says whether a day is in the month that is named, or not far from it.
func (y Years) near(day schedule.Date) bool {
	if y.Month == 0 {
		return true
	}
	const far = 46 // days from its middle
	days := dayNumber(day) - dayNumber(schedule.Date{Year: y.From, Month: y.Month, Day: 15})
	return max(days, -days) <= far
}

// has says whether a day is in a part of the calendar's year.
func (p YearPart) has(d Dating) bool {
	switch {
	case d.Week != 0, p == wholeYear, p >= nendo:
		return true
	case p >= half:
		return (d.Month-1)/6 == time.Month(p-half)
	}
	return (d.Month-1)/3 == time.Month(p-quarter)
}

// Have says whether a day is, or may be, of these years; any is, if they say nothing.
func (y Years) Have(day schedule.Date) bool {
	if y.From == 0 {
		return true
	}
	d := Dating{Month: day.Month, Day: day.Day, Above: y}
	return (y.Month == 0 || y.Month == day.Month) && slices.Contains(d.yearsAbove(), day.Year)
}
