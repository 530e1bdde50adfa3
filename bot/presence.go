package bot

import (
	"cmp"
	"slices"
	"time"
)

// Move is what a face saw of a member: the room they are in now, or none.
type Move struct {
	Member MemberID
	Name   string // as the server shows it
	Room   RoomID // empty: in no voice room
	Screen bool   // shares a screen
	Camera bool
}

// Seat is where a member sits.
type Seat struct {
	Member MemberID  `json:"member"`
	Name   string    `json:"name"`
	Room   RoomID    `json:"room"`
	Since  time.Time `json:"since"`
	Screen bool      `json:"screen,omitzero"`
	Camera bool      `json:"camera,omitzero"`
}

// Seats is who is where in a team's rooms: the live picture, kept for now and
// not as a history.
type Seats map[MemberID]Seat

// In lists who is in a room, who came first first.
func (s Seats) In(room RoomID) []Seat {
	var in []Seat
	for _, seat := range s {
		if seat.Room == room {
			in = append(in, seat)
		}
	}
	slices.SortFunc(in, func(a, b Seat) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Member, b.Member))
	})
	return in
}

// take changes the picture by one move and tells whether anything changed.
// Who stays in a room keeps the time at which they came.
func (s Seats) take(m Move, team Team, now time.Time) bool {
	old, was := s[m.Member]
	if _, ours := team.Room(m.Room); !ours {
		delete(s, m.Member)
		return was
	}
	seat := Seat{Member: m.Member, Name: m.Name, Room: m.Room, Since: now, Screen: m.Screen, Camera: m.Camera}
	if was && old.Room == m.Room {
		seat.Since = old.Since
	}
	s[m.Member] = seat
	return !was || seat != old
}
