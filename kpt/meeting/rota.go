package meeting

import (
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Led is who led the meeting of a retro.
type Led struct {
	Retro schedule.Date
	Lead  MemberID
}

// Facilitator is whose turn it is to lead: of those who are available, who led
// longest ago; who never did comes first. Between equals it is the first of
// those available; "" if nobody is.
func Facilitator(past []Led, available []MemberID) MemberID {
	last := map[MemberID]schedule.Date{}
	for _, l := range past {
		if last[l.Lead].Before(l.Retro) {
			last[l.Lead] = l.Retro
		}
	}
	var next MemberID
	for _, who := range available {
		if next == "" || last[who].Before(last[next]) {
			next = who
		}
	}
	return next
}

// mostDaysOff is how far back a working day is looked for.
const mostDaysOff = 31

// NameOn is when the facilitator is named: on the last working day before the
// meeting, or a day before if there is none in a month.
func NameOn(meeting schedule.Date, works func(schedule.Date) bool) schedule.Date {
	for n := 1; n <= mostDaysOff; n++ {
		if d := meeting.AddDays(-n); works(d) {
			return d
		}
	}
	return meeting.AddDays(-1)
}

// Led reads who led the meetings that have ended, the oldest first.
func (h Hall) Led(tx *store.Tx) ([]Led, error) {
	all, err := h.all(tx)
	var past []Led
	for _, m := range all {
		if m.Place.Stage == Ended && m.People.Lead != "" {
			past = append(past, Led{m.Retro, m.People.Lead})
		}
	}
	return past, err
}
