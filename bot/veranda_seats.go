package bot

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/engawa-bot/engawa/store"
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

// putOutWithin is how long before a room is known to be deleted those may be seen to
// leave it who sat there: both are told, and no order is promised.
const putOutWithin = 5 * time.Second

// PutOut names who left a room of the team just now. If it was deleted, that is who sat
// in it.
func (s *Scene) PutOut(room RoomID) (members []MemberID) {
	if s.home == nil {
		return nil
	}
	for member, l := range s.home.left {
		if l.Room == room && !l.Visitor && s.Now.Sub(l.at) <= putOutWithin {
			members = append(members, member)
		}
	}
	slices.Sort(members)
	return members
}

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

// news is what faces have told of who is where and a veranda has not taken yet.
// That is a state, not a history: of each member only the newest move waits, and
// everybody who is there replaces all that waits. So telling never blocks, and what
// waits is never more than there are people on the server.
type news struct {
	wake  chan struct{} // holds one token when there may be something to take
	holds atomic.Bool   // something waits until the picture is known to be fresh

	mu sync.Mutex
	latest
	at map[Account]int // where in moves
}

// latest is what waits in a news.
type latest struct {
	all     bool   // everybody who is there was told: present
	present []Move // before the moves
	moves   []Move
	held    bool // what was held is to be looked at again
}

func newNews() *news { return &news{wake: make(chan struct{}, 1), at: map[Account]int{}} }

// moved adds moves, and tells how many older ones they replaced.
func (n *news) moved(moves []Move) (replaced int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, m := range moves {
		if i, waits := n.at[m.who()]; waits {
			n.moves[i] = m
			replaced++
			continue
		}
		n.at[m.who()] = len(n.moves)
		n.moves = append(n.moves, m)
	}
	n.rouse()
	return replaced
}

// arrived replaces all that waits by who is there.
func (n *news) arrived(present []Move) (replaced int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	replaced = len(n.present) + len(n.moves)
	n.all, n.present, n.moves = true, present, nil
	n.at = map[Account]int{} // not cleared: a map that was large stays large
	n.rouse()
	return replaced
}

// again has what was held, if anything, looked at again.
func (n *news) again() {
	if n.holds.Load() {
		n.look()
	}
}

// look has what was held looked at again.
func (n *news) look() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.held = true
	n.rouse()
}

func (n *news) rouse() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// take takes all that waits.
func (n *news) take() latest {
	n.mu.Lock()
	defer n.mu.Unlock()
	l := n.latest
	if n.latest = (latest{}); len(l.moves) > 0 {
		n.at = map[Account]int{}
	}
	return l
}

// hear takes over what was told of who is where, all moves as one change. Whatever is to be
// done next is done with that picture.
func (v *veranda) hear() {
	l := v.news.take()
	if l.all {
		v.guarded(func() { v.arrived(l.present) })
	}
	if len(l.moves) > 0 {
		v.guarded(func() { v.moved(l.moves) })
	}
	if l.held {
		v.guarded(v.again)
	}
}
