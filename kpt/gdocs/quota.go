package gdocs

import (
	"context"
	"sync"
	"time"
)

// What Google lets one account do in a minute, by "Usage limits" of the Google
// Docs API. A service account counts as one user.
const (
	ReadsPerMinute  = 300
	WritesPerMinute = 60
	window          = time.Minute
)

// Quota keeps all notebooks of one service account within Google's limits. The
// notebooks take turns, so that a busy one does not hold up the others. Its
// methods may be called by several goroutines.
type Quota struct {
	reads, writes *turns
}

// NewQuota makes a Quota of so many reads and writes a minute.
func NewQuota(reads, writes int) *Quota {
	return &Quota{reads: newTurns(reads), writes: newTurns(writes)}
}

// turns hands out the calls of one kind. A call is counted from its beginning
// until a minute after its end, so that however long it was on its way, Google
// never counts more in one minute.
type turns struct {
	mu     sync.Mutex
	free   int
	back   []time.Time // when calls that have ended become free again, in order
	closed time.Time   // until when Google wants no calls
	queues map[string][]*turn
	order  []string // the documents that wait, the next one first
	alarm  *time.Timer
}

// turn is one call that waits; ready is closed when it may go.
type turn struct {
	ready chan struct{}
}

func newTurns(n int) *turns { return &turns{free: n, queues: map[string][]*turn{}} }

// take waits for a document's turn. After the call, done must be called once.
func (q *turns) take(ctx context.Context, document string) (done func(), err error) {
	t := &turn{ready: make(chan struct{})}
	q.mu.Lock()
	if len(q.queues[document]) == 0 {
		q.order = append(q.order, document)
	}
	q.queues[document] = append(q.queues[document], t)
	q.hand()
	q.mu.Unlock()
	select {
	case <-t.ready:
		return q.end, nil
	case <-ctx.Done():
		q.leave(document, t)
		return nil, ctx.Err()
	}
}

// end is the end of a call.
func (q *turns) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.back = append(q.back, time.Now().Add(window))
	q.hand()
}

// pause stops all calls for a while, as Google asked for.
func (q *turns) pause(d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if until := time.Now().Add(d); until.After(q.closed) {
		q.closed = until
	}
}

// leave takes back a turn that is not wanted any more.
func (q *turns) leave(document string, t *turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	select {
	case <-t.ready:
		q.free++ // nothing was sent
	default:
		q.drop(document, t)
	}
	q.hand()
}

func (q *turns) drop(document string, t *turn) {
	waiting := q.queues[document]
	for i := range waiting {
		if waiting[i] == t {
			q.queues[document] = append(waiting[:i:i], waiting[i+1:]...)
			break
		}
	}
	if len(q.queues[document]) > 0 {
		return
	}
	delete(q.queues, document)
	for i := range q.order {
		if q.order[i] == document {
			q.order = append(q.order[:i:i], q.order[i+1:]...)
			return
		}
	}
}

// hand lets calls go as far as there are free ones, and has itself called again
// when there will be more. The lock is held.
func (q *turns) hand() {
	now := time.Now()
	for len(q.back) > 0 && !q.back[0].After(now) {
		q.back = q.back[1:]
		q.free++
	}
	for q.free > 0 && len(q.order) > 0 && !q.closed.After(now) {
		document := q.order[0]
		t := q.queues[document][0]
		q.order = append(q.order[1:len(q.order):len(q.order)], document)
		q.drop(document, t)
		q.free--
		close(t.ready)
	}
	q.wake(now)
}

func (q *turns) wake(now time.Time) {
	if q.alarm != nil {
		q.alarm.Stop()
		q.alarm = nil
	}
	var next time.Time
	switch {
	case len(q.order) == 0:
		return
	case q.closed.After(now):
		next = q.closed
	case len(q.back) > 0:
		next = q.back[0]
	default:
		return // all are on their way: the end of one calls hand
	}
	q.alarm = time.AfterFunc(next.Sub(now), func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.hand()
	})
}
