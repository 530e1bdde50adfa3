package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

const (
	doLimit          = 15 * time.Second // for one attempt of Do
	codeWebhookToken = 50027            // a 401 that is not about the bot's token
)

// Call is one request to Discord.
type Call struct {
	Method  string
	Path    string  // below Config.Base, such as "/channels/123/messages"; may hold a query
	Body    any     // sent as JSON; nil: none
	Late    Late    // of Do: gives the Body when the call's turn has come; nil: Body is sent
	File    *File   // sent with Body, which names it as the attachment of id 0; nil: none
	Out     any     // the answer is decoded into it; nil: it is not wanted
	Urgency Urgency // of Do
	Reason  string  // for the guild's audit log; empty: none
}

// Late gives the body of a call that says something of time, which has to be true when it is sent and not when it
// begins to wait: the queue may hold it for minutes. It is asked each time the call is sent. Its error ends the
// call unsent.
type Late func() (any, error)

// request is a Call checked and encoded.
type request struct {
	Call
	route route
	body  []byte
	media string // of body
}

func newRequest(call Call) (*request, error) {
	route, err := parseRoute(call.Path)
	if err != nil {
		return nil, err
	}
	r := &request{Call: call, route: route}
	if call.Urgency < Urgent || call.Urgency >= urgencies {
		return nil, r.unsent(fmt.Errorf("no urgency %d", call.Urgency))
	}
	if err := r.encode(); err != nil {
		return nil, r.unsent(err)
	}
	if call.File != nil {
		if r.body, r.media, err = form(r.body, *call.File); err != nil {
			return nil, r.unsent(err)
		}
	}
	return r, nil
}

func (r *request) encode() error {
	if r.Body == nil {
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r.Body); err != nil {
		return err
	}
	r.body, r.media = bytes.TrimSuffix(b.Bytes(), []byte("\n")), "application/json"
	return nil
}

// fill asks for the body of a call that has one only when its turn has come.
func (r *request) fill() (err error) {
	if r.Late == nil {
		return nil
	}
	if r.Body, err = r.Late(); err != nil {
		return err
	}
	return r.encode()
}

// Do waits for the call's turn, sends it, and decodes the answer. A 429 is waited out and the call sent again,
// for as long as ctx lasts. Every other refusal is an *Error at once; so is the lack of an answer within 15 s,
// or before ctx ends. See Unknown for what may be repeated. After a 401 every call fails with ErrToken.
func (c *Client) Do(ctx context.Context, call Call) error {
	r, err := newRequest(call)
	if err != nil {
		return err
	}
	s := c.scheduler
	if err := s.enter(); err != nil {
		return r.unsent(err)
	}
	defer s.leave()
	w := &waiter{
		urgency:   r.Urgency,
		operation: r.Method + " " + r.route.template,
		major:     r.route.major,
		ready:     make(chan struct{}, 1),
	}
	for {
		if err := s.turn(ctx, w); err != nil {
			return r.unsent(err)
		}
		if err := r.fill(); err != nil {
			s.waive(w)
			return r.unsent(err)
		}
		wrote := sync.OnceFunc(s.wrote)
		a, err := c.send(ctx, r, doLimit, "Bot "+c.token, wrote)
		wrote()
		limited := err == nil && (a.status == http.StatusTooManyRequests && !a.final() || a.barred())
		if err == nil && !limited {
			err = c.outcome(r, a)
			c.endIfRefused(err)
		}
		p := s.landed(w, a)
		if !limited {
			return err
		}
		said := "Discord asks to wait"
		if p.address {
			said = "Discord refuses this machine's address for a while: who else sends from it?"
		}
		c.log.WarnContext(ctx, said, "method", r.Method, "path", r.route.shown,
			"wait", p.wait, "global", p.global)
	}
}

// outcome decodes a good answer; any other is the error.
func (c *Client) outcome(r *request, a *answer) error {
	if a.status >= 300 {
		return c.refused(r, a)
	}
	if r.Out == nil || len(a.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(a.body, r.Out); err != nil {
		return c.unreadable(r, a.status, err)
	}
	return nil
}

// endIfRefused ends the Client if err says that the bot's token is refused.
func (c *Client) endIfRefused(err error) {
	e, ok := errors.AsType[*Error](err)
	if ok && e.Status == http.StatusUnauthorized && e.Code != codeWebhookToken {
		e.cause = ErrToken
		c.scheduler.stop(ErrToken)
	}
}
