package schedule

import (
	"slices"
	"time"
)

// Calendar says which days are worked. The zero Calendar is Monday to Friday
// with no holidays. It is not changed by its methods, which are safe for
// concurrent use while nobody changes it.
type Calendar struct {
	// Weekdays are the days of the week that are worked; none means Monday to
	// Friday.
	Weekdays []time.Weekday `json:"weekdays,omitempty"`
	// Country is whose national holidays are days off: "jp", or "" for none.
	Country string `json:"country,omitempty"`
	// Days outranks both: company days off, extra working days, corrections of
	// the holiday table.
	Days map[Date]Day `json:"days,omitempty"`
}

// Day is one date of a Calendar that is other than its weekday says.
type Day struct {
	Works bool   `json:"works,omitempty"`
	Name  string `json:"name,omitempty"` // of a day off, in the team's own words; may be ""
}

// Works says whether d is a working day.
func (c Calendar) Works(d Date) bool {
	if day, ok := c.Days[d]; ok {
		return day.Works
	}
	_, holiday := c.holiday(d)
	return c.Workday(d.Weekday()) && !holiday
}

// Workday says whether a day of the week is worked, holidays apart.
func (c Calendar) Workday(day time.Weekday) bool {
	if len(c.Weekdays) == 0 {
		return day != time.Saturday && day != time.Sunday
	}
	return slices.Contains(c.Weekdays, day)
}

// Why gives the name of the holiday or company day that makes d a day off, in
// lang ("ja", or anything else for English); company days have one name. It is
// "" for a worked day, a plain weekend, and a company day without a name.
func (c Calendar) Why(d Date, lang string) string {
	if day, ok := c.Days[d]; ok {
		if day.Works {
			return ""
		}
		return day.Name
	}
	holiday, ok := c.holiday(d)
	if !ok {
		return ""
	}
	if lang == "ja" {
		return holiday.japanese
	}
	return holiday.english
}

func (c Calendar) holiday(d Date) (holiday, bool) {
	if c.Country != "jp" {
		return holiday{}, false
	}
	h, ok := holidaysJP()[d]
	return h, ok
}
