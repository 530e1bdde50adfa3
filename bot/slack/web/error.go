package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

var (
	errSlow = errors.New("no answer in time")
	errLate = errors.New("its turn would come too late")
)

// Error is a call that Slack refused, or whose answer did not come. It holds no
// token.
type Error struct {
	Method     string        // "chat.postMessage"; "response_url"
	Code       string        // Slack's, such as "is_archived"; "http_502"; "" if no answer came
	Needed     string        // the scope that is missing, with Code "missing_scope"; several are alternatives
	RetryAfter time.Duration // of a 429
	Unknown    bool          // the call may have been carried out
	cause      error
}

// Error gives method, code, missing scope and cause.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "slack: %s", e.Method)
	if e.Code != "" {
		fmt.Fprintf(&b, ": %s", e.Code)
	}
	if e.Needed != "" {
		fmt.Fprintf(&b, " (needs %s)", e.Needed)
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Unwrap gives the error of the caller's context if that ended the call.
func (e *Error) Unwrap() error { return e.cause }

// Code is the code in err; "" if there is none.
func Code(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// Needed is the scope that is missing according to err; "" if none is.
func Needed(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Needed
	}
	return ""
}

// Unknown reports whether the call behind err may have been carried out although
// it failed: no answer, a 5xx, an answer that cannot be read, or an error of
// Slack's that does not exclude it.
func Unknown(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Unknown
}

// Late tells whether a view was not opened because too much time has passed, or is
// not there any more. Source: the errors of views.open and views.update.
func Late(err error) bool {
	return errors.Is(err, errLate) || slices.Contains([]string{"expired_trigger_id", "invalid_trigger_id", "exchanged_trigger_id", "not_found"}, Code(err))
}

const (
	codeLimited = "429"
	waitUntold  = 5 * time.Second // after a 429 that names no time
)

// doubtful are the codes of errors that may come after the work was done. Source:
// the common errors of each method; "Some aspect of the operation succeeded".
func doubtful(code string) bool {
	return slices.Contains([]string{"fatal_error", "internal_error", "service_unavailable", "request_timeout"}, code)
}

// failure is err, as slack-go or the transport gives it, in our words. sending is
// the context of the attempt, below the caller's ctx.
func (c *Client) failure(ctx, sending context.Context, method, token string, err error) *Error {
	e := &Error{Method: method}
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		e.Code, e.Needed, e.Unknown = refused.Err, refused.Needed, doubtful(refused.Err)
		if e.Code == "ratelimited" || e.Code == "rate_limited" {
			e.Code, e.RetryAfter = codeLimited, waitUntold
		}
		if told := strings.Join(refused.ResponseMetadata.Messages, "; "); told != "" {
			e.cause = errors.New(c.scrub(told, token))
		}
		return e
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		e.Code, e.RetryAfter = codeLimited, max(limited.RetryAfter, 0)
		return e
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		if status.Code == http.StatusTooManyRequests {
			e.Code, e.RetryAfter = codeLimited, waitUntold
			return e
		}
		e.Code, e.Unknown = fmt.Sprintf("http_%d", status.Code), status.Code >= http.StatusInternalServerError
		return e
	}
	return c.lost(ctx, sending, e, token, err)
}

// lost completes the error of a call without an answer. Of what the transport says
// only the text is kept, without the address, which may be a secret.
func (c *Client) lost(ctx, sending context.Context, e *Error, token string, err error) *Error {
	if at, ok := errors.AsType[*url.Error](err); ok {
		err = at.Err
	}
	dial, ok := errors.AsType[*net.OpError](err)
	e.Unknown = !ok || dial.Op != "dial"
	switch {
	case ctx.Err() != nil:
		e.cause = ctx.Err()
	case sending.Err() != nil:
		e.cause = errSlow
	default:
		e.cause = errors.New(c.scrub(err.Error(), token))
	}
	return e
}

func (c *Client) scrub(text, token string) string {
	for _, secret := range []string{c.token, token} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "[token]")
		}
	}
	return text
}
