package slack

import (
	"cmp"
	"net/http"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// Faults is bad luck, on demand. Its methods may be called at any time. Those that speak of connections mean
// the ones of Socket Mode that are open now.
type Faults struct {
	s     *Server
	calls server.Luck[Call, fault]
}

// Call says which calls a fault is for; an empty field is any. The method "response_url" is a post to one.
type Call struct{ Method, Channel string }

// hits says whether a call is meant.
func (c Call) hits(call Call) bool {
	return cmp.Or(c.Method, call.Method) == call.Method && cmp.Or(c.Channel, call.Channel) == call.Channel
}

// fault is what happens to a call.
type fault struct {
	status int           // the answer's, without doing the work; 0: another fault
	code   string        // the error's, with status 200
	work   bool          // do the work before answering code, or before the cut
	cut    bool          // drop the connection
	late   time.Duration // wait before the work
	retry  time.Duration // Retry-After of a 429; 0: none
}

// doubtful says whether the work is done but not told.
func (f *fault) doubtful() bool { return f != nil && f.work }

// Fail answers the next n calls with an error such as "internal_error", without doing the work.
func (f *Faults) Fail(call Call, n int, code string) { f.calls.Add(call.hits, n, fault{code: code}) }

// FailStatus answers the next n calls with an HTTP status and no JSON, without doing the work.
func (f *Faults) FailStatus(call Call, n, status int) {
	f.calls.Add(call.hits, n, fault{status: status})
}

// Doubt does the work of the next n calls and answers with an error, such as "fatal_error", nevertheless.
func (f *Faults) Doubt(call Call, n int, code string) {
	f.calls.Add(call.hits, n, fault{code: code, work: true})
}

// LoseAnswers does the work of the next n calls and cuts the connection without an answer.
func (f *Faults) LoseAnswers(call Call, n int) {
	f.calls.Add(call.hits, n, fault{work: true, cut: true})
}

// LoseAnswerRate loses the answer of each call with probability p, from a seed.
func (f *Faults) LoseAnswerRate(p float64, seed uint64) {
	f.calls.Often(p, seed, fault{work: true, cut: true})
}

// TooMany answers the next n calls with a 429; without retryAfter it has no Retry-After.
func (f *Faults) TooMany(call Call, n int, retryAfter time.Duration) {
	f.calls.Add(call.hits, n, fault{status: http.StatusTooManyRequests, retry: retryAfter})
}

// Delay holds every call that matches before its work is done, until Clear. The work is done even when the
// client has given up meanwhile.
func (f *Faults) Delay(call Call, d time.Duration) { f.calls.Add(call.hits, -1, fault{late: d}) }

// Clear ends all of the above.
func (f *Faults) Clear() { f.calls.Clear() }

// before is what a fault does before the work; false means that the call has had its answer.
func (f *Faults) before(w http.ResponseWriter, x *fault) bool {
	switch {
	case x == nil || x.work:
		return true
	case x.status == http.StatusTooManyRequests:
		f.s.finish(w, nil, &limitError{x.retry})
		return false
	case x.status != 0:
		http.Error(w, http.StatusText(x.status), x.status)
		return false
	case x.code != "":
		reply(w, object{"ok": false, "error": x.code})
		return false
	}
	f.s.life.Hold(x.late)
	return true
}

// after is what the client hears of work that was done.
func (f *fault) after(w http.ResponseWriter) {
	if f.cut {
		panic(http.ErrAbortHandler)
	}
	reply(w, object{"ok": false, "error": f.code})
}

// Warn says that the connections will be refreshed in some seconds; they stay open.
func (f *Faults) Warn() { f.each(func(c *conn) { c.out.Put(disconnect("warning")) }) }

// Refresh asks for new connections and closes these, as Slack does every few hours.
func (f *Faults) Refresh() { f.each(func(c *conn) { c.bye("refresh_requested") }) }

// DisableLink closes the connections as Slack does when Socket Mode is switched off in the app's settings. What
// apps.connections.open answers then is not published: choose it with RefuseConnections.
func (f *Faults) DisableLink() { f.each(func(c *conn) { c.bye("link_disabled") }) }

// RefuseConnections answers apps.connections.open with an error such as "invalid_auth" from now on.
func (f *Faults) RefuseConnections(code string) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.s.link.refuse = code
}

// AllowConnections ends RefuseConnections.
func (f *Faults) AllowConnections() { f.RefuseConnections("") }

// Drop cuts the connections without a close frame.
func (f *Faults) Drop() { f.each((*conn).end) }

// HalfOpen neither reads nor writes any more, and never closes.
func (f *Faults) HalfOpen() {
	f.each(func(c *conn) {
		c.half.Store(true)
		c.out.Hush(true)
	})
}

// Silence stops envelopes and pings; the socket stays open and is read. Ended, it delivers what was held back.
func (f *Faults) Silence(on bool) { f.each(func(c *conn) { c.out.Hush(on) }) }

// Repeat sends the next n envelopes twice.
func (f *Faults) Repeat(n int) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.s.link.repeat = n
}

// Connections is how many are open.
func (f *Faults) Connections() int {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	return len(f.s.link.conns)
}

func (f *Faults) each(do func(*conn)) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	for _, c := range f.s.link.conns {
		do(c)
	}
}
