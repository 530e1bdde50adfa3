package bolt

import (
	"fmt"
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/store/engine"
)

// maxJoined is how many updates share a transaction at most: if one fails, the
// others run again.
const maxJoined = 256

// line is where updates wait for the disk. Whoever comes to its head runs all
// that wait in one transaction; while that is being written, the next gather.
//
// bbolt's own Batch gathers by a timer, which delays a lone update, and inside
// testing/synctest moves the clock.
type line struct {
	commit func([]func(engine.Writer) error) (after []func(), failed int, err error)
	head   chan struct{} // full while somebody is at the head

	mu      sync.Mutex
	waiting []*call
}

type call struct {
	fn   func(engine.Writer) error
	done chan answer // gets one
}

// answer is what came of a call. If alone is set, nothing did, for its function
// did not go well together with others: its caller must run it, and then its
// error, or its panic, is the caller's own.
type answer struct {
	alone bool
	err   error
}

func newLine(commit func([]func(engine.Writer) error) ([]func(), int, error)) *line {
	return &line{commit: commit, head: make(chan struct{}, 1)}
}

func (l *line) join(fn func(engine.Writer) error) error {
	c := &call{fn: fn, done: make(chan answer, 1)}
	l.mu.Lock()
	l.waiting = append(l.waiting, c)
	l.mu.Unlock()

	select {
	case a := <-c.done:
		if !a.alone {
			return a.err
		}
		l.head <- struct{}{}
		defer l.leave()
	case l.head <- struct{}{}:
		defer l.leave()
		if a := l.lead(c); !a.alone {
			return a.err
		}
	}
	return l.alone(fn)
}

// lead runs the calls that wait, up to and including c, and returns the answer
// to c. If c is the only one, it is to be run alone.
func (l *line) lead(c *call) answer {
	for {
		calls := l.take()
		if len(calls) == 1 && calls[0] == c {
			return answer{alone: true}
		}
		l.run(calls)
		select {
		case a := <-c.done:
			return a
		default: // c was too far back in the line
		}
	}
}

func (l *line) leave() { <-l.head }

func (l *line) take() []*call {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.waiting), maxJoined)
	calls := slices.Clone(l.waiting[:n])
	l.waiting = slices.Delete(l.waiting, 0, n)
	return calls
}

// run runs calls together, as many as go well, and answers each.
func (l *line) run(calls []*call) {
	result := answer{alone: true}
	// Deferred, so that nobody waits for ever if a call ends this goroutine.
	defer func() {
		for _, c := range calls {
			c.done <- result
		}
	}()
	for len(calls) > 0 {
		fns := make([]func(engine.Writer) error, len(calls))
		for i, c := range calls {
			fns[i] = func(w engine.Writer) error { return safely(c.fn, w) }
		}
		after, failed, err := l.commit(fns)
		if failed < 0 {
			result = answer{err: err}
			for _, fn := range after {
				fn()
			}
			return
		}
		calls[failed].done <- answer{alone: true}
		calls = slices.Delete(calls, failed, failed+1)
	}
}

func (l *line) alone(fn func(engine.Writer) error) error {
	after, _, err := l.commit([]func(engine.Writer) error{fn})
	for _, fn := range after {
		fn()
	}
	return err
}

func safely(fn func(engine.Writer) error, w engine.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return fn(w)
}
