package slack

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

func (r *record) request(method string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests[method]++
}

func (r *record) tooManyGiven() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tooMany++
}

// Violations lists what a well-made app never does: requests that do not fit the specification or Slack's
// unwritten rules, triggers used twice or too late, malformed acknowledgements. Refusals for missing scopes,
// revoked tokens or vanished channels are no violations.
func (s *Server) Violations() []string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.violations)
}

// Requests counts the requests by method, such as "chat.postMessage", whatever they were answered with.
// Posts to a response_url count as "response_url".
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
