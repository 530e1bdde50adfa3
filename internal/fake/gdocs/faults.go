package gdocs

import (
	"net/http"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// Faults is bad luck, on demand. Its methods may be called at any time.
type Faults struct {
	luck server.Luck[*http.Request, mishap]
}

// mishap is what happens to a request.
type mishap struct {
	status int           // the answer's, without doing the work; 0: do the work
	lose   bool          // do the work and drop the connection
	wait   time.Duration // before the work
	first  func()        // before the work
	mask   bool          // refuse it for its field mask
	late   string        // the revision as of which the document is read
	refuse *Refusal
}

// IsRead matches documents.get.
func IsRead(r *http.Request) bool { return r.Method == http.MethodGet }

// IsWrite matches documents.batchUpdate and documents.create.
func IsWrite(r *http.Request) bool { return r.Method == http.MethodPost }

// Fail answers the next n requests that match with status in Google's error shape, without doing the work:
// 429 as for a quota, 503 UNAVAILABLE, 500 INTERNAL. A nil match is any request; n < 0 is all until Clear.
func (f *Faults) Fail(match func(*http.Request) bool, n, status int) {
	f.luck.Add(match, n, mishap{status: status})
}

// Refuse answers the next n requests that match with a refusal, without doing the work.
func (f *Faults) Refuse(match func(*http.Request) bool, n int, r Refusal) {
	f.luck.Add(match, n, mishap{refuse: &r})
}

// RefuseMasks answers every request whose field mask has a wildcard in it with 400, until Clear. The schema
// allows such masks; whether the live API takes them nobody has seen (open).
func (f *Faults) RefuseMasks() {
	wild := func(r *http.Request) bool { return strings.Contains(r.URL.Query().Get("fields"), "*") }
	f.luck.Add(wild, -1, mishap{mask: true})
}

// LoseAnswers does the work of the next n requests that match and cuts the connection without an answer.
func (f *Faults) LoseAnswers(match func(*http.Request) bool, n int) {
	f.luck.Add(match, n, mishap{lose: true})
}

// LoseAnswerRate loses the answer of each request with probability p, from a seed.
func (f *Faults) LoseAnswerRate(p float64, seed uint64) {
	f.luck.Often(p, seed, mishap{lose: true})
}

// Delay holds every request that matches before its work is done, until Clear. The work is done even when the
// client has given up meanwhile.
func (f *Faults) Delay(match func(*http.Request) bool, d time.Duration) {
	f.luck.Add(match, -1, mishap{wait: d})
}

// Before calls do before the work of each of the next n requests that match: a person who types just then.
func (f *Faults) Before(match func(*http.Request) bool, n int, do func()) {
	f.luck.Add(match, n, mishap{first: do})
}

// Late answers the next n reads as of a revision that has gone by, as a server does that was not told yet.
func (f *Faults) Late(n int, revision string) { f.luck.Add(IsRead, n, mishap{late: revision}) }

// Clear ends all faults.
func (f *Faults) Clear() { f.luck.Clear() }

// next is the mishap that this request meets; one without effect for none.
func (f *Faults) next(r *http.Request) mishap {
	if m := f.luck.Next(r); m != nil {
		return *m
	}
	return mishap{}
}

// before is what a mishap does before the work.
func (m mishap) before(s *Server, r *http.Request) error {
	if m.first != nil {
		m.first()
	}
	if m.wait > 0 {
		s.life.Hold(m.wait)
	}
	if m.refuse != nil {
		return m.refuse.answer()
	}
	if m.mask {
		return errMalformed("fields", "Invalid field selection lists")
	}
	switch m.status {
	case 0:
		return nil
	case http.StatusTooManyRequests:
		return errQuota(IsWrite(r))
	}
	return answer(m.status, "%s", defaultMessage(m.status))
}
