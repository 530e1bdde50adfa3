package rest

import "time"

const (
	span  = 1020 * time.Millisecond // in which PerSecond+1 may leave: Discord's second and some jitter on the way
	slack = 5 * time.Millisecond    // how late a timer may be without slowing the pace
)

// pace spaces the calls of the bot. A call counts from its grant until a span after it was written, so that
// calls held up together and written together do not arrive on top of those granted meanwhile.
type pace struct {
	gap       time.Duration // between two grants
	most      int           // in a span
	next      time.Time     // no grant before
	unwritten int
	written   []time.Time // in the last span, oldest first
}

func newPace(perSecond float64) pace {
	return pace{gap: time.Duration(float64(time.Second) / perSecond), most: int(perSecond) + 1}
}

// at is when the next call may go; not ok means not before another is written.
func (p *pace) at(now time.Time) (at time.Time, ok bool) {
	for len(p.written) > 0 && now.Sub(p.written[0]) >= span {
		p.written = p.written[1:]
	}
	excess := p.unwritten + len(p.written) - p.most
	if excess < 0 {
		return p.next, true
	}
	if excess >= len(p.written) {
		return time.Time{}, false
	}
	return later(p.next, p.written[excess].Add(span)), true
}

// grant lets a call go now and the one after it no sooner than gap later.
func (p *pace) grant(now time.Time, gap time.Duration) {
	p.next = later(p.next, now.Add(-slack)).Add(gap)
	p.unwritten++
}

func (p *pace) wrote(now time.Time) {
	p.unwritten--
	p.written = append(p.written, now)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sooner is the earlier of the two; the zero time is no time.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
