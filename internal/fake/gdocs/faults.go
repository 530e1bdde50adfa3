package gdocs

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Faults is bad luck, on demand. Its methods may be called at any time.
type Faults struct {
	mu   sync.Mutex
	all  []*mishap
	rate float64
	dice *rand.Rand
}

// mishap happens to the next n requests that match; n < 0 is all of them.
type mishap struct {
	match  func(*http.Request) bool
	n      int
	status int           // the answer's, without doing the work; 0: do the work
	lose   bool          // do the work and drop the connection
	wait   time.Duration // before the work
	first  func()        // before the work
}

// IsRead matches documents.get.
func IsRead(r *http.Request) bool { return r.Method == http.MethodGet }

// IsWrite matches documents.batchUpdate and documents.create.
func IsWrite(r *http.Request) bool { return r.Method == http.MethodPost }

// Fail answers the next n requests that match with status in Google's error shape, without doing the work:
// 429 as for a quota, 503 UNAVAILABLE, 500 INTERNAL. A nil match is any request; n < 0 is all until Clear.
func (f *Faults) Fail(match func(*http.Request) bool, n, status int) {
	f.add(&mishap{match: match, n: n, status: status})
}

// LoseAnswers does the work of the next n requests that match and cuts the connection without an answer.
func (f *Faults) LoseAnswers(match func(*http.Request) bool, n int) {
	f.add(&mishap{match: match, n: n, lose: true})
}

// LoseAnswerRate loses the answer of each request with probability p, from a seed.
func (f *Faults) LoseAnswerRate(p float64, seed uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rate, f.dice = p, rand.New(rand.NewPCG(seed, seed))
}

// Delay holds every request that matches before its work is done, until Clear. The work is done even when the
// client has given up meanwhile.
func (f *Faults) Delay(match func(*http.Request) bool, d time.Duration) {
	f.add(&mishap{match: match, n: -1, wait: d})
}

// Before calls do before the work of each of the next n requests that match: a person who types just then.
func (f *Faults) Before(match func(*http.Request) bool, n int, do func()) {
	f.add(&mishap{match: match, n: n, first: do})
}

// Clear ends all faults.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all, f.rate = nil, 0
}

func (f *Faults) add(m *mishap) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, m)
}

// next is the mishap that this request meets; one without effect for none.
func (f *Faults) next(r *http.Request) mishap {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, m := range f.all {
		if m.n == 0 || m.match != nil && !m.match(r) {
			continue
		}
		m.n--
		return *m
	}
	return mishap{lose: f.rate > 0 && f.dice.Float64() < f.rate}
}

// before is what a mishap does before the work.
func (m mishap) before(s *Server, r *http.Request) error {
	if m.first != nil {
		m.first()
	}
	if m.wait > 0 {
		late := time.NewTimer(m.wait)
		defer late.Stop()
		select {
		case <-late.C:
		case <-s.life.done:
			panic(http.ErrAbortHandler)
		}
	}
	switch m.status {
	case 0:
		return nil
	case http.StatusTooManyRequests:
		return errQuota(IsWrite(r))
	}
	return answer(m.status, "%s", defaultMessage(m.status))
}
