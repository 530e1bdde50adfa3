package gdocs

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// record counts what a test wants to know afterwards.
type record struct {
	mu         sync.Mutex
	violations []string
	requests   map[string]int
	tooMany    int
}

func (r *record) violation(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.violations = append(r.violations, fmt.Sprintf(format, args...))
}

func (r *record) request(op string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests[op]++
}

func (r *record) tooManyGiven() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tooMany++
}

// Violations lists what a well-made bot never does: requests that do not fit the API's schema, and batches
// that Google would refuse for any other reason than a stale revision. Refusals for missing access or vanished
// documents are no violations.
func (s *Server) Violations() []string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.violations)
}

// Requests counts the requests by operation ("get", "create", "batchUpdate"), whatever they were answered with.
func (s *Server) Requests() map[string]int {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return maps.Clone(s.record.requests)
}

// TooMany counts the answers 429, those of Faults included.
func (s *Server) TooMany() int {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return s.record.tooMany
}
