package figures

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// sight is what counts of who sits where at one time.
type sight struct {
	focus    int                      // people in focus rooms
	together int                      // people in the fullest of the other rooms
	company  map[bot.RoomID]time.Time // since when two or more sit in a pairing room
}

func sightOf(t bot.Team, seats bot.Seats) sight {
	s, seats := sight{company: map[bot.RoomID]time.Time{}}, seats.Ours()
	for _, r := range t.Rooms {
		in := seats.In(r.ID)
		if r.Kind == bot.Focus {
			s.focus += len(in)
			continue
		}
		s.together = max(s.together, len(in))
		if r.Kind == bot.Pairing && len(in) >= 2 {
			s.company[r.ID] = in[1].Since
		}
	}
	return s
}
