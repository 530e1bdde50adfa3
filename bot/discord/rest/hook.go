package rest

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Limits of Answer with its waits: Discord gives an interaction three seconds for its first answer. A file takes
// longer to leave.
const (
	answerLimit = 2 * time.Second
	uploadLimit = 5 * time.Second
)

// Answer sends an interaction's callback or a webhook's follow-up at once: they are outside the limit of the
// bot and carry no bot token. It takes at most two seconds, with a file five. A 429 of the webhook is waited out
// where this time allows it; otherwise it is the error, at once.
func (c *Client) Answer(ctx context.Context, call Call) error {
	r, err := newRequest(call)
	if err != nil {
		return err
	}
	s := c.scheduler
	if err := s.enter(); err != nil {
		return r.unsent(err)
	}
	defer s.leave()
	ends := time.Now().Add(answerLimit)
	if r.File != nil {
		ends = time.Now().Add(uploadLimit)
	}
	for {
		if err := c.awaitHook(ctx, r, ends); err != nil {
			return err
		}
		a, err := c.send(ctx, r, time.Until(ends), "", nil)
		if err != nil {
			return err
		}
		s.answered(a)
		if a.status != http.StatusTooManyRequests {
			return c.outcome(r, a)
		}
		now := time.Now()
		c.hooks.close(r.route.major, now, now.Add(parsePause(a).wait))
	}
}

// awaitHook waits until the webhook is open again, or fails at once if that is after ends.
func (c *Client) awaitHook(ctx context.Context, r *request, ends time.Time) error {
	opens := c.hooks.opens(r.route.major)
	wait := time.Until(opens)
	if wait <= 0 {
		return nil
	}
	if !opens.Before(ends) {
		e := r.failure(nil)
		e.Status, e.Message = http.StatusTooManyRequests, "webhook limited for "+wait.Round(time.Millisecond).String()
		return e
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return r.unsent(ctx.Err())
	case <-c.scheduler.stopped:
		return r.unsent(errClosed)
	}
}

// hooks are the webhooks that a 429 has closed for a while, by their major parameter.
type hooks struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func (h *hooks) close(major string, now, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for m, t := range h.until {
		if !now.Before(t) {
			delete(h.until, m)
		}
	}
	h.until[major] = later(h.until[major], until)
}

func (h *hooks) opens(major string) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.until[major]
}
