package bolt

import (
	"errors"
	"testing"

	"github.com/engawa-bot/engawa/store/engine"
)

func TestWhoLeadsFromFarBackServesAllBeforeIt(t *testing.T) {
	l := newLine(func([]func(engine.Writer) error) ([]func(), int, error) { return nil, -1, nil })
	var calls []*call
	for range 2*maxJoined + 10 {
		calls = append(calls, &call{done: make(chan answer, 1)})
	}
	l.waiting = append(l.waiting, calls...)
	last := len(calls) - 1
	if got, want := l.lead(calls[last]), (answer{}); got != want {
		t.Errorf("the last: got %v, want %v", got, want)
	}
	for i, c := range calls[:last] {
		if len(c.done) != 1 {
			t.Errorf("call %d has no answer", i)
		}
	}
}

// When the outcome of a commit is uncertain, each of those that were joined is told
// so, and the hooks run: others see what was done.
func TestAllWhoWereJoinedLearnThatTheOutcomeIsUncertain(t *testing.T) {
	hooks := 0
	l := newLine(func(fns []func(engine.Writer) error) ([]func(), int, error) {
		return []func(){func() { hooks++ }}, -1, engine.ErrUncertain
	})
	calls := []*call{{done: make(chan answer, 1)}, {done: make(chan answer, 1)}, {done: make(chan answer, 1)}}
	l.run(calls)
	for i, c := range calls {
		if got := <-c.done; got.alone || !errors.Is(got.err, engine.ErrUncertain) {
			t.Errorf("call %d: got %v, want %v", i, got, engine.ErrUncertain)
		}
	}
	if err := l.join(func(engine.Writer) error { return nil }); !errors.Is(err, engine.ErrUncertain) {
		t.Errorf("alone: got error %v, want %v", err, engine.ErrUncertain)
	}
	if hooks != 2 {
		t.Errorf("the hooks ran %d times, want once a commit", hooks)
	}
}
