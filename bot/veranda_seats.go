package bot

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Move is what a face saw of a member: the room they are in now, or none.
type Move struct {
	Account Account
	Member  MemberID // as the team knows the account; the team's veranda says it
	Name    string   // as the server shows it
	Room    RoomID   // empty: in no voice room
	Screen  bool     // shares a screen
	Camera  bool
	Roles   []RoleID // as the platform told them with it

	visitor bool // not one of the team: see veranda.judged
}

// who tells the members of moves apart before it is known who they are.
func (m Move) who() Account {
	if m.Account.ID == "" {
		return Account{ID: string(m.Member)}
	}
	return m.Account
}

// Seat is the room in which somebody sits, and since when.
type Seat struct {
	Member MemberID  `json:"member"`
	Name   string    `json:"name"`
	Room   RoomID    `json:"room"`
	Since  time.Time `json:"since"`
	Screen bool      `json:"screen,omitzero"`
	Camera bool      `json:"camera,omitzero"`

	Visitor bool `json:"visitor,omitzero"` // sits there and is not one of the team
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

// Ours are the seats of the team's people: a visitor is on the board, and counts
// nowhere else.
func (s Seats) Ours() Seats {
	visits := func(_ MemberID, seat Seat) bool { return seat.Visitor }
	for id, seat := range s {
		if visits(id, seat) {
			ours := maps.Clone(s)
			maps.DeleteFunc(ours, visits)
			return ours
		}
	}
	return s
}

// picture is who is where, as a veranda knows it.
type picture struct {
	seats Seats
	left  map[MemberID]leaver
	known bool // who is where has been told since the start
}

// leaver is who left a room a moment ago.
type leaver struct {
	Seat
	at time.Time
}

// returnWithin is how soon somebody who comes back to a room was never away: a
// lost connection, a wrong click.
const returnWithin = time.Minute

// forget forgets who left too long ago to be back at once.
func (p *picture) forget(now time.Time) {
	maps.DeleteFunc(p.left, func(_ MemberID, l leaver) bool { return now.Sub(l.at) > returnWithin })
}

// move changes the picture by one move and tells whether anything changed. Who
// stays in a room, or comes back to it at once, keeps the time at which they
// came.
func (p *picture) move(m Move, team Team, now time.Time) bool {
	old, was := p.seats[m.Member]
	if was && old.Room != m.Room {
		p.left[m.Member] = leaver{old, now}
	}
	if _, ours := team.Room(m.Room); !ours {
		delete(p.seats, m.Member)
		return was
	}
	seat := Seat{Member: m.Member, Name: m.Name, Room: m.Room, Since: now, Screen: m.Screen, Camera: m.Camera, Visitor: m.visitor}
	if was && old.Room == m.Room {
		seat.Since = old.Since
	} else if left, back := p.left[m.Member]; back && left.Room == m.Room && now.Sub(left.at) <= returnWithin {
		seat.Since = left.Since
	}
	p.seats[m.Member] = seat
	return !was || seat != old
}
