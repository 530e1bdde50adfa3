package server

import (
	"math/rand/v2"
	"sync"
)

// Luck is bad luck on demand: faults of a platform's own kind that happen to calls,
// in the order in which they were added.
type Luck[Call, Fault any] struct {
	mu   sync.Mutex
	due  []*due[Call, Fault]
	rate float64
	dice *rand.Rand
	then Fault
}

// due is a fault that happens to the next n calls that match; n < 0 is all of them.
type due[Call, Fault any] struct {
	match func(Call) bool
	n     int
	fault Fault
}

// Add has a fault happen to the next n calls that match, or to all of them if n < 0.
// A nil match is any call.
func (l *Luck[Call, Fault]) Add(match func(Call) bool, n int, fault Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due = append(l.due, &due[Call, Fault]{match, n, fault})
}

// Often has a fault happen to each call that no other meets with probability p, from
// a seed.
func (l *Luck[Call, Fault]) Often(p float64, seed uint64, fault Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rate, l.dice, l.then = p, rand.New(rand.NewPCG(seed, seed)), fault
}

// Clear ends all of it.
func (l *Luck[Call, Fault]) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due, l.rate = nil, 0
}

// Next is the fault that a call meets; nil for none.
func (l *Luck[Call, Fault]) Next(call Call) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, x := range l.due {
		if x.n == 0 || x.match != nil && !x.match(call) {
			continue
		}
		x.n--
		return &x.fault
	}
	if l.rate > 0 && l.dice.Float64() < l.rate {
		return &l.then
	}
	return nil
}
