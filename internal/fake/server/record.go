package server

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Record is what a test wants to know afterwards. Each platform says for itself what
// a violation is.
type Record struct {
	mu         sync.Mutex
	violations []string
	requests   map[string]int
	tooMany    int
}

// Violation notes what a well-made bot never does.
func (r *Record) Violation(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.violations = append(r.violations, fmt.Sprintf(format, args...))
}

// Request counts a request, by the name of its operation.
func (r *Record) Request(operation string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.requests == nil {
		r.requests = map[string]int{}
	}
	r.requests[operation]++
}

// GaveTooMany counts an answer 429.
func (r *Record) GaveTooMany() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tooMany++
}

// Violations lists what was noted, in order.
func (r *Record) Violations() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.violations)
}

// Requests is how many requests there were of each operation.
func (r *Record) Requests() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.requests == nil {
		return map[string]int{}
	}
	return maps.Clone(r.requests)
}

// TooMany is how many answers were 429.
func (r *Record) TooMany() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tooMany
}
