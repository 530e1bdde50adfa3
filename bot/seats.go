package bot

import (
	"time"

	"github.com/engawa-bot/engawa/store"
)

// seatsKept is who sat where a moment ago, so that a restart knows since when.
var seatsKept = store.NewTable[[]Seat]("seats")

// keepPace is how long many moves are gathered into one write.
const keepPace = 5 * time.Second

func (v *veranda) keepSoon() {
	if v.later.keep == nil {
		v.later.keep = time.After(keepPace)
	}
}

func (v *veranda) keepSeats() {
	v.later.keep = nil
	var list []Seat
	for _, r := range v.team.Rooms {
		list = append(list, v.seats.In(r.ID)...)
	}
	err := v.bot.update(func(tx *store.Tx) error {
		return seatsKept.Put(tx, store.KeyOf(string(v.id)), list)
	})
	if err != nil {
		v.bot.log.Error("cannot keep who sits where", "team", v.id, "err", err)
	}
}

// remembered is who sat where before a restart.
func (v *veranda) remembered() Seats {
	seats := Seats{}
	err := v.bot.db.View(func(tx *store.Tx) error {
		list, _, err := seatsKept.Get(tx, store.KeyOf(string(v.id)))
		for _, seat := range list {
			seats[seat.Member] = seat
		}
		return err
	})
	if err != nil {
		v.bot.log.Error("cannot read who sat where", "team", v.id, "err", err)
	}
	return seats
}
