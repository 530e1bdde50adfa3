package discord

import (
	"strconv"
	"sync"
	"time"
)

const (
	discordEpoch = 1420070400000    // ms; the first instant of 2015, from which ids count
	skewLasts    = 10 * time.Minute // for how long the least lag is believed, and once more
)

// ages tells how old interactions are. Their ids say when they were made, by
// Discord's clock, and ours may go wrong by years: so the least lag that was seen
// of late is taken for the difference of the clocks. Whatever this says decides
// only how carefully an interaction is answered; whether there is still time,
// Discord alone decides.
type ages struct {
	mu            sync.Mutex
	known         bool
	least, before time.Duration // of this period and the one before
	since         time.Time     // when this period began
}

// made is when an interaction was made, by our clock. now is when it was heard.
func (a *ages) made(id string, now time.Time) time.Time {
	lag := lagOf(id, now)
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !a.known:
		a.known, a.least, a.before, a.since = true, lag, lag, now
	case now.Sub(a.since) >= skewLasts:
		a.least, a.before, a.since = lag, a.least, now
	default:
		a.least = min(a.least, lag)
	}
	return now.Add(-max(0, lag-min(a.least, a.before)))
}

// wrong notes that Discord took an answer that by our reckoning it could not: our
// clock was put forward.
func (a *ages) wrong(id string, now time.Time) {
	lag := lagOf(id, now)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.least, a.before, a.since = lag, lag, now
}

// lagOf is how far the time in an id lies behind now, by both clocks.
func lagOf(id string, now time.Time) time.Duration {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		n = 0
	}
	return now.Sub(time.UnixMilli(int64(n>>22) + discordEpoch))
}
