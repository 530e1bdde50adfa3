package slack

// Violations lists what a well-made app never does: requests that do not fit the specification or Slack's
// unwritten rules, triggers used twice or too late, malformed acknowledgements. Refusals for missing scopes,
// revoked tokens or vanished channels are no violations.
func (s *Server) Violations() []string { return s.record.Violations() }

// Requests counts the requests by method, such as "chat.postMessage", whatever they were answered with.
// Posts to a response_url count as "response_url".
func (s *Server) Requests() map[string]int { return s.record.Requests() }

// TooMany counts the answers 429, those of Faults included.
func (s *Server) TooMany() int { return s.record.TooMany() }
