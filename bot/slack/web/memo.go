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

// get gives what is remembered of id, or asks and remembers the answer.
func (m *memo[V]) get(id string, ask func() (V, error)) (V, error) {
	m.mu.Lock()
	known, ok := m.all[id]
	m.mu.Unlock()
	if ok && time.Now().Before(known.until) {
		return known.value, nil
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
