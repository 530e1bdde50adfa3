package discord

import (
	"context"
	"errors"
	"time"
)

// ErrNoAnswer is what a person sees when the bot was too slow: three seconds for the first answer,
// fifteen minutes for one that it deferred.
var ErrNoAnswer = errors.New("the application did not respond")

// Answer is what the bot answers to a command, a press or a submit. Wait fills the fields in;
// Err alone is there at once when Discord itself refused what the member did.
type Answer struct {
	Message   Message   // what the bot said; for a press that was answered by an edit, the message pressed
	Form      Form      // the modal that opened, if its Title is not empty
	FollowUps []Message // said after the first answer
	Updated   bool      // the message pressed was edited
	Deferred  bool      // the bot asked for more time first
	Took      time.Duration
	Err       error

	it *interaction
}

// Wait waits until the bot has answered (and has filled in what it deferred) and returns Err, or until ctx
// ends. It may be called again, to see what has changed since.
func (a *Answer) Wait(ctx context.Context) error {
	if a.it == nil {
		return a.Err
	}
	s := a.it.member.g.s
	for {
		s.mu.Lock()
		changed, until := a.it.changed, a.it.deadline()
		done := a.it.done()
		if done {
			a.read()
		}
		s.mu.Unlock()
		if done {
			return nil
		}
		late := time.NewTimer(time.Until(until))
		select {
		case <-changed:
		case <-ctx.Done():
			late.Stop()
			return ctx.Err()
		case <-s.life.Done():
			late.Stop()
			return ErrNoAnswer
		case <-late.C:
			if !a.late() {
				continue
			}
			a.Err = ErrNoAnswer
			return a.Err
		}
		late.Stop()
	}
}

// late says, when the timer has rung, whether the answer is still missing.
func (a *Answer) late() bool {
	s := a.it.member.g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return !a.it.done() && !time.Now().Before(a.it.deadline())
}

func (it *interaction) deadline() time.Time {
	if it.loading {
		return it.made.Add(tokenPeriod)
	}
	return it.made.Add(firstAnswerPeriod)
}

// read copies what the bot has answered so far.
func (a *Answer) read() {
	it := a.it
	a.Updated, a.Deferred, a.Took = it.updated, it.deferred, it.answered.Sub(it.made)
	if it.original != nil {
		a.Message = it.original.snapshot()
	}
	if it.form != nil {
		a.Form = *it.form
	}
	a.FollowUps = nil
	for _, m := range it.followUps {
		a.FollowUps = append(a.FollowUps, m.snapshot())
	}
}

func refused(err error) *Answer { return &Answer{Err: err} }
