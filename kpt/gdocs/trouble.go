package gdocs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
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

// errPage is a good answer that is a page to look at: no answer of the API's.
var errPage = errors.New("gdocs: the answer is a page in HTML")

// meanings are the reasons that Google gives besides a status, in the newer form (an
// ErrorInfo) and in the older ("errors"). Sources: google/api/error_reason.proto, and
// "Resolve errors" of the Drive API.
var meanings = map[string]kpt.Reason{
	"RATE_LIMIT_EXCEEDED": kpt.Busy, "RESOURCE_QUOTA_EXCEEDED": kpt.Busy,
	"rateLimitExceeded": kpt.Busy, "userRateLimitExceeded": kpt.Busy, "dailyLimitExceeded": kpt.Busy, "quotaExceeded": kpt.Busy,

	// The Docs API is not enabled for our project, or the project or our key may not use it.
	"SERVICE_DISABLED": kpt.SwitchedOff, "accessNotConfigured": kpt.SwitchedOff, "SERVICE_NOT_VISIBLE": kpt.SwitchedOff,
	"ACCESS_TOKEN_SCOPE_INSUFFICIENT": kpt.SwitchedOff, "insufficientPermissions": kpt.SwitchedOff,
	"BILLING_DISABLED": kpt.SwitchedOff, "CONSUMER_SUSPENDED": kpt.SwitchedOff, "CONSUMER_INVALID": kpt.SwitchedOff,
	"GCP_SUSPENDED": kpt.SwitchedOff, "USER_PROJECT_DENIED": kpt.SwitchedOff, "RESOURCE_PROJECT_INVALID": kpt.SwitchedOff,

	"domainPolicy": kpt.Forbidden, "USER_BLOCKED_BY_ADMIN": kpt.Forbidden, "SECURITY_POLICY_VIOLATED": kpt.Forbidden,
	"ORG_RESTRICTION_VIOLATION": kpt.Forbidden, "LOCATION_POLICY_VIOLATED": kpt.Forbidden,
	"RESOURCE_USAGE_RESTRICTION_VIOLATED": kpt.Forbidden,
}

// meaning is what Google's reasons say; "" if they say no more than the status.
func meaning(e *googleapi.Error) kpt.Reason {
	if e.Code == http.StatusTooManyRequests {
		return kpt.Busy
	}
	for _, detail := range e.Details {
		if info, ok := detail.(map[string]any); ok {
			if reason, _ := info["reason"].(string); meanings[reason] != "" {
				return meanings[reason]
			}
		}
	}
	for _, item := range e.Errors {
		if meanings[item.Reason] != "" {
			return meanings[item.Reason]
		}
	}
	return ""
}

// tooMany says whether an answer is about a quota. Google's older form of it is
// a 403 with a reason.
func tooMany(e *googleapi.Error) bool { return meaning(e) == kpt.Busy }

// foreign says whether a refusal is none of the API's, which has a message: a proxy or
// a firewall on the way says so, or Google's own front.
func foreign(e *googleapi.Error) bool {
	return e.Message == "" && len(e.Errors) == 0 && e.Code/100 == 4
}

// refused says whether Google refused a call with this code, for no other reason.
func refused(err error, code int) bool {
	e, ok := errors.AsType[*googleapi.Error](err)
	return ok && e.Code == code && meaning(e) == "" && !foreign(e)
}

// office says whether a Doc is a Word file that somebody opened: it has no content for
// the API.
func office(e *googleapi.Error) bool {
	var body struct {
		Error struct {
			Status string `json:"status"`
		} `json:"error"`
	}
	_ = json.Unmarshal([]byte(e.Body), &body) // of an answer without it the reason is enough
	isOffice := func(item googleapi.ErrorItem) bool { return item.Reason == "failedPrecondition" }
	return e.Code == http.StatusBadRequest && (body.Error.Status == "FAILED_PRECONDITION" || slices.ContainsFunc(e.Errors, isOffice))
}

// unknownToGoogle is why Google does not take us for who we are; "" if it does, or
// if it may the next time. Source: RFC 6749, "Error Response", and Google's "Using
// OAuth 2.0 for Server to Server Applications", "JWT error codes".
func unknownToGoogle(err error) kpt.Reason {
	if e, ok := errors.AsType[*googleapi.Error](err); ok && e.Code == http.StatusUnauthorized && !foreign(e) {
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
	case errors.Is(err, errQuota):
		t.Reason = kpt.Busy
	case errors.Is(err, errPage):
		t.Reason = kpt.Between
	case unknownToGoogle(err) != "":
		t.Reason = unknownToGoogle(err)
	case answered:
		t.Reason = n.answered(e)
	}
	return t
}

// answered is why Google refuses a read.
func (n *Notebook) answered(e *googleapi.Error) kpt.Reason {
	switch why := meaning(e); {
	case why != "":
		return why
	case foreign(e):
		return kpt.Between
	case e.Code == http.StatusForbidden:
		return kpt.NotShared
	case e.Code == http.StatusNotFound && n.wasThere(), e.Code == http.StatusGone:
		return kpt.Missing
	case e.Code == http.StatusNotFound:
		return kpt.WrongAddress
	case office(e):
		return kpt.OfficeFile
	case e.Code/100 == 4 && e.Code != http.StatusRequestTimeout && e.Code != http.StatusConflict:
		return kpt.Refused
	}
	return kpt.Down // which passes
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
