package slack

import (
	"context"
	"errors"
	"net"
	"time"
)

// ErrNoAnswer is what a person sees when the app did not acknowledge within three seconds, or is not there.
var ErrNoAnswer = errors.New("the app did not respond")

// Answer is what the app does about something that a member did. Acked and Wait fill the fields in; Err alone
// is there at once when Slack itself refused what the member did, or nobody took it.
type Answer struct {
	Messages []Message // said to the member, or in answer to them
	View     View      // the modal that opened or changed, or the home tab
	Updated  bool      // the message in which it was done has changed or gone
	Closed   bool      // the modal in which it was done
	Took     time.Duration
	Err      error

	it *interaction
}

// Acked waits until the app has acknowledged, and returns Err, or until ctx ends.
func (a *Answer) Acked(ctx context.Context) error {
	return a.until(ctx, func(it *interaction) bool { return !it.acked.IsZero() })
}

// Wait waits until the app has acknowledged and the member sees an effect, and returns Err, or until ctx ends.
// It may be called again, to see what has changed since.
func (a *Answer) Wait(ctx context.Context) error {
	return a.until(ctx, func(it *interaction) bool { return !it.acked.IsZero() && it.told.anything() })
}

func (t *told) anything() bool {
	return len(t.messages) > 0 || t.view != nil || t.updated || t.closed
}

func (a *Answer) until(ctx context.Context, done func(*interaction) bool) error {
	if a.it == nil {
		return a.Err
	}
	s := a.it.member.s
	late := time.NewTimer(time.Until(a.it.made.Add(ackPeriod)))
	defer late.Stop()
	for {
		s.mu.Lock()
		change, over := s.world.change, done(a.it)
		missing := a.it.acked.IsZero() && time.Since(a.it.made) >= ackPeriod
		a.read()
		s.mu.Unlock()
		switch {
		case over:
			return nil
		case missing:
			a.Err = ErrNoAnswer
			return a.Err
		}
		select {
		case <-change:
		case <-late.C:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.life.Done():
			return net.ErrClosed
		}
	}
}

// read copies what has come so far.
func (a *Answer) read() {
	t := a.it.told
	a.Updated, a.Closed, a.Messages = t.updated, t.closed, nil
	if !a.it.acked.IsZero() {
		a.Took = a.it.acked.Sub(a.it.made)
	}
	for _, m := range t.messages {
		if !m.gone {
			a.Messages = append(a.Messages, m.snapshot())
		}
	}
	a.View = t.view.snapshot()
}

func refused(err error) *Answer { return &Answer{Err: err} }
