package web

import (
	"cmp"
	"context"
	"time"
)

// patience is how long one attempt may take.
const patience = 15 * time.Second

// do waits for a call's turn and sends it. A 429 is waited out and the call sent
// again, for as long as ctx lasts.
func (c *Client) do(ctx context.Context, t turn, send func(context.Context) error) error {
	return c.doAs(ctx, t, "", send)
}

// doAs is do with a token that is not the bot's.
func (c *Client) doAs(ctx context.Context, t turn, token string, send func(context.Context) error) error {
	if err := c.pacer.enter(); err != nil {
		return &Error{Method: t.method, cause: err}
	}
	defer c.pacer.flying.Done()
	for {
		if err := c.pacer.wait(ctx, t); err != nil {
			return &Error{Method: t.method, cause: err}
		}
		err := c.once(ctx, t.method, token, send)
		if err == nil {
			return nil
		}
		if err.Code != codeLimited {
			return err
		}
		c.log.WarnContext(ctx, "Slack asks to wait", "method", t.method, "wait", err.RetryAfter)
		c.pacer.hold(t.method, err.RetryAfter)
		t.again = true
	}
}

// once sends a call once.
func (c *Client) once(ctx context.Context, method, token string, send func(context.Context) error) *Error {
	sending, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	begun := time.Now()
	var e *Error
	outcome := "ok"
	if err := send(sending); err != nil {
		e = c.failure(ctx, sending, method, token, err)
		outcome = cmp.Or(e.Code, "unknown")
	}
	if c.observe != nil {
		c.observe(method, outcome, time.Since(begun))
	}
	return e
}
