package discord

import (
	"encoding/json"
	"slices"
	"time"
)

// recurrence is a rule of repetition as the bot sends it.
type recurrence struct {
	Start      string          `json:"start"`
	End        *string         `json:"end"`
	Count      *int            `json:"count"`
	Frequency  *int            `json:"frequency"` // 0 yearly, 1 monthly, 2 weekly, 3 daily
	Interval   int             `json:"interval"`
	ByWeekday  []int           `json:"by_weekday"` // 0 is Monday
	ByNWeekday json.RawMessage `json:"by_n_weekday"`
	ByMonth    []int           `json:"by_month"`
	ByMonthDay []int           `json:"by_month_day"`
	ByYearDay  []int           `json:"by_year_day"`
}

// judgeRecurrence refuses what is outside the subset that Discord permits.
// Source: Discord's documentation, "Guild Scheduled Event Recurrence Rule", system limitations.
func judgeRecurrence(p *problems, raw json.RawMessage) {
	const path = "recurrence_rule"
	var r recurrence
	if err := json.Unmarshal(raw, &r); err != nil {
		p.add(path, "BASE_TYPE_BAD", "%v", err)
		return
	}
	if _, err := time.Parse(time.RFC3339, r.Start); err != nil {
		p.add(path+".start", "DATE_TIME_TYPE_PARSE", "Could not parse %q.", r.Start)
	}
	if r.End != nil || r.Count != nil || len(r.ByYearDay) > 0 {
		p.add(path, "RECURRENCE_RULE_INVALID", "end, count and by_year_day cannot be set.")
	}
	var nth []object
	if present(r.ByNWeekday) && json.Unmarshal(r.ByNWeekday, &nth) != nil {
		p.add(path+".by_n_weekday", "BASE_TYPE_BAD", "Must be a list.")
	}
	months := len(r.ByMonth) > 0 || len(r.ByMonthDay) > 0
	frequency := -1
	if r.Frequency != nil {
		frequency = *r.Frequency
	}
	ok := false
	switch frequency {
	case 0:
		ok = r.Interval == 1 && len(r.ByMonth) == 1 && len(r.ByMonthDay) == 1 && r.ByWeekday == nil && nth == nil
	case 1:
		ok = r.Interval == 1 && len(nth) == 1 && r.ByWeekday == nil && !months
	case 2:
		ok = (r.Interval == 1 || r.Interval == 2) && len(r.ByWeekday) == 1 && nth == nil && !months && weekdays(r.ByWeekday)
	case 3:
		ok = r.Interval == 1 && nth == nil && !months && (len(r.ByWeekday) == 0 || dailySet(r.ByWeekday))
	}
	if !ok {
		p.add(path, "RECURRENCE_RULE_INVALID", "This combination of frequency, interval and days is not permitted.")
	}
}

// fromMonday is a time's weekday in UTC as a rule counts them: 0 is Monday.
func fromMonday(at time.Time) int { return (int(at.UTC().Weekday()) + 6) % 7 }

// readRecurrence reads a rule that was judged before.
func readRecurrence(raw json.RawMessage) recurrence {
	var r recurrence
	_ = json.Unmarshal(raw, &r)
	return r
}

// on says whether the rule has a time on at's day, counted from the time start.
func (r recurrence) on(at, start time.Time) bool {
	days := int(at.Sub(start).Hours()) / 24
	switch *r.Frequency {
	case 0:
		return int(at.Month()) == r.ByMonth[0] && at.Day() == r.ByMonthDay[0]
	case 1:
		var nth []struct{ N, Day int }
		_ = json.Unmarshal(r.ByNWeekday, &nth)
		return fromMonday(at) == nth[0].Day && (at.Day()-1)/7 == nth[0].N-1
	case 2:
		return fromMonday(at) == r.ByWeekday[0] && days%(7*r.Interval) == 0
	}
	return len(r.ByWeekday) == 0 || slices.Contains(r.ByWeekday, fromMonday(at))
}

func weekdays(days []int) bool {
	return !slices.ContainsFunc(days, func(d int) bool { return d < 0 || d > 6 })
}

// dailySet says whether a daily event may be on these days.
func dailySet(days []int) bool {
	days = slices.Sorted(slices.Values(days))
	for _, set := range [][]int{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {0, 1, 2, 3, 6}, {4, 5}, {5, 6}, {0, 6}} {
		if slices.Equal(days, set) {
			return true
		}
	}
	return false
}

// recurrenceWire is the rule as Discord sends it back, with every field.
func recurrenceWire(raw json.RawMessage) object {
	w := object{
		"end": nil, "count": nil, "by_weekday": nil, "by_n_weekday": nil, "by_month": nil, "by_month_day": nil, "by_year_day": nil,
	}
	_ = json.Unmarshal(raw, &w) // judged before
	return w
}
