package gateway

import (
	"encoding/json"
	"strings"
	"sync"
	"time"
)

// spareMost is how many events' room is kept for more: after a burst memory is as before.
const spareMost = 1024

// event is a dispatch of the gateway, not decoded.
type event struct {
	session uint64 // the number of the session that heard it
	kind    string // such as "GUILD_CREATE"
	data    json.RawMessage
	at      time.Time // when it was heard; of a proof, until when all has been told
}

// mover is whose move an event is.
type mover struct {
	session     uint64
	guild, user string
}

// queue holds what was heard and not yet told, in order. Of one person's moves only the newest waits, in the
// place of the first: a move is a state. Everything else is held for as long as the handler is slower than
// Discord: to drop it would make the picture wrong for good.
type queue struct {
	wake chan struct{} // holds one token when there may be something to take

	mu     sync.Mutex
	events []event
	moves  map[mover]int // where in events
	merged int64         // moves that a newer one replaced
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1), moves: map[mover]int{}} }

// put adds an event. Whatever is of a whole guild has to stand between the moves before and after it.
func (q *queue) put(e event) {
	who, moves := moverOf(e)
	q.mu.Lock()
	i, waits := q.moves[who]
	switch {
	case moves && waits:
		q.events[i] = e
		q.merged++
	case moves:
		q.moves[who] = len(q.events)
		q.events = append(q.events, e)
	default:
		if e.kind == "READY" || strings.HasPrefix(e.kind, "GUILD_") {
			clear(q.moves)
		}
		q.events = append(q.events, e)
	}
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take returns all that waits, oldest first, and keeps room for more in spare.
func (q *queue) take(spare []event) []event {
	clear(spare)
	q.mu.Lock()
	defer q.mu.Unlock()
	all := q.events
	if cap(spare) > spareMost {
		spare = nil
	}
	q.events = spare[:0]
	if len(q.moves) > spareMost {
		q.moves = map[mover]int{}
	}
	clear(q.moves)
	return all
}

// replaced is how many moves a newer one has replaced.
func (q *queue) replaced() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.merged
}

// moverOf tells whose move an event is. Those of bots are told each: whoever waits for our own needs every one.
func moverOf(e event) (mover, bool) {
	if e.kind != "VOICE_STATE_UPDATE" {
		return mover{}, false
	}
	var v struct {
		Guild  string `json:"guild_id"`
		User   string `json:"user_id"`
		Member *struct {
			User struct {
				Bot bool `json:"bot"`
			} `json:"user"`
		} `json:"member"`
	}
	if json.Unmarshal(e.data, &v) != nil || v.Member == nil || v.Member.User.Bot {
		return mover{}, false
	}
	return mover{e.session, v.Guild, v.User}, true
}

// drain gives everything to tell until stop is closed; what waits then is dropped.
func (q *queue) drain(stop <-chan struct{}, tell func(event)) {
	var batch []event
	for {
		select {
		case <-stop:
			return
		case <-q.wake:
		}
		batch = q.take(batch)
		for _, e := range batch {
			select {
			case <-stop:
				return
			default:
				tell(e)
			}
		}
	}
}
