package gateway

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	// How long one waits for discordgo to let go of a connection, which takes it a second.
	letGoPatience = 5 * time.Second
	byePatience   = time.Second // for Discord's answer to our good-bye
	// A connection that lived so long was a good one: the try after it does not wait.
	goodLife    = time.Minute
	backoffMost = 60 // times Config.Backoff
)

// Close codes after which a session cannot be resumed. Source: as for the fatal ones.
const (
	closeNotAuthenticated = 4003
	closeInvalidSeq       = 4007
	closeSessionTimedOut  = 4009
)

// supervisor keeps one session after the other. Run's goroutine owns it.
type supervisor struct {
	*Gateway
	s          *session // nil: the next connection begins a new one
	identified time.Time
	seen       time.Time // when the session was last up; zero: never
	failures   int       // in a row
}

// supervise keeps a session up until ctx ends (nil) or Discord refuses us for good.
func (g *Gateway) supervise(ctx context.Context) error {
	v := &supervisor{Gateway: g}
	for ctx.Err() == nil {
		err := v.round(ctx)
		if fatal, ok := errors.AsType[*Fatal](err); ok {
			return fatal
		}
		if ctx.Err() != nil {
			break
		}
		wait := v.delay(err)
		g.log.Warn("gateway: not connected", "error", err, "next_try_in", wait)
		sleep(ctx, wait)
	}
	return nil
}

// round is one connection, from before its beginning until after its end, and returns why it ended.
func (v *supervisor) round(ctx context.Context) error {
	if v.s == nil {
		if err := v.renew(ctx); err != nil {
			return err
		}
	} else {
		v.line.count(func(s *Stats) { s.Reconnects++ })
	}
	free, err := v.connect(ctx)
	if !free || !resumable(err) || v.seen.IsZero() || time.Since(v.seen) > v.cfg.Silence {
		v.s = nil
	}
	return err
}

// renew makes a new session, when Discord allows the next IDENTIFY.
func (v *supervisor) renew(ctx context.Context) error {
	if !v.identified.IsZero() {
		sleep(ctx, time.Until(v.identified.Add(v.cfg.Pace)))
	}
	address, err := v.ask(ctx)
	if err != nil {
		return err
	}
	number := v.line.begin()
	v.line.count(func(s *Stats) {
		s.Sessions++
		if s.Sessions > 1 {
			s.Reconnects++
		}
	})
	v.s, v.seen = v.newSession(address, number), time.Time{}
	return nil
}

// connect keeps one connection of the session until it ends. It tells whether discordgo has let go of it, and
// why it ended.
func (v *supervisor) connect(ctx context.Context) (free bool, err error) {
	over, end := context.WithCancelCause(context.WithoutCancel(ctx))
	l := v.begin(over, v.s, end)
	s := v.s
	go func() { // ends with the connection, which await waits for below
		if err := s.dg.Open(); err != nil {
			end(err)
			l.gone.set()
		}
	}()
	v.untilReady(ctx, over, l)
	v.identified = time.Now()
	if await(l.ready.c, 0) {
		v.stayUp(ctx, over, l)
	}
	err = context.Cause(over)
	free = await(l.gone.c, letGoPatience)
	v.line.set(nil) // for a READY that came too late
	if !free {
		v.log.Error("gateway: the session hangs and is given up", "session", s.number)
		v.line.count(func(s *Stats) { s.Abandoned++ })
	}
	return free, err
}

// untilReady returns when the session is ready, or when it will not be: then over has ended.
func (v *supervisor) untilReady(ctx, over context.Context, l *link) {
	timer := time.NewTimer(v.cfg.Silence)
	defer timer.Stop()
	select {
	case <-l.ready.c:
	case <-over.Done():
	case <-timer.C:
		l.end(errSilent)
	case <-ctx.Done():
		l.end(context.Cause(ctx))
	}
}

// stayUp returns when over or ctx has ended, in the latter case after a good-bye.
func (v *supervisor) stayUp(ctx, over context.Context, l *link) {
	since := time.Now()
	v.log.Info("gateway: connected", "session", v.s.number, "resumed", !v.seen.IsZero())
	select {
	case <-over.Done():
	case <-ctx.Done():
		err := l.wire.Load().bye()
		await(over.Done(), byePatience)
		l.end(cmp.Or(err, context.Cause(ctx)))
	}
	v.line.set(nil)
	v.sight.lose()
	v.seen = time.Now()
	if v.seen.Sub(since) >= goodLife {
		v.failures = 0
	}
}

// delay is how long to wait after a connection that ended with err.
func (v *supervisor) delay(err error) time.Duration {
	var wait time.Duration
	if v.failures > 0 {
		wait = min(v.cfg.Backoff<<min(v.failures-1, 10), backoffMost*v.cfg.Backoff)
		wait = wait/2 + rand.N(wait/2+1)
	}
	v.failures++
	if b, ok := errors.AsType[*Barred](err); ok {
		v.line.wait(b)
		wait = max(wait, b.Wait+rand.N(v.cfg.Backoff)) // a moment later, or it begins anew
	}
	if _, ok := errors.AsType[*invalid](err); ok {
		// Discord wants 1 to 5 s between op 9 and what is tried next, by its documentation of "Resuming".
		wait = max(wait, v.cfg.Pace/5+rand.N(4*v.cfg.Pace/5+1))
	}
	return wait
}

func resumable(err error) bool {
	if i, ok := errors.AsType[*invalid](err); ok {
		return i.resumable
	}
	if c, ok := errors.AsType[*closed](err); ok {
		return c.code != closeNotAuthenticated && c.code != closeInvalidSeq && c.code != closeSessionTimedOut
	}
	return true
}

// sleep returns after d, or when ctx ends.
func sleep(ctx context.Context, d time.Duration) { await(ctx.Done(), d) }

// await tells whether c is closed, or was within d.
func await(c <-chan struct{}, d time.Duration) bool {
	select {
	case <-c:
		return true
	default:
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-c:
		return true
	case <-timer.C:
		return false
	}
}
