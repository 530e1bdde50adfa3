package web

import (
	"sync"
	"time"
)

// memo remembers what Slack said, for a while.
type memo[V any] struct {
	keep time.Duration

	mu  sync.Mutex
	all map[string]memory[V]
}

type memory[V any] struct {
	value V
	until time.Time
}

// known gives what is remembered of id.
func (m *memo[V]) known(id string) (v V, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, ok := m.all[id]
	if !ok || !time.Now().Before(known.until) {
		return v, false
	}
	return known.value, true
}

// get gives what is remembered of id, or asks and remembers the answer.
func (m *memo[V]) get(id string, ask func() (V, error)) (V, error) {
	if known, ok := m.known(id); ok {
		return known, nil
	}
	v, err := ask()
	if err != nil {
		return v, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all == nil {
		m.all = map[string]memory[V]{}
	}
	m.all[id] = memory[V]{v, time.Now().Add(m.keep)}
	return v, nil
}
