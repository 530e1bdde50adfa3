package schedule

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

const (
	maxSleep = 30 * time.Second // where Loop.MaxPause says nothing
	// maxLookBack bounds how far before now skipped occurrences are reported,
	// for a store that was not opened in a long time.
	maxLookBack = 7 * 24 * time.Hour
)

// Due is an occurrence whose time has come.
type Due struct {
	ID string // of the plan, as it was Set
	Occurrence
	Late time.Duration // how long after At it was looked at; never negative
	// Skipped says that it is not to be done, only logged and counted: it is
	// later than the plan's grace, or a later one of the same plan is due too.
	Skipped bool
}

// Loop watches the wall clock for any number of plans. Its methods may be
// called at any time, also while it runs and from the function it fires, but
// not from a plan's Works.
type Loop struct {
	// MaxPause is the longest pause between two looks at the clock: how late a
	// clock that was set, or a machine that slept, is noticed. Zero is 30 s. Set
	// it before Run.
	MaxPause time.Duration

	now  func() time.Time
	wake chan struct{}

	mu        sync.Mutex
	entries   map[string]*entry
	queue     queue
	watermark time.Time
	looked    time.Time // earlier than watermark after the clock was put back
	firing    time.Time // the first of what is being fired; zero: nothing is
}

// NewLoop makes a loop with no plans. Its wall clock is now; nil is time.Now.
// The watermark is how far an earlier run looked: occurrences after it that
// are past their grace are reported as skipped, up to seven days back. Zero
// means that there was no earlier run.
func NewLoop(now func() time.Time, watermark time.Time) *Loop {
	if now == nil {
		now = time.Now
	}
	l := &Loop{
		now:       now,
		wake:      make(chan struct{}, 1),
		entries:   make(map[string]*entry),
		watermark: watermark.Round(0),
	}
	if watermark.IsZero() {
		l.watermark = l.wallTime()
	}
	return l
}

// Set adds a plan, or replaces the one with this id. What is due within its
// grace is looked for anew: an occurrence whose firing failed is offered again
// by setting the same plan, after a pause of the caller's choice. Plans that
// an earlier run had are set before Run, so that what they missed is reported.
func (l *Loop) Set(id string, p Plan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.entries[id]
	if !ok {
		e = &entry{id: id, place: unqueued}
		l.entries[id] = e
	}
	e.plan, e.fired = p, turn{}
	now := l.wallTime()
	from := earlier(now.Add(-p.grace()), l.watermark)
	if oldest := now.Add(-max(maxLookBack, p.grace())); from.Before(oldest) {
		from = oldest
	}
	e.next, ok = p.seek(from)
	l.queue.put(e, ok)
	l.rouse()
}

// Remove forgets a plan; an unknown id is no fault. What the loop is just
// firing is fired nevertheless.
func (l *Loop) Remove(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.entries[id]; ok {
		l.queue.put(e, false)
		delete(l.entries, id)
	}
}

// Run looks at the clock until ctx ends, and returns ctx's error. At each look
// with anything due it calls fire once, with all of it, ordered by At and then
// by ID; it does not look again until fire returns. The slice is fire's to
// keep.
//
// Of one plan at most one occurrence is offered at a look: the latest that is
// not later than the grace. Each occurrence is given once while the clock
// moves forward, however far it jumps. When the clock was put back,
// occurrences whose time comes again are offered again, and so is the latest
// within the grace unless it was the last to be offered.
//
// Run is called once.
func (l *Loop) Run(ctx context.Context, fire func(context.Context, []Due)) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		if due := l.look(l.wallTime()); len(due) > 0 {
			fire(ctx, due)
			l.fired()
		}
		timer.Reset(l.pause())
		select {
		case <-ctx.Done():
		case <-l.wake:
		case <-timer.C:
		}
	}
	return ctx.Err()
}

// Watermark gives the latest wall time that was looked at. Inside fire it is
// already the time of that look, so that it can be recorded together with what
// was done. It never goes back.
func (l *Loop) Watermark() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.watermark
}

// Next gives the instant of the next occurrence that any plan has, also one that is
// past and not looked at yet; false: there is none. While what came due is being
// fired, that is still the next.
func (l *Loop) Next() (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.queue.first()
	switch {
	case !l.firing.IsZero():
		return l.firing, true
	case e == nil:
		return time.Time{}, false
	}
	return e.next.at, true
}

// Stepped says that the clock was set: it is looked at now.
func (l *Loop) Stepped() { l.rouse() }

// look gives what is due at now and moves every plan that it concerns on.
func (l *Loop) look(now time.Time) []Due {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.looked) {
		l.turnBack(now)
	}
	l.looked = now
	seen := l.watermark
	if now.After(seen) {
		l.watermark = now
	}
	var due []Due
	for e := l.queue.first(); e != nil && !e.next.at.After(now); e = l.queue.first() {
		var more bool
		due, more = e.take(due, now, seen)
		l.queue.put(e, more)
	}
	slices.SortStableFunc(due, func(a, b Due) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return cmp.Compare(a.ID, b.ID)
	})
	if len(due) > 0 {
		l.firing = due[0].At
	}
	return due
}

// fired notes that all that came due was fired.
func (l *Loop) fired() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.firing = time.Time{}
}

// turnBack makes every plan wait for what comes again after the clock was put
// back to now.
func (l *Loop) turnBack(now time.Time) {
	for _, e := range l.entries {
		from, ok := now.Add(-e.plan.grace()), false
		if e.fired.at.After(from) && !e.fired.at.After(now) {
			e.next, ok = e.plan.following(e.fired.wall)
		} else {
			e.next, ok = e.plan.seek(from)
		}
		l.queue.put(e, ok)
	}
}

// pause gives how long nothing will be due, at most MaxPause.
func (l *Loop) pause() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	most := cmp.Or(l.MaxPause, maxSleep)
	e := l.queue.first()
	if e == nil {
		return most
	}
	return min(most, e.next.at.Sub(l.wallTime()))
}

// wallTime has no monotonic reading: that stands still while the machine is
// suspended, and does not see the clock being set.
func (l *Loop) wallTime() time.Time { return l.now().Round(0) }

func (l *Loop) rouse() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
