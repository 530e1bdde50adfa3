package rest

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

const (
	waitUntold = 5 * time.Second // after a 429 that names no time
	waitBarred = time.Minute     // after a refusal of the address that names none
	longest    = 24 * time.Hour  // believed of any time that Discord names
)

// limits are the X-RateLimit headers of an answer.
type limits struct {
	bucket    string
	limit     int
	remaining int
	window    int64 // end of the window by Discord's clock, in ms
	after     time.Duration
}

// parseLimits reads the headers; not ok means that the answer names no limit.
func parseLimits(h http.Header, now time.Time) (l limits, ok bool) {
	limit, err1 := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	remaining, err2 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if err1 != nil || err2 != nil || !ok || limit <= 0 {
		return limits{}, false
	}
	l = limits{bucket: h.Get("X-RateLimit-Bucket"), limit: limit, remaining: remaining, after: after}
	l.window = now.Add(after).UnixMilli()
	if reset, err := strconv.ParseFloat(h.Get("X-RateLimit-Reset"), 64); err == nil {
		l.window = int64(math.Round(reset * 1000))
	}
	return l, true
}

// pause is what a 429 asks for.
type pause struct {
	wait    time.Duration
	global  bool // for all calls of the bot
	address bool // of the machine, not of the bot
	shared  bool // others used the resource up; does not count as invalid
}

// parsePause reads a 429. One without Discord's JSON comes from the proxy in front and is for the whole address.
func parsePause(a *answer) pause {
	scope := a.header.Get("X-RateLimit-Scope")
	p := pause{
		wait:   waitUntold,
		global: a.header.Get("X-RateLimit-Global") == "true" || scope == "global",
		shared: scope == "shared",
	}
	if a.barred() {
		p.wait = waitBarred
	}
	if wait, ok := seconds(a.header.Get("Retry-After")); ok {
		p.wait = wait
	}
	var told struct {
		RetryAfter *float64 `json:"retry_after"`
		Global     bool     `json:"global"`
	}
	if json.Unmarshal(a.body, &told) != nil {
		p.global, p.address = true, true
	}
	p.global = p.global || told.Global
	if told.RetryAfter != nil && *told.RetryAfter >= 0 {
		p.wait = duration(*told.RetryAfter)
	}
	p.wait += resetMargin
	return p
}

func seconds(text string) (time.Duration, bool) {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil || !(s >= 0) {
		return 0, false
	}
	return duration(s), true
}

func duration(s float64) time.Duration {
	return time.Duration(min(s, longest.Seconds()) * float64(time.Second))
}
