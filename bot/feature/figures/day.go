package figures

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Day is what a team's rooms tell of one day.
type Day struct {
	Pairings int  `json:"pairings,omitzero"` // times that two or more sat together in a pairing room for a quarter of an hour
	Held     bool `json:"held,omitzero"`     // there was a tea time
	Tea      int  `json:"tea,omitzero"`      // who sat together at it, at the most
	Focus    int  `json:"focus,omitzero"`    // minutes in focus rooms, of all together
}

var (
	days    = store.NewTable[Day]("days")
	counted = store.NewTable[time.Time]("counted")
)

// keepDays is how long a Day is kept.
const keepDays = 90

// with is both days' totals together.
func (d Day) with(other Day) Day {
	return Day{
		Pairings: d.Pairings + other.Pairings, Held: d.Held || other.Held,
		Tea: max(d.Tea, other.Tea), Focus: d.Focus + other.Focus,
	}
}

// forget deletes what is older than is kept.
func forget(tx *store.Tx, team store.Key, today schedule.Date) error {
	_, err := days.Sweep(tx, team, func(row store.Row[Day]) bool {
		date, err := dateOf(row.Key)
		return err != nil || date.Before(today.AddDays(-keepDays))
	})
	return err
}

func dateOf(key store.Key) (schedule.Date, error) {
	parts := key.Parts()
	return schedule.ParseDate(parts[len(parts)-1])
}

// Figure is what the rooms tell of a Try.
type Figure struct {
	Measure kpt.Measure
	Since   schedule.Date // it counts from the day after
	Value   float64       // a week, or of a tea time, on average
	Known   bool          // false: there was nothing yet that could be counted
}

// Of is the figure of a measure from the day after from until to, as far as it is
// kept: what still goes on counts when it has ended. Less than a week counts as a
// week, so that a good first day is no good week.
func Of(tx *store.Tx, team bot.TeamID, m kpt.Measure, from, to schedule.Date) (Figure, error) {
	if oldest := to.AddDays(-keepDays); from.Before(oldest) {
		from = oldest
	}
	f := Figure{Measure: m, Since: from}
	var sum, teas, drunk int
	for row, err := range days.Scan(tx, store.KeyOf(string(team))) {
		if err != nil {
			return f, err
		}
		date, err := dateOf(row.Key)
		if err != nil {
			return f, err
		}
		if !from.Before(date) || to.Before(date) {
			continue
		}
		if row.Value.Held {
			teas++
			drunk += row.Value.Tea
		}
		switch m {
		case kpt.PairingSessions:
			sum += row.Value.Pairings
		case kpt.FocusMinutes:
			sum += row.Value.Focus
		case kpt.PeopleAtTea:
		}
	}
	switch m {
	case kpt.PeopleAtTea:
		if f.Known = teas > 0; f.Known {
			f.Value = float64(drunk) / float64(teas)
		}
	case kpt.PairingSessions, kpt.FocusMinutes:
		f.Known = from.Before(to)
		f.Value = float64(sum) / weeks(from, to)
	}
	return f, nil
}

// weeks is how many weeks lie between two dates, but at least one.
func weeks(from, to schedule.Date) float64 {
	noon := func(d schedule.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }
	return max(1, noon(to).Sub(noon(from)).Hours()/24/7)
}
