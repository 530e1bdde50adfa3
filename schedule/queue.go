package schedule

import (
	"container/heap"
	"time"
)

// entry is a plan in a Loop.
type entry struct {
	id    string
	plan  Plan
	next  turn
	fired turn // the last that was offered in time
	place int  // in the queue, or unqueued
}

const unqueued = -1

// take appends to due what the plan has at now, and moves the entry on; more
// is false when nothing follows. Skipped turns that are not later than seen
// were reported at an earlier look.
func (e *entry) take(due []Due, now, seen time.Time) (_ []Due, more bool) {
	limit := now.Add(-e.plan.grace())
	more = true
	for more && !e.next.at.After(now) {
		t := e.next
		e.next, more = e.plan.following(t.wall)
		latest := !more || e.next.at.After(now)
		inTime := latest && t.at.After(limit)
		if inTime {
			e.fired = t
		} else if !t.at.After(seen) {
			continue
		}
		due = append(due, Due{ID: e.id, Occurrence: e.plan.occurrence(t), Late: now.Sub(t.at), Skipped: !inTime})
	}
	return due, more
}

// queue has the entries with the earliest next turn first.
type queue struct{ entries byNext }

// first gives the entry whose turn comes next, or nil.
func (q *queue) first() *entry {
	if len(q.entries) == 0 {
		return nil
	}
	return q.entries[0]
}

// put brings the entry to the place of its next turn, or takes it out when it
// has none.
func (q *queue) put(e *entry, more bool) {
	switch {
	case more && e.place == unqueued:
		heap.Push(&q.entries, e)
	case more:
		heap.Fix(&q.entries, e.place)
	case e.place != unqueued:
		heap.Remove(&q.entries, e.place)
	}
}

// byNext is a heap.Interface.
type byNext []*entry

func (b byNext) Len() int           { return len(b) }
func (b byNext) Less(i, j int) bool { return b[i].next.at.Before(b[j].next.at) }

func (b byNext) Swap(i, j int) {
	b[i], b[j] = b[j], b[i]
	b[i].place, b[j].place = i, j
}

func (b *byNext) Push(x any) {
	e := x.(*entry)
	e.place = len(*b)
	*b = append(*b, e)
}

func (b *byNext) Pop() any {
	last := len(*b) - 1
	e := (*b)[last]
	(*b)[last] = nil
	*b = (*b)[:last]
	e.place = unqueued
	return e
}
