package slack

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strconv"
)

// arguments are what a method was called with: texts from a form or a query, or any values from JSON.
type arguments map[string]any

// read takes the arguments from the query or the body, as Slack does for this method. What it cannot read is
// the error that the call gets once its token is known to be good.
func (c *call) read(r *http.Request, body []byte) error {
	c.args = arguments{}
	if r.Method == http.MethodGet {
		if r.URL.Query().Has("token") {
			return misuse("not_authed", "a token does not belong into a query")
		}
		c.args.fill(r.URL.Query())
		return nil
	}
	if r.Method != http.MethodPost {
		return misuse("invalid_arguments", "method %s", r.Method)
	}
	if r.URL.RawQuery != "" {
		return misuse("invalid_arguments", "a POST with a query")
	}
	if len(body) == 0 {
		return nil
	}
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return misuse("missing_post_type", "Content-Type: %v", err)
	}
	switch media {
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return misuse("invalid_form_data", "%v", err)
		}
		c.args.fill(form)
		return nil
	case "application/json":
		if params["charset"] == "" {
			c.warn = append(c.warn, "missing_charset")
		}
		return c.readJSON(body)
	}
	return misuse("invalid_post_type", "Content-Type %q", media)
}

func (c *call) readJSON(body []byte) error {
	if !c.m.json {
		return misuse("invalid_arguments", "%s takes forms only, no JSON", c.m.name)
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return misuse("invalid_json", "%v", err)
	}
	o, ok := v.(object)
	if !ok {
		return misuse("json_not_object", "%T", v)
	}
	if _, given := o["token"]; given {
		return misuse("not_authed", "with JSON the token belongs into the Authorization header")
	}
	c.args = o
	return nil
}

func (a arguments) fill(form url.Values) {
	for name, values := range form {
		a[name] = values[len(values)-1]
	}
}

// text is an argument as text; "" where it is missing or no text.
func (a arguments) text(name string) string {
	switch v := a[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// flag is a yes or no.
func (a arguments) flag(name string) bool {
	switch v := a[name].(type) {
	case bool:
		return v
	case string:
		return v == "true" || v == "1"
	}
	return false
}

// given says whether there is such an argument, other than null and "".
func (a arguments) given(name string) bool { return a[name] != nil && a[name] != "" }

// need is a text that must be there.
func (a arguments) need(name string) (string, error) {
	if v := a.text(name); v != "" {
		return v, nil
	}
	return "", misuse("invalid_arguments", "missing required field: %s", name)
}

// value is an argument that is JSON, whether it came as text or as it is.
func (a arguments) value(name string) (any, error) {
	raw, ok := a[name].(string)
	if !ok {
		return a[name], nil
	}
	var v any
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		return nil, err
	}
	return v, nil
}

// page is the part of all that cursor and limit ask for, and the cursor of the next.
func page[T any](a arguments, all []T, otherwise, most int) ([]T, string, error) {
	limit := otherwise
	if a.given("limit") {
		n, err := strconv.Atoi(a.text("limit"))
		if err != nil || n < 0 || n > most {
			return nil, "", misuse("invalid_limit", "limit %q", a.text("limit"))
		}
		if n > 0 {
			limit = n
		}
	}
	first := 0
	if a.given("cursor") {
		n, err := strconv.Atoi(a.text("cursor"))
		if err != nil || n < 0 || n > len(all) {
			return nil, "", misuse("invalid_cursor", "cursor %q", a.text("cursor"))
		}
		first = n
	}
	last := min(len(all), first+limit)
	if last == len(all) {
		return all[first:], "", nil
	}
	return all[first:last], strconv.Itoa(last), nil
}
