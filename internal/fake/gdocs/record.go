package gdocs

// Violations lists what a well-made bot never does: requests that do not fit the API's schema, and batches
// that Google would refuse for any other reason than a stale revision. Refusals for missing access or vanished
// documents are no violations.
func (s *Server) Violations() []string { return s.record.Violations() }

// Requests counts the requests by operation ("get", "create", "batchUpdate"), whatever they were answered with.
func (s *Server) Requests() map[string]int { return s.record.Requests() }

// TooMany counts the answers 429, those of Faults included.
func (s *Server) TooMany() int { return s.record.TooMany() }
