package discord

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// Faults is bad luck, on demand. Its methods may be called at any time. Those that speak of connections
// mean the ones that are open now.
type Faults struct {
	s    *Server
	rest server.Luck[*http.Request, restFault]
}

// restFault is what happens to a request.
type restFault struct {
	status int // the answer's, without doing the work; 0: do the work
	code   int
	text   string
	lose   bool // do the work and drop the connection
	global bool
	wait   time.Duration // Retry-After of a 429, else the delay before the work
}

func (f *restFault) loses() bool { return f != nil && f.lose }

// FirstPacket gives the next connection op as its first packet, where HELLO should be.
func (f *Faults) FirstPacket(op int) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.s.gate.firstOp = op
}

// InvalidSession sends op 9; unless resumable, the session is gone.
func (f *Faults) InvalidSession(resumable bool) {
	f.each(func(c *conn) {
		text := `{"op":9,"d":false}`
		if resumable {
			c.leaveSession()
			text = `{"op":9,"d":true}`
		}
		c.forget()
		c.out.Put([]byte(text))
	})
}

// Reconnect sends op 7.
func (f *Faults) Reconnect() { f.each(func(c *conn) { c.out.Put([]byte(`{"op":7,"d":null}`)) }) }

// Silence stops events and heartbeat acknowledgements; the socket stays open and is read.
// Ended, it delivers what was held back.
func (f *Faults) Silence(on bool) { f.each(func(c *conn) { c.out.Hush(on) }) }

// HalfOpen neither reads nor writes any more, and never closes.
func (f *Faults) HalfOpen() {
	f.each(func(c *conn) {
		c.half.Store(true)
		c.out.Hush(true)
	})
}

// Close sends a close frame. After 4007 and 4009 the session cannot be resumed.
func (f *Faults) Close(code int) {
	f.each(func(c *conn) {
		if code == closeInvalidSeq || code == closeTimeout {
			c.forget()
		}
		c.close(code)
	})
}

// RefuseIdentify closes with code at each IDENTIFY from now on; 0 ends it.
func (f *Faults) RefuseIdentify(code int) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.s.gate.refuse = code
}

// Drop cuts the connections without a close frame; sessions can be resumed.
func (f *Faults) Drop() { f.each((*conn).end) }

// Connections is how many gateway connections are open.
func (f *Faults) Connections() int {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	return len(f.s.gate.conns)
}

func (f *Faults) each(do func(*conn)) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	for c := range f.s.gate.conns {
		do(c)
	}
}

// Fail answers the next n requests that match with status, without doing the work. A nil match is any request.
func (f *Faults) Fail(match func(*http.Request) bool, n, status int) {
	f.rest.Add(match, n, restFault{status: status, text: http.StatusText(status)})
}

// Refuse answers like Fail, with one of Discord's JSON error codes, such as 20015.
func (f *Faults) Refuse(match func(*http.Request) bool, n, status, code int, text string) {
	f.rest.Add(match, n, restFault{status: status, code: code, text: text})
}

// LoseAnswers does the work of the next n requests that match and cuts the connection without an answer.
func (f *Faults) LoseAnswers(match func(*http.Request) bool, n int) {
	f.rest.Add(match, n, restFault{lose: true})
}

// LoseAnswerRate loses the answer of each request with probability p, from a seed.
func (f *Faults) LoseAnswerRate(p float64, seed uint64) {
	f.rest.Often(p, seed, restFault{lose: true})
}

// TooManyGlobal answers the next n requests that count against the global limit with a global 429.
func (f *Faults) TooManyGlobal(n int, retryAfter time.Duration) {
	f.rest.Add(counts, n, restFault{status: http.StatusTooManyRequests, wait: retryAfter, global: true})
}

// TooManyRoute answers the next n requests that match with a 429 of their route.
func (f *Faults) TooManyRoute(match func(*http.Request) bool, n int, retryAfter time.Duration) {
	f.rest.Add(match, n, restFault{status: http.StatusTooManyRequests, wait: retryAfter})
}

// Delay holds every request that matches before its work is done, until Clear. The work is done even when the
// client has given up meanwhile.
func (f *Faults) Delay(match func(*http.Request) bool, d time.Duration) {
	f.rest.Add(match, -1, restFault{wait: d})
}

// Clear ends all REST faults.
func (f *Faults) Clear() { f.rest.Clear() }

// before is what a fault does before the work; false means that the request has had its answer.
func (f *Faults) before(s *Server, w http.ResponseWriter, x *restFault) bool {
	switch {
	case x == nil:
		return true
	case x.status == http.StatusTooManyRequests:
		v := verdict{refused: true, global: x.global, limit: 5, reset: time.Now().Add(x.wait), retryAfter: x.wait, bucket: "fault"}
		v.header(w.Header())
		s.refuse(w, &limitError{v})
		return false
	case x.status != 0:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(x.status)
		_ = json.NewEncoder(w).Encode(object{"message": x.text, "code": x.code})
		return false
	case x.wait > 0:
		s.life.Hold(x.wait)
	}
	return true
}

// counts says whether a request is within the limit of requests a second.
func counts(r *http.Request) bool {
	return !hasPrefix(r, "/interactions/") && !hasPrefix(r, "/webhooks/")
}

func hasPrefix(r *http.Request, path string) bool { return strings.HasPrefix(r.URL.Path, apiRoot+path) }
