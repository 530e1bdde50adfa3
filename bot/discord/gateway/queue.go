package gateway

import (
	"encoding/json"
	"sync"
)

// event is a dispatch of the gateway, not decoded.
type event struct {
	session uint64 // the number of the session that heard it
	kind    string // such as "GUILD_CREATE"
	data    json.RawMessage
}

// queue holds what was heard and not yet told. It has no bound: what it holds is held only while the
// handler is slower than Discord, and to drop a move would make the picture wrong for good.
type queue struct {
	wake chan struct{} // holds one token when there may be something to take

	mu     sync.Mutex
	events []event
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

func (q *queue) put(e event) {
	q.mu.Lock()
	q.events = append(q.events, e)
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
	q.events = spare[:0]
	return all
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
