package rest

import (
	"container/list"
	"time"
)

// grownUrgent is how long a call of any urgency waits before it counts as Urgent.
const grownUrgent = 10 * time.Second

// Urgency orders waiting calls: a lower one goes first, equal ones in the order of their coming.
// A call that has waited ten seconds becomes Urgent, behind those that are.
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
	line      *list.List
}

// queue is the waiting calls: a line for each urgency, each in order of arrival.
type queue struct {
	lines    [urgencies]list.List
	counts   [urgencies]int // by the urgency that the caller gave
	arrivals uint64
}

func (q *queue) empty() bool { return q.counts == [urgencies]int{} }

// push adds a new call at the end of its line.
func (q *queue) push(w *waiter, now time.Time) {
	q.arrivals++
	w.arrival, w.since = q.arrivals, now
	w.line = &q.lines[w.urgency]
	w.place = w.line.PushBack(w)
	q.counts[w.urgency]++
}

// again puts a call back where its arrival places it.
func (q *queue) again(w *waiter) {
	q.insert(&q.lines[w.urgency], w)
	q.counts[w.urgency]++
}

func (q *queue) insert(line *list.List, w *waiter) {
	w.line = line
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
	w.line.Remove(w.place)
	w.place = nil
	q.counts[w.urgency]--
	return true
}

// first is the first call whose bucket is open. If there is none, at is when the first bucket opens; zero
// means after an answer.
func (q *queue) first(b *book, now time.Time) (w *waiter, at time.Time) {
	q.promote(now)
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

// promote moves those who have waited long to the end of the line of the Urgent: never ahead of one who
// waits there, lest a crowd of cards wait for the statuses that came with it.
func (q *queue) promote(now time.Time) {
	for u := Soon; u < urgencies; u++ {
		for e := q.lines[u].Front(); e != nil; e = q.lines[u].Front() {
			w := e.Value.(*waiter)
			if now.Sub(w.since) < grownUrgent {
				break
			}
			q.lines[u].Remove(e)
			q.arrivals++
			w.arrival, w.line = q.arrivals, &q.lines[Urgent]
			w.place = w.line.PushBack(w)
		}
	}
}
