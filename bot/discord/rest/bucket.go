package rest

import "time"

const (
	resetMargin = 10 * time.Millisecond // for rounded headers and unequal ways
	forgetAfter = 10 * time.Minute
	sweepEvery  = time.Minute
)

// bucket is what is known of one limit of Discord's.
type bucket struct {
	known  bool      // an answer has said what the limit is
	limit  int       // of known: calls in a window; 0 if there is no limit
	left   int       // of known: calls that may still be sent in this window
	window int64     // the window's end by Discord's clock, in ms; tells windows apart
	reset  time.Time // the window's end by ours; zero if the window begins with the next call
	until  time.Time // a 429 said: not before
	flying int
	used   time.Time
}

// opens reports whether a call may go now. If not, at is when to ask again; zero means after an answer.
func (b *bucket) opens(now time.Time) (at time.Time, ok bool) {
	switch {
	case now.Before(b.until):
		return b.until, false
	case !b.known:
		return time.Time{}, b.flying == 0
	case b.limit == 0:
		return time.Time{}, true
	}
	if !b.reset.IsZero() && !now.Before(b.reset) {
		b.left = max(0, b.limit-b.flying)
		b.reset = time.Time{}
	}
	return b.reset, b.left > 0
}

func (b *bucket) take(now time.Time) {
	b.flying++
	b.left--
	b.used = now
}

// back undoes take for a call that was not sent.
func (b *bucket) back() {
	b.flying--
	b.left++
}

// landed ends the flight of a call. Where no answer told when the window ends, one call at a time asks again.
func (b *bucket) landed(now time.Time) {
	b.flying--
	b.used = now
	if b.flying == 0 && b.limit > 0 && b.left <= 0 && b.reset.IsZero() {
		b.known = false
	}
}

// learn takes in what an answer said of the limit. Answers come in any order: those of an older window are
// not heard, and within a window only the lowest count is.
func (b *bucket) learn(l limits, now time.Time) {
	switch {
	case !b.known:
		b.left = max(0, l.remaining-b.flying)
	case l.window < b.window, l.window == b.window && b.reset.IsZero():
		return
	case l.window == b.window, b.reset.IsZero():
		b.left = min(b.left, l.remaining)
	default:
		b.left = max(0, l.remaining-b.flying)
	}
	b.known, b.limit = true, l.limit
	if l.window != b.window || b.reset.IsZero() {
		b.window, b.reset = l.window, now.Add(l.after+resetMargin)
	}
}

// unlimited takes in a good answer that named no limit.
func (b *bucket) unlimited() {
	if !b.known {
		b.known, b.limit = true, 0
	}
}

func (b *bucket) forgettable(now time.Time) bool {
	return b.flying == 0 && now.Sub(b.used) >= forgetAfter && !now.Before(b.until) && !now.Before(b.reset)
}

type bucketKey struct{ name, major string }

// book keeps the buckets.
type book struct {
	names   map[string]string // X-RateLimit-Bucket by operation ("POST /channels/{id}/messages")
	buckets map[bucketKey]*bucket
	swept   time.Time
}

func newBook() book {
	return book{names: map[string]string{}, buckets: map[bucketKey]*bucket{}}
}

// of is the bucket of an operation, which goes by its own name until Discord has told it another.
func (b *book) of(operation, major string, now time.Time) *bucket {
	key := bucketKey{operation, major}
	if name, ok := b.names[operation]; ok {
		key.name = name
	}
	if found := b.buckets[key]; found != nil {
		return found
	}
	if len(b.buckets) == 0 {
		b.swept = now
	}
	own := bucketKey{operation, major}
	found := b.buckets[own] // its first call may be in flight still
	if found == nil {
		found = &bucket{used: now}
	}
	delete(b.buckets, own)
	b.buckets[key] = found
	return found
}

// sweep forgets what was long not used and gives the time of the next sweep; zero if there is nothing to forget.
func (b *book) sweep(now time.Time) time.Time {
	if now.Sub(b.swept) >= sweepEvery {
		b.swept = now
		for key, kept := range b.buckets {
			if kept.forgettable(now) {
				delete(b.buckets, key)
			}
		}
	}
	if len(b.buckets) == 0 {
		return time.Time{}
	}
	return b.swept.Add(sweepEvery)
}
