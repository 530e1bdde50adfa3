package gdocs

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"cloud.google.com/go/auth"
	"google.golang.org/api/googleapi"

	"github.com/engawa-bot/engawa/internal/bounded"
	"github.com/engawa-bot/engawa/kpt"
)

// defaultPause is how long we hold back after a 429 that does not say.
const defaultPause = 10 * time.Second

// pauseOf says how long Google wants no calls of this kind; 0 if it does not mind.
func pauseOf(err error) time.Duration {
	e, ok := errors.AsType[*googleapi.Error](err)
	if !ok || !tooMany(e) {
		return 0
	}
	if s, err := strconv.Atoi(e.Header.Get("Retry-After")); err == nil && s > 0 {
		return min(time.Duration(s)*time.Second, window)
	}
	return defaultPause
}

// tooMany says whether an answer is about a quota. Google's older form of it is
// a 403 with a reason.
func tooMany(e *googleapi.Error) bool {
	if e.Code == http.StatusTooManyRequests {
		return true
	}
	for _, item := range e.Errors {
		if item.Reason == "rateLimitExceeded" || item.Reason == "userRateLimitExceeded" {
			return true
		}
	}
	return false
}

// refused says whether Google refused a call with this code.
func refused(err error, code int) bool {
	e, ok := errors.AsType[*googleapi.Error](err)
	return ok && e.Code == code && !tooMany(e) && !switchedOff(e)
}

// switchedOff says whether the Docs API is not enabled for our project, which is
// no matter of sharing. Source: google/rpc/error_details.proto, ErrorInfo.
func switchedOff(e *googleapi.Error) bool {
	for _, detail := range e.Details {
		if info, ok := detail.(map[string]any); ok && (info["reason"] == "SERVICE_DISABLED" || info["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT") {
			return true
		}
	}
	for _, item := range e.Errors {
		if item.Reason == "accessNotConfigured" {
			return true
		}
	}
	return false
}

// unknownToGoogle is why Google does not take us for who we are; "" if it does, or
// if it may the next time. Source: RFC 6749, "Error Response", and Google's "Using
// OAuth 2.0 for Server to Server Applications", "JWT error codes".
func unknownToGoogle(err error) kpt.Reason {
	if e, ok := errors.AsType[*googleapi.Error](err); ok && e.Code == http.StatusUnauthorized {
		return kpt.KeyRefused
	}
	e, ok := errors.AsType[*auth.Error](err)
	if !ok || e.Response == nil || e.Temporary() || e.Response.StatusCode/100 != 4 {
		return ""
	}
	if bytes.Contains(e.Body, []byte("short-lived token")) {
		return kpt.WrongClock // Google has no code for it
	}
	return kpt.KeyRefused
}

// trouble is an error of a read, for members.
func (n *Notebook) trouble(err error) error {
	t := &kpt.Trouble{Reason: kpt.Down, Help: n.config.Client.Account, Err: err}
	e, answered := errors.AsType[*googleapi.Error](err)
	switch {
	case errors.Is(err, bounded.ErrTooLong):
		t.Reason = kpt.TooLarge
	case unknownToGoogle(err) != "":
		t.Reason = unknownToGoogle(err)
	case answered && switchedOff(e):
		t.Reason = kpt.SwitchedOff
	case errors.Is(err, errQuota) || answered && tooMany(e):
		t.Reason = kpt.Busy
	case refused(err, http.StatusForbidden):
		t.Reason = kpt.NotShared
	case refused(err, http.StatusNotFound) && n.wasThere():
		t.Reason = kpt.Missing
	case refused(err, http.StatusNotFound), refused(err, http.StatusBadRequest):
		t.Reason = kpt.WrongAddress
	}
	return t
}

// readOnly is the trouble with a Doc that we may see and not write.
func (n *Notebook) readOnly(err error) error {
	return &kpt.Trouble{Reason: kpt.ReadOnly, Help: n.config.Client.Account, Err: err}
}

// unreadable is the trouble of a full read. Somebody who may only look is
// refused it, because of the suggestions; but may ask for the revision.
func (n *Notebook) unreadable(ctx context.Context, err error) error {
	if refused(err, http.StatusForbidden) {
		if _, again := n.Revision(ctx); again != nil {
			return again
		}
	}
	return n.trouble(err)
}

// unwritten is the trouble of a write at a revision.
func (n *Notebook) unwritten(ctx context.Context, err error, revision string) error {
	switch {
	case refused(err, http.StatusBadRequest):
		// Google tells a stale revision from a broken request by its text only.
		now, again := n.Revision(ctx)
		if again == nil && now != revision {
			return kpt.ErrMoved
		}
		if again != nil {
			return again
		}
		return &kpt.Unwritable{Err: err}
	case refused(err, http.StatusForbidden):
		if _, again := n.Revision(ctx); again != nil {
			return again
		}
		return n.readOnly(err)
	}
	return n.trouble(err)
}
