package bot

import (
	"sync"
	"sync/atomic"
)

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
