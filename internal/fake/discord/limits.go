package discord

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Limits are those that Discord sets. A zero field means the one of DefaultLimits.
type Limits struct {
	RequestsPerSecond int           // of one bot, in any second; interaction callbacks and webhooks are outside
	GatewaySends      int           // of one connection in 60 s; more closes it with 4008
	IdentifyEvery     time.Duration // one IDENTIFY a bucket in this time; more is answered with op 9
	RoutePerWindow    int           // of one route and channel, guild or webhook, where routes.go gives no other
	RouteWindow       time.Duration
	OldEdits          int           // of messages older than an hour, in an hour and guild (30046); 0: any number
	NonceWindow       time.Duration // how long an enforced nonce is remembered
	Off               bool          // no limit of requests, sends or identifies at all
}

// DefaultLimits are Discord's, as far as it publishes them; route limits are those people have seen in headers.
func DefaultLimits() Limits {
	return Limits{
		RequestsPerSecond: 50, GatewaySends: 120, IdentifyEvery: 5 * time.Second,
		RoutePerWindow: 5, RouteWindow: 5 * time.Second, NonceWindow: 3 * time.Minute,
	}
}

type limiter struct {
	cfg Limits

	mu      sync.Mutex
	recent  []time.Time // requests of the last second that counted
	buckets map[string]*bucket
}

type bucket struct {
	left  int
	reset time.Time
}

func newLimiter(l Limits) *limiter {
	d := DefaultLimits()
	return &limiter{buckets: map[string]*bucket{}, cfg: Limits{
		RequestsPerSecond: cmp.Or(l.RequestsPerSecond, d.RequestsPerSecond),
		GatewaySends:      cmp.Or(l.GatewaySends, d.GatewaySends),
		IdentifyEvery:     cmp.Or(l.IdentifyEvery, d.IdentifyEvery),
		RoutePerWindow:    cmp.Or(l.RoutePerWindow, d.RoutePerWindow),
		RouteWindow:       cmp.Or(l.RouteWindow, d.RouteWindow),
		NonceWindow:       cmp.Or(l.NonceWindow, d.NonceWindow),
		Off:               l.Off,
		OldEdits:          l.OldEdits,
	}}
}

// verdict is what the limits say to one request.
type verdict struct {
	refused    bool
	global     bool
	limit      int
	left       int
	reset      time.Time
	retryAfter time.Duration
	bucket     string
}

// take counts a request against the bot's limit and its bucket's; a refused request counts against neither.
func (l *limiter) take(rt route, key string, now time.Time) verdict {
	most, window := cmp.Or(rt.most, l.cfg.RoutePerWindow), cmp.Or(rt.window, l.cfg.RouteWindow)
	v := verdict{limit: most, left: most, reset: now.Add(window), bucket: rt.bucket()}
	if l.cfg.Off {
		return v
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	if !rt.open && len(l.recent) >= l.cfg.RequestsPerSecond {
		v.refused, v.global = true, true
		v.retryAfter = l.recent[len(l.recent)-l.cfg.RequestsPerSecond].Add(time.Second).Sub(now)
		return v
	}
	b := l.buckets[key]
	if b == nil || !now.Before(b.reset) {
		b = &bucket{left: most, reset: now.Add(window)}
		l.buckets[key] = b
	}
	v.reset = b.reset
	if b.left == 0 {
		v.refused, v.left, v.retryAfter = true, 0, b.reset.Sub(now)
		return v
	}
	b.left--
	v.left = b.left
	if !rt.open {
		l.recent = append(l.recent, now)
	}
	return v
}

func (l *limiter) forget(now time.Time) {
	old := 0
	for old < len(l.recent) && now.Sub(l.recent[old]) >= time.Second {
		old++
	}
	l.recent = l.recent[old:]
	if len(l.buckets) < 4096 {
		return
	}
	for key, b := range l.buckets {
		if !now.Before(b.reset) {
			delete(l.buckets, key)
		}
	}
}

func (v verdict) header(h http.Header) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(v.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(v.left))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", float64(v.reset.UnixMilli())/1000))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", max(0, time.Until(v.reset).Seconds())))
	h.Set("X-RateLimit-Bucket", v.bucket)
}

// limitError is a 429.
type limitError struct{ verdict }

func (e *limitError) Error() string { return "429: You are being rate limited." }

func (e *limitError) write(w http.ResponseWriter) {
	seconds := math.Ceil(e.retryAfter.Seconds()*1000) / 1000
	scope := "user"
	if e.global {
		scope = "global"
		w.Header().Set("X-RateLimit-Global", "true")
	}
	w.Header().Set("X-RateLimit-Scope", scope)
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(seconds))))
	w.WriteHeader(http.StatusTooManyRequests)
	_ = json.NewEncoder(w).Encode(object{
		"message": "You are being rate limited.", "retry_after": seconds, "global": e.global,
	})
}

func (rt route) bucket() string {
	h := fnv.New64a()
	h.Write([]byte(rt.operation()))
	return strconv.FormatUint(h.Sum64(), 16)
}

// majorKey tells buckets of one route apart: Discord counts by channel, guild or webhook.
// Interactions and webhooks are keyed by their token.
func majorKey(r *http.Request, rt route) string {
	key := rt.operation()
	for _, name := range []string{"channel_id", "guild_id", "webhook_token", "interaction_token"} {
		if v := r.PathValue(name); v != "" {
			return key + "|" + v
		}
	}
	return key
}
