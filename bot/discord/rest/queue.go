package rest

import (
	"container/list"
	"time"
)

const (
	// tooLong is how long a call waits before it may go ahead of more urgent ones,
	tooLong = 10 * time.Second
	// and oldTurn is which turn such a call gets: every sixteenth. More would hold up a crowd of cards behind
	// the boards of a start.
	oldTurn = 16
)

// Urgency orders waiting calls: a lower one goes first, equal ones in the order of their coming.
// Every sixteenth turn is for the call that has waited longest, if that is more than ten seconds.
type Urgency int

// Urgencies, in the order of going.
const (
	Urgent Urgency = iota // announcement cards
	Soon                  // room statuses, sounds, edits
	Idle                  // boards, registration
	urgencies
)

// waiter is a call in the queue, or in flight.
type waiter struct {
	urgency   Urgency
	operation string
	major     string
	arrival   uint64
	since     time.Time
	bucket    *bucket       // of the flight; set when granted
	ready     chan struct{} // receives when granted
	place     *list.Element // nil: not waiting
}

// queue is the waiting calls: a line for each urgency, each in order of arrival.
type queue struct {
	lines    [urgencies]list.List
	counts   [urgencies]int // by the urgency that the caller gave
	arrivals uint64
	turns    uint64 // granted
}

func (q *queue) empty() bool { return q.counts == [urgencies]int{} }

// push adds a new call at the end of its line.
func (q *queue) push(w *waiter, now time.Time) {
	q.arrivals++
	w.arrival, w.since = q.arrivals, now
	w.place = q.lines[w.urgency].PushBack(w)
	q.counts[w.urgency]++
}

// again puts a call back where its arrival places it.
func (q *queue) again(w *waiter) {
	line := &q.lines[w.urgency]
	q.counts[w.urgency]++
	for e := line.Front(); e != nil; e = e.Next() {
		if e.Value.(*waiter).arrival > w.arrival {
			w.place = line.InsertBefore(w, e)
			return
		}
	}
	w.place = line.PushBack(w)
}

// remove takes a call out; it reports false if the call was not waiting.
func (q *queue) remove(w *waiter) bool {
	if w.place == nil {
		return false
	}
	q.lines[w.urgency].Remove(w.place)
	w.place = nil
	q.counts[w.urgency]--
	return true
}

// first is the first call whose bucket is open. If there is none, at is when the first bucket opens; zero
// means after an answer.
func (q *queue) first(b *book, now time.Time) (w *waiter, at time.Time) {
	if q.turns%oldTurn == 0 {
		if w := q.aged(b, now); w != nil {
			return w, time.Time{}
		}
	}
	for i := range q.lines {
		for e := q.lines[i].Front(); e != nil; e = e.Next() {
			w := e.Value.(*waiter)
			opens, ok := b.of(w.operation, w.major, now).opens(now)
			if ok {
				return w, time.Time{}
			}
			at = sooner(at, opens)
		}
	}
	return nil, at
}

// aged is the call that has waited longest of those that waited too long while more urgent ones went first, if its
// bucket is open.
func (q *queue) aged(b *book, now time.Time) *waiter {
	var oldest *waiter
	for u := Soon; u < urgencies; u++ {
		for e := q.lines[u].Front(); e != nil; e = e.Next() {
			w := e.Value.(*waiter)
			if now.Sub(w.since) < tooLong || oldest != nil && oldest.arrival < w.arrival {
				break
			}
			if _, ok := b.of(w.operation, w.major, now).opens(now); ok {
				oldest = w
				break
			}
		}
	}
	return oldest
}
