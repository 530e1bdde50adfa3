package gdocs

import (
	"cmp"
	"fmt"
	"net/http"
)

// fault is what is wrong with one request of a batch, in Google's words where they are known.
type fault string

func (f fault) Error() string { return string(f) }

func faultf(format string, args ...any) error { return fault(fmt.Sprintf(format, args...)) }

// apiError is an answer in Google's error shape.
type apiError struct {
	Code    int      `json:"code"`
	Message string   `json:"message"`
	Errors  []object `json:"errors,omitempty"`
	Status  string   `json:"status"`
	Details []object `json:"details,omitempty"`
	page    string   // in the place of all that: what somebody on the way says
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s: %s", e.Code, e.Status, e.Message) }

// statuses gives the canonical status and the older reason of each code.
// Source: google/rpc/code.proto and the "errors" list of googleapis' JSON errors.
var statuses = map[int][2]string{
	400: {"INVALID_ARGUMENT", "badRequest"},
	401: {"UNAUTHENTICATED", "authError"},
	403: {"PERMISSION_DENIED", "forbidden"},
	404: {"NOT_FOUND", "notFound"},
	409: {"ABORTED", "aborted"},
	429: {"RESOURCE_EXHAUSTED", "rateLimitExceeded"},
	500: {"INTERNAL", "backendError"},
	501: {"UNIMPLEMENTED", "notImplemented"},
	503: {"UNAVAILABLE", "backendError"},
	504: {"DEADLINE_EXCEEDED", "backendError"},
}

func answer(code int, format string, args ...any) *apiError {
	e := &apiError{Code: code, Message: fmt.Sprintf(format, args...)}
	s, ok := statuses[code]
	if !ok {
		s = [2]string{"UNKNOWN", "unknown"}
	}
	e.Status = s[0]
	e.Errors = []object{{"message": e.Message, "domain": "global", "reason": s[1]}}
	return e
}

func errUnauthenticated() *apiError {
	return answer(http.StatusUnauthorized, "Request had invalid authentication credentials. Expected OAuth 2 access token, "+
		"login cookie or other valid authentication credential. "+
		"See https://developers.google.com/identity/sign-in/web/devconsole-project.")
}

func errForbidden() *apiError {
	return answer(http.StatusForbidden, "The caller does not have permission")
}

func errNotFound() *apiError { return answer(http.StatusNotFound, "Requested entity was not found.") }

// errMalformed is a body or query that does not fit the API's schema; where is the field's path.
func errMalformed(where, message string) *apiError {
	e := answer(http.StatusBadRequest, "%s", message)
	e.Details = []object{{
		"@type":           "type.googleapis.com/google.rpc.BadRequest",
		"fieldViolations": []object{{"field": where, "description": message}},
	}}
	return e
}

// errQuota is a refusal for too many reads or writes.
func errQuota(write bool) *apiError {
	kind := "Read"
	if write {
		kind = "Write"
	}
	e := answer(http.StatusTooManyRequests, "Quota exceeded for quota metric '%s requests' and limit '%s requests per minute per user' "+
		"of service 'docs.googleapis.com' for consumer 'project_number:0'.", kind, kind)
	e.Details = []object{{
		"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com",
		"metadata": object{"service": "docs.googleapis.com", "quota_metric": "docs.googleapis.com/" + kind + "_requests"},
	}}
	return e
}

// Refusal is an answer that says no, in one of the shapes in which Google says it. Source of Info:
// google/api/error_reason.proto; of Reason: "Resolve errors" of the Drive API, and what people report.
type Refusal struct {
	Status  int
	Message string
	Reason  string // of the older "errors" list; "" is what goes with the status
	Info    string // reason of an ErrorInfo; "" is none
	Page    string // a page in HTML that is all of the answer: of Google's front, or of a proxy on the way
}

// OfficeFile is what is answered of a Word file that was opened in Docs and not converted, as people report it.
func OfficeFile() Refusal {
	return Refusal{
		Status: http.StatusBadRequest, Reason: "failedPrecondition",
		Message: "This operation is not supported for this document. The document must not be an Office file.",
	}
}

func (r Refusal) answer() *apiError {
	e := answer(r.Status, "%s", cmp.Or(r.Message, defaultMessage(r.Status)))
	e.page = r.Page
	if r.Reason != "" {
		e.Errors[0]["reason"] = r.Reason
	}
	if r.Reason == "failedPrecondition" {
		e.Status = "FAILED_PRECONDITION"
	}
	if r.Info != "" {
		e.Details = []object{{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": r.Info, "domain": "googleapis.com"}}
	}
	return e
}

// defaultMessage is what Google says with a code when nothing more is known.
func defaultMessage(code int) string {
	switch code {
	case http.StatusServiceUnavailable:
		return "The service is currently unavailable."
	case http.StatusInternalServerError:
		return "Internal error encountered."
	}
	return http.StatusText(code)
}
