package spec

import (
	"context"
	"net/http"
	"os"

	"github.com/getkin/kin-openapi/openapi3filter"
)

// Prescribed returns a judge that shares only the closed schemas with Checker: it
// leaves the whole request to ValidateRequest, which for this document uses the
// JSON Schema 2020-12 validator. The request's body is consumed.
func Prescribed(path string) (func(context.Context, *http.Request) error, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	doc, err := strict(data)
	if err != nil {
		return nil, err
	}
	checker, err := newChecker(doc)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, r *http.Request) error {
		route, params, err := checker.router.FindRoute(r)
		if err != nil {
			return err
		}
		return openapi3filter.ValidateRequest(ctx, &openapi3filter.RequestValidationInput{
			Request: r, PathParams: params, Route: route,
			Options: &openapi3filter.Options{
				AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
				RejectWhenRequestBodyNotSpecified: true,
				SkipSettingDefaults:               true,
			},
		})
	}, nil
}
