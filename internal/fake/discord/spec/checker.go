// Package spec holds REST requests against Discord's official OpenAPI document.
//
// It is for tests: the fake server hands every request it receives to Check, and
// so a request that Discord would refuse fails the test that sent it. The
// document is not part of this repository; where it is missing, Load returns
// ErrAbsent and nothing is judged.
//
// Reading the source: load.go prepares the document, checker.go judges, form.go
// takes forms apart, faults.go says in words what is wrong, fortest.go is the door
// for tests.
//
// Caveats. The document is published with open object schemas; they are closed
// here, so that a misspelt field is a fault. Only JSON bodies are judged, and forms
// of a payload_json with files, which is all that Engawa sends; whether files and
// attachments fit together is for the fake to say. What the document does not say is not checked: the
// pattern of command names, Components V2 together with content or embeds, the
// number of components in all, repeated custom_ids, the permitted recurrence
// rules. Those are the fake's own rules.
package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// Checker judges requests. It is safe for concurrent use. A nil Checker, which
// ForTest returns where the document is absent, finds every request valid and
// counts none.
type Checker struct {
	router routers.Router

	mu       sync.Mutex
	requests int
	covered  map[string]int
}

// Check returns nil if r with this body is a request that the document permits.
// The path of r's URL begins with /api/v10; its host does not matter, and
// credentials are not looked at. r and its Body stay as they are: the body to be
// judged is the argument. The error names the operation and its first faults; it
// never contains the token of a webhook or an interaction.
func (c *Checker) Check(r *http.Request, body []byte) error {
	if c == nil {
		return nil
	}
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		c.count("")
		return fmt.Errorf("spec: %s %s: %w", r.Method, withoutToken(r.URL.Path), err)
	}
	operation := r.Method + " " + route.Path
	if err := judge(r, body, route, params); err != nil {
		c.count("")
		return fmt.Errorf("spec: %s: %w", operation, err)
	}
	c.count(operation)
	return nil
}

// Covered returns, for each operation that had valid requests, their number so
// far. A key reads "POST /channels/{channel_id}/messages".
func (c *Checker) Covered() map[string]int {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.covered)
}

// Requests returns how many requests were judged so far, valid or not.
func (c *Checker) Requests() int {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests
}

// count notes one judged request; operation is empty if it was not valid.
func (c *Checker) count(operation string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests++
	if operation != "" {
		c.covered[operation]++
	}
}

func judge(r *http.Request, body []byte, route *routers.Route, params map[string]string) error {
	if err := checkQuery(r, route); err != nil {
		return err
	}
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request:    r,
		PathParams: params,
		Route:      route,
		Options: &openapi3filter.Options{
			AuthenticationFunc:  openapi3filter.NoopAuthenticationFunc,
			ExcludeRequestBody:  true,
			MultiError:          true,
			SkipSettingDefaults: true,
		},
	})
	if err != nil {
		return worded(parameterFaults(err))
	}
	return checkBody(r.Header.Get("Content-Type"), body, route.Operation.RequestBody)
}

// checkQuery refuses parameters that the operation does not have: the validator
// looks only at those it knows.
func checkQuery(r *http.Request, route *routers.Route) error {
	for name := range r.URL.Query() {
		if route.Operation.Parameters.GetByInAndName("query", name) == nil &&
			route.PathItem.Parameters.GetByInAndName("query", name) == nil {
			return fmt.Errorf("query parameter %q is unknown", name)
		}
	}
	return nil
}

// checkBody does what ValidateRequest would do, but without copying the value for
// each variant of a oneOf and without words for the faults of variants that were
// not meant: for a Components V2 message 0.2 ms instead of 30 ms.
func checkBody(contentType string, body []byte, want *openapi3.RequestBodyRef) error {
	if len(body) == 0 {
		if want != nil && want.Value.Required {
			return errors.New("body is missing")
		}
		return nil
	}
	if want == nil {
		return errors.New("body is not allowed")
	}
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("content type of the body: %w", err)
	}
	content := want.Value.Content["application/json"]
	switch {
	case content == nil || want.Value.Content[media] == nil:
		return errors.New("content type of the body is not permitted: " + media)
	case media == "multipart/form-data":
		if body, err = payload(body, params["boundary"]); err != nil {
			return fmt.Errorf("form: %w", err)
		}
	case media != "application/json":
		return errors.New("content type of the body is not application/json: " + media)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("body is not JSON: %w", err)
	}
	if content.Schema.Value.VisitJSON(value, openapi3.FailFast()) == nil {
		return nil
	}
	return worded(faultsOf("body", content.Schema.Value, value))
}

// withoutToken is path with the tokens of webhooks and interactions left out.
func withoutToken(path string) string {
	segments := strings.Split(path, "/")
	for i := 2; i < len(segments); i++ {
		if owner := segments[i-2]; owner == "webhooks" || owner == "interactions" {
			segments[i] = "{token}"
		}
	}
	return strings.Join(segments, "/")
}
