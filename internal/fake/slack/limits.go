package slack

import (
	"cmp"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Limits are those that Slack sets to an app in a workspace. A zero field means the one of DefaultLimits.
type Limits struct {
	Tier2, Tier3, Tier4 int           // calls of one method in any minute
	Special             int           // likewise, for methods of the special tier
	PostEvery           time.Duration // chat.postMessage to one channel, on average
	PostBurst           int           // how many of them may come at once
	Off                 bool          // no limit at all
}

// DefaultLimits are Slack's tiers (https://docs.slack.dev/apis/web-api/rate-limits) without the leeway that it
// gives, and plausible figures for "several hundred a minute" and "short bursts".
func DefaultLimits() Limits {
	return Limits{Tier2: 20, Tier3: 50, Tier4: 100, Special: 300, PostEvery: time.Second, PostBurst: 3}
}

type limiter struct {
	cfg Limits

	mu     sync.Mutex
	calls  map[string][]time.Time // by method, those of the last minute
	filled map[string]time.Time   // by channel, when all that was posted has been paid for
}

func newLimiter(l Limits) *limiter {
	d := DefaultLimits()
	return &limiter{calls: map[string][]time.Time{}, filled: map[string]time.Time{}, cfg: Limits{
		Tier2:     cmp.Or(l.Tier2, d.Tier2),
		Tier3:     cmp.Or(l.Tier3, d.Tier3),
		Tier4:     cmp.Or(l.Tier4, d.Tier4),
		Special:   cmp.Or(l.Special, d.Special),
		PostEvery: cmp.Or(l.PostEvery, d.PostEvery),
		PostBurst: cmp.Or(l.PostBurst, d.PostBurst),
		Off:       l.Off,
	}}
}

// take counts a call, or says how long the caller must wait; a refused call does not count.
func (l *limiter) take(m method, channel string, now time.Time) (wait time.Duration) {
	if l.cfg.Off {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	most := map[int]int{2: l.cfg.Tier2, 3: l.cfg.Tier3, 4: l.cfg.Tier4, 5: l.cfg.Special}[m.tier]
	recent := l.calls[m.name]
	for len(recent) > 0 && now.Sub(recent[0]) >= time.Minute {
		recent = recent[1:]
	}
	l.calls[m.name] = recent
	if len(recent) >= most {
		return recent[len(recent)-most].Add(time.Minute).Sub(now)
	}
	if m.name == "chat.postMessage" {
		if wait = l.post(channel, now); wait > 0 {
			return wait
		}
	}
	l.calls[m.name] = append(recent, now)
	return 0
}

// post lets PostBurst messages through at once, and then one in each PostEvery.
func (l *limiter) post(channel string, now time.Time) (wait time.Duration) {
	filled := l.filled[channel]
	if filled.Before(now) {
		filled = now
	}
	filled = filled.Add(l.cfg.PostEvery)
	if wait = filled.Sub(now) - time.Duration(l.cfg.PostBurst)*l.cfg.PostEvery; wait > 0 {
		return wait
	}
	l.filled[channel] = filled
	return 0
}

// limitError is a 429.
type limitError struct{ wait time.Duration }

func (e *limitError) Error() string { return "ratelimited" }

// write answers in whole seconds; without a wait there is neither a Retry-After nor a JSON body, as Slack's
// edge answers when it is overrun.
func (e *limitError) write(w http.ResponseWriter) {
	if e.wait <= 0 {
		http.Error(w, "Too Many Requests", http.StatusTooManyRequests)
		return
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(e.wait.Seconds()))))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = w.Write([]byte(`{"ok":false,"error":"ratelimited"}`))
}
