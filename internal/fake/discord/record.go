package discord

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// record counts what a test wants to know afterwards.
type record struct {
	mu            sync.Mutex
	violations    []string
	requests      map[string]int
	tooMany       int
	closes        []int
	registrations int
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

func (r *record) closed(code int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closes = append(r.closes, code)
}

func (r *record) registered() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.registrations++
}

// Violations lists what a well-made bot never does: requests that do not fit the specification or Discord's
// unwritten rules, texts sent without allowed_mentions, malformed gateway payloads. Refusals for missing
// permissions or vanished channels are no violations.
func (s *Server) Violations() []string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.violations)
}

// Requests counts the REST requests by operation, such as "POST /channels/{channel_id}/messages",
// whatever they were answered with.
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

// GatewayCloses lists the close codes the gateway sent, in order.
func (s *Server) GatewayCloses() []int {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.closes)
}

// Registrations counts the writes to the command lists: bulk overwrites and creates.
func (s *Server) Registrations() int {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return s.record.registrations
}
