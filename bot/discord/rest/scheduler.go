package rest

import (
	"context"
	"net/http"
	"sync"
	"time"
)

const (
	mostFlying  = 32
	invalidSpan = 10 * time.Minute // in which Discord counts invalid requests
	invalidMost = 1000             // of Discord's 10,000
	slowGap     = time.Second      // between calls beyond invalidMost
)

// scheduler gives waiting calls their turn. It sends nothing itself: calls run in their callers' goroutines,
// between enter and leave, and each flight between a granted turn and its landing.
type scheduler struct {
	wakes   chan struct{} // capacity 1: look again
	stopped chan struct{}
	ended   chan struct{} // run has returned
	calls   sync.WaitGroup

	mu     sync.Mutex // guards what follows
	err    error      // why nothing is sent any more
	queue  queue
	flight flight
	book   book
}

// flight is the state of the bot as a whole.
type flight struct {
	pace    pace
	paused  time.Time // a global 429 said: not before
	flying  int
	invalid []time.Time // 401, 403 and 429 of the last ten minutes
	sent    int
	limited int
}

func newScheduler(perSecond float64) *scheduler {
	s := &scheduler{
		wakes:   make(chan struct{}, 1),
		stopped: make(chan struct{}),
		ended:   make(chan struct{}),
		flight:  flight{pace: newPace(perSecond)},
		book:    newBook(),
	}
	go s.run()
	return s
}

func (s *scheduler) run() {
	defer close(s.ended)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
		case <-s.wakes:
		case <-s.stopped:
			return
		}
		if wait, ok := s.dispatch(); ok {
			timer.Reset(wait)
		} else {
			timer.Stop()
		}
	}
}

func (s *scheduler) wake() {
	select {
	case s.wakes <- struct{}{}:
	default:
	}
}

// enter begins a call; after it, leave must follow.
func (s *scheduler) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	s.calls.Add(1)
	return nil
}

func (s *scheduler) leave() { s.calls.Done() }

// stop ends the giving of turns; those who wait get err.
func (s *scheduler) stop(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
		close(s.stopped)
	}
}

// turn waits until w may be sent, after which landed must follow. An error means that it may not.
func (s *scheduler) turn(ctx context.Context, w *waiter) error {
	s.mu.Lock()
	if w.arrival == 0 {
		s.queue.push(w, time.Now())
	} else {
		s.queue.again(w)
	}
	s.mu.Unlock()
	s.wake()
	select {
	case <-w.ready:
	case <-ctx.Done():
	case <-s.stopped:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := ctx.Err()
	if err == nil {
		err = s.err
	}
	if err != nil && !s.queue.remove(w) {
		s.giveBack(w)
	}
	return err
}

// waive ends a turn that was granted and is not used.
func (s *scheduler) waive(w *waiter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.giveBack(w)
}

// giveBack returns a turn that was granted and not used.
func (s *scheduler) giveBack(w *waiter) {
	w.bucket.back()
	s.flight.flying--
	s.flight.sent--
	s.flight.pace.unwritten--
	s.wake()
}

// dispatch grants every turn that is due, and tells how long until the next may be; not ok means that only
// an arrival or an answer can change anything.
func (s *scheduler) dispatch() (wait time.Duration, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		now := time.Now()
		sweep := s.book.sweep(now)
		at, granted := s.grant(now)
		if granted {
			continue
		}
		at = sooner(at, sweep)
		return at.Sub(now), !at.IsZero()
	}
}

// grant gives one turn. If none may be given, at is when to try again; zero means after an answer or arrival.
func (s *scheduler) grant(now time.Time) (at time.Time, granted bool) {
	f := &s.flight
	if s.queue.empty() || f.flying >= mostFlying {
		return time.Time{}, false
	}
	at, ok := f.pace.at(now)
	if !ok {
		return time.Time{}, false
	}
	if at = later(at, f.paused); at.After(now) {
		return at, false
	}
	w, at := s.queue.first(&s.book, now)
	if w == nil {
		return at, false
	}
	s.queue.remove(w)
	s.queue.turns++
	w.bucket = s.book.of(w.operation, w.major, now)
	w.bucket.take(now)
	gap := f.pace.gap
	if f.invalidCount(now) > invalidMost {
		gap = max(gap, slowGap)
	}
	f.pace.grant(now, gap)
	f.flying++
	f.sent++
	w.ready <- struct{}{}
	return time.Time{}, true
}

// wrote is told once of each flight, when its request has left.
func (s *scheduler) wrote() {
	s.mu.Lock()
	s.flight.pace.wrote(time.Now())
	s.mu.Unlock()
	s.wake()
}

// landed ends a flight with its answer, nil if none came. For a 429 it returns what was asked for.
func (s *scheduler) landed(w *waiter, a *answer) pause {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.wake()
	now := time.Now()
	s.flight.flying--
	w.bucket.landed(now)
	if a == nil {
		return pause{}
	}
	p := s.flight.note(a, now)
	l, told := parseLimits(a.header, now)
	if told && l.bucket != "" && a.status != http.StatusTooManyRequests {
		s.book.names[w.operation] = l.bucket
	}
	b := s.book.of(w.operation, w.major, now)
	switch {
	case p.global:
		s.flight.paused = later(s.flight.paused, now.Add(p.wait))
	case p.wait > 0:
		b.until = later(b.until, now.Add(p.wait))
	case told:
		b.learn(l, now)
	case a.status < 300:
		b.unlimited()
	}
	return p
}

// answered counts an answer that belongs to no flight.
func (s *scheduler) answered(a *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flight.note(a, time.Now())
}

// note counts what Discord counts as invalid, and reads a 429; for other answers the pause is zero.
func (f *flight) note(a *answer, now time.Time) pause {
	var p pause
	switch a.status {
	case http.StatusTooManyRequests:
		f.limited++
		if !a.final() {
			p = parsePause(a)
		}
	case http.StatusForbidden:
		if a.barred() {
			p = parsePause(a)
		}
	case http.StatusUnauthorized:
	default:
		return p
	}
	if !p.shared {
		f.invalid = append(f.invalid, now)
	}
	return p
}

func (f *flight) invalidCount(now time.Time) int {
	old := 0
	for old < len(f.invalid) && now.Sub(f.invalid[old]) >= invalidSpan {
		old++
	}
	f.invalid = f.invalid[old:]
	return len(f.invalid)
}
