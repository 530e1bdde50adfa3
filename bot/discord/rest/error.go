package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
)

// ErrToken is in the chain of the error of the call that was answered 401, and of every call after it:
// the token is wrong or was reset, and the Client sends nothing more.
var ErrToken = errors.New("the bot token is refused")

var (
	errClosed = errors.New("client closed")
	errSlow   = errors.New("no answer in time")
	errLong   = fmt.Errorf("answer longer than %d bytes", maxAnswer)
)

// Error is a call that was refused, or one whose answer did not come. It holds no token.
type Error struct {
	Method  string
	Route   string          // "/channels/{id}/messages", as given to Config.Observe
	Path    string          // "/channels/123/messages"; tokens of webhooks are replaced
	Status  int             // HTTP; 0 if there was no answer
	Code    int             // Discord's JSON error code; 0 if it gave none
	Message string          // Discord's, or the beginning of an answer that is not JSON
	Errors  json.RawMessage // what is wrong with each field, for code 50035
	cause   error
	unknown bool
}

// Error gives method, path, status, message, code and the tree of field errors.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "discord: %s %s", e.Method, e.Path)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": %d", e.Status)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, " (%d)", e.Code)
	}
	if len(e.Errors) > 0 {
		fmt.Fprintf(&b, ": %s", head(e.Errors, 1000))
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Unwrap gives ErrToken, or the error of the caller's context if that ended the call.
func (e *Error) Unwrap() error { return e.cause }

// Code is Discord's JSON error code in err, such as 10003 Unknown Channel; 0 if there is none.
func Code(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return 0
}

// Status is the HTTP status in err; 0 if the call was not answered.
func Status(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status
	}
	return 0
}

// Unknown reports whether the call behind err may have been carried out although it failed: a timeout, a cut
// connection, a 5xx, or a good answer that could not be read. It is false for a call that was never sent.
func Unknown(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.unknown
}

func (r *request) failure(cause error) *Error {
	return &Error{Method: r.Method, Route: r.route.template, Path: r.route.shown, cause: cause}
}

// unsent is the error of a call that never left.
func (r *request) unsent(cause error) error {
	return fmt.Errorf("discord: %s %s: not sent: %w", r.Method, r.route.shown, cause)
}

// lost is the error of a call without an answer. sending is the context of the attempt, below the caller's ctx.
// Of the transport's error only the text is kept: what it wraps may hold the address with its tokens.
func (c *Client) lost(ctx, sending context.Context, r *request, err error) *Error {
	e := r.failure(errors.New(c.scrub(err.Error(), r)))
	dial, ok := errors.AsType[*net.OpError](err)
	e.unknown = !ok || dial.Op != "dial"
	if ctx.Err() != nil {
		e.cause = ctx.Err()
	} else if sending.Err() != nil {
		e.cause = errSlow
	}
	return e
}

// refused is the error of an answer that is not 2xx.
func (c *Client) refused(r *request, a *answer) *Error {
	e := r.failure(nil)
	e.Status = a.status
	e.unknown = a.status >= http.StatusInternalServerError
	body := c.scrub(string(a.body), r)
	var told struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Errors  json.RawMessage `json:"errors"`
	}
	if json.Unmarshal([]byte(body), &told) == nil {
		e.Code, e.Message, e.Errors = told.Code, told.Message, told.Errors
	} else {
		e.Message = head([]byte(body), 200)
	}
	return e
}

// unreadable is the error of a good answer that cannot be decoded: the call was carried out.
func (c *Client) unreadable(r *request, status int, err error) *Error {
	e := r.failure(errors.New(c.scrub(err.Error(), r)))
	e.Status, e.Message, e.unknown = status, "unreadable answer", true
	return e
}

// scrub replaces the bot's token and that of the path.
func (c *Client) scrub(text string, r *request) string {
	text = strings.ReplaceAll(text, c.token, "[token]")
	if r.route.token != "" {
		text = strings.ReplaceAll(text, r.route.token, "[token]")
	}
	return text
}

func head(text []byte, most int) string {
	if len(text) > most {
		return strings.ToValidUTF8(string(text[:most]), "") + "…"
	}
	return string(text)
}
