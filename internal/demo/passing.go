package demo

import (
	"context"
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
)

const (
	still     = 100 * time.Millisecond // nothing was shown for so long: nothing more comes
	patience  = 10 * time.Second       // with what is under way at one instant
	glance    = 5 * time.Millisecond   // between two looks at it
	catchUp   = 3 * time.Second        // for the Doc
	moment    = 2 * time.Second        // for which a card waits for further changes
	lookAhead = 7 * time.Second        // what an action causes is shown within this
)

// passing lets the demo's time run.
type passing struct {
	clock *clock
	app   *app.App
	lang  words.Lang
	zone  *time.Location
}

// until lets time run until the clock shows an instant: from one thing that is due to
// the next, and each time until all is quiet.
func (s *show) until(ctx context.Context, to time.Time) error {
	if err := s.caughtUp(ctx); err != nil {
		return err
	}
	s.keep()
	defer s.arrive()
	defer s.tell(false)
	for last := (time.Time{}); last.Before(to); {
		next, ok := s.time.app.NextDue()
		if !ok || next.After(to) || !next.After(last) {
			next = to
		}
		s.stamp(s.time.moment(next))
		s.time.clock.step(next)
		s.time.app.Stepped()
		if err := s.settled(ctx); err != nil {
			return err
		}
		s.tell(true)
		last = next
	}
	return s.caughtUp(ctx)
}

// soon waits until all is quiet after an action, and spares who looks the moment that a
// card waits for further changes.
func (s *show) soon(ctx context.Context) error {
	for end := s.time.clock.now().Add(moment); ; {
		if err := s.settled(ctx); err != nil {
			return err
		}
		next, ok := s.time.app.Courier.Next()
		if !ok || next.After(end) {
			return nil
		}
		s.time.clock.step(next)
		s.time.app.Stepped()
	}
}

// settled waits until nothing is under way at this instant and nothing is shown any
// more.
func (s *show) settled(ctx context.Context) error {
	ctx, end := context.WithTimeoutCause(ctx, patience, errSlow)
	defer end()
	begun := time.Now()
	err := until(ctx, glance, func() bool { return s.silent(begun) > still && s.time.app.Settled(ctx) })
	if errors.Is(context.Cause(ctx), errSlow) {
		return nil
	}
	return err
}

var errSlow = errors.New("what is under way takes long")

// caughtUp waits until the Doc and the bot know of each other.
func (s *show) caughtUp(ctx context.Context) error {
	ctx, end := context.WithTimeoutCause(ctx, catchUp, errSlow)
	defer end()
	err := s.time.app.Scribe.Catch(ctx)
	if errors.Is(context.Cause(ctx), errSlow) {
		return nil // the Doc may not be shared
	}
	return err
}

// moment names an instant to who reads.
func (p passing) moment(at time.Time) string {
	at = at.In(p.zone)
	return "— " + words.DayName(p.lang, at) + at.Format(" 15:04")
}
