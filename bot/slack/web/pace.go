package web

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"
)

// Urgency orders calls of one method that wait for their turn: a lower one goes
// first, equal ones in the order of their coming.
type Urgency int

// Urgencies, in the order of going.
const (
	Urgent Urgency = iota // somebody waits for it, or everybody hears it
	Soon                  // what one person reads
	Idle                  // boards
	urgencies
)

var errClosed = errors.New("client closed")

// rate lets burst calls go at once, and then one in each gap.
type rate struct {
	gap   time.Duration
	burst int
}

// perMinute keeps to a tenth under n calls in any minute: a fifth at once, the rest
// evenly spread.
func perMinute(n int) rate {
	most := n - n/10
	burst := max(most/5, 1)
	return rate{gap: time.Minute / time.Duration(most-burst), burst: burst}
}

// postsToChannel are the messages of one channel.
var postsToChannel = rate{gap: 1050 * time.Millisecond, burst: 2}

const postMessage = "chat.postMessage"

// rateOf is the rate of a method. Source: the tier on its page below
// https://docs.slack.dev/reference/methods; tier 3 is 50+ and tier 4 100+ a minute. chat.postMessage is special, several hundred a minute.
func rateOf(method string) rate {
	switch method {
	case postMessage, "auth.test":
		return perMinute(300)
	case "conversations.members", "users.info", "users.profile.get", "views.open", "views.publish", "views.update":
		return perMinute(100)
	default:
		return perMinute(50)
	}
}

// account is what was sent at a rate: the time at which all of it is paid for.
type account struct {
	rate
	paid time.Time
}

// opens is when the next call may go.
func (a account) opens() time.Time { return a.paid.Add(-time.Duration(a.burst-1) * a.gap) }

func (a account) charged(now time.Time) account {
	a.paid = later(a.paid, now).Add(a.gap)
	return a
}

// turn is what a call waits for.
type turn struct {
	method  string
	channel string // of a message; "": no channel's rate applies
	urgency Urgency
	again   bool      // after a 429: ahead of its equals
	by      time.Time // of no use when it comes later; zero: of use whenever it comes
}

type waiter struct {
	turn
	ready chan struct{} // closed when it may go
}

// pacer gives calls their turn. It has a lane for each method, and no goroutine: a
// lane is looked at when a call comes, and by a timer.
type pacer struct {
	mu     sync.Mutex
	lanes  map[string]*lane
	closed chan struct{}
	flying sync.WaitGroup
}

// lane is the calls of one method.
type lane struct {
	all      account
	channels map[string]account // of messages
	held     time.Time          // a 429 said: not before
	waiting  [urgencies][]*waiter
	timer    *time.Timer
}

func newPacer() *pacer {
	return &pacer{lanes: map[string]*lane{}, closed: make(chan struct{})}
}

// close ends the giving of turns and waits for calls in flight.
func (p *pacer) close() {
	p.mu.Lock()
	if !p.over() {
		close(p.closed)
	}
	for _, l := range p.lanes {
		l.timer.Stop()
	}
	p.mu.Unlock()
	p.flying.Wait()
}

func (p *pacer) over() bool {
	select {
	case <-p.closed:
		return true
	default:
		return false
	}
}

// enter begins a call, whose turns follow; p.flying.Done ends it.
func (p *pacer) enter() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over() {
		return errClosed
	}
	p.flying.Add(1)
	return nil
}

// wait waits for a turn. A turn that comes as ctx ends is lost. One that would come
// too late is refused at once: it takes no other's place.
func (p *pacer) wait(ctx context.Context, t turn) error {
	w := &waiter{turn: t, ready: make(chan struct{})}
	p.mu.Lock()
	l := p.lane(t.method)
	if !t.by.IsZero() {
		if l.expected(t, time.Now()).After(t.by) {
			p.mu.Unlock()
			return errLate
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadlineCause(ctx, t.by, errLate)
		defer cancel()
	}
	line := &l.waiting[t.urgency]
	if t.again {
		*line = slices.Insert(*line, 0, w)
	} else {
		*line = append(*line, w)
	}
	l.run()
	p.mu.Unlock()
	var err error
	select {
	case <-w.ready:
		return nil
	case <-ctx.Done():
		if err = ctx.Err(); errors.Is(context.Cause(ctx), errLate) {
			err = errLate
		}
	case <-p.closed:
		err = errClosed
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	*line = slices.DeleteFunc(*line, func(x *waiter) bool { return x == w })
	return err
}

// hold keeps a method's calls back for a while.
func (p *pacer) hold(method string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lane(method)
	l.held = later(l.held, time.Now().Add(d))
}

func (p *pacer) lane(method string) *lane {
	l := p.lanes[method]
	if l == nil {
		l = &lane{all: account{rate: rateOf(method)}, channels: map[string]account{}}
		l.timer = time.AfterFunc(time.Hour, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			if !p.over() {
				l.run()
			}
		})
		l.timer.Stop()
		p.lanes[method] = l
	}
	return l
}

// run gives every turn that is due and sets the timer for the next.
func (l *lane) run() {
	for {
		now := time.Now()
		w, at := l.first(now)
		if w == nil {
			if !at.IsZero() {
				l.timer.Reset(at.Sub(now))
			}
			return
		}
		line := &l.waiting[w.urgency]
		*line = slices.DeleteFunc(*line, func(x *waiter) bool { return x == w })
		l.all = l.all.charged(now)
		if w.channel != "" {
			l.channels[w.channel] = l.channel(w.channel).charged(now)
		}
		close(w.ready)
	}
}

// first is the first call that may go. If there is none, at is when one may; zero
// means that none waits.
func (l *lane) first(now time.Time) (w *waiter, at time.Time) {
	open := later(l.held, l.all.opens())
	for _, line := range l.waiting {
		for _, w := range line {
			opens := open
			if w.channel != "" {
				opens = later(open, l.channel(w.channel).opens())
			}
			if !opens.After(now) {
				return w, time.Time{}
			}
			if at.IsZero() || opens.Before(at) {
				at = opens
			}
		}
	}
	return nil, at
}

// expected is when a call that comes now may go if no more urgent ones come.
func (l *lane) expected(t turn, now time.Time) time.Time {
	ahead := 0
	for u := range t.urgency + 1 {
		if u < t.urgency || !t.again {
			ahead += len(l.waiting[u])
		}
	}
	all, at := l.all, later(l.held, now)
	for range ahead {
		at = later(at, all.opens())
		all = all.charged(at)
	}
	return later(at, all.opens())
}

const manyChannels = 1000

func (l *lane) channel(id string) account {
	a, ok := l.channels[id]
	if !ok {
		if len(l.channels) > manyChannels {
			maps.DeleteFunc(l.channels, func(_ string, a account) bool { return a.paid.Before(time.Now()) })
		}
		a.rate = postsToChannel
	}
	return a
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
