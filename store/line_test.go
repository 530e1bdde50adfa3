package store

import "testing"

func TestWhoLeadsFromFarBackServesAllBeforeIt(t *testing.T) {
	l := newLine(func([]func(Writer) error) ([]func(), int, error) { return nil, -1, nil })
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
