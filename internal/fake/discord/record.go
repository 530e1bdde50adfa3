package discord

import (
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// record counts what a test wants to know afterwards.
type record struct {
	server.Record

	mu            sync.Mutex
	closes        []int
	registrations int
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
func (s *Server) Violations() []string { return s.record.Violations() }

// Requests counts the REST requests by operation, such as "POST /channels/{channel_id}/messages",
// whatever they were answered with.
func (s *Server) Requests() map[string]int { return s.record.Requests() }

// TooMany counts the answers 429, those of Faults included.
func (s *Server) TooMany() int { return s.record.TooMany() }

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
