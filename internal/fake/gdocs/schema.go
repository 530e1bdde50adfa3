package gdocs

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

//go:embed schema.json
var schemaJSON []byte

// schema says which fields the API's messages have, by the name of the message and of the field. A field's
// type is string, integer, number, boolean, any, mask, "=A|B" for an enumeration, "#M" for a message,
// "[]T" for a list and "{}T" for a map. The file is made from the module's docs-api.json by a test.
type schema map[string]map[string]string

//go:embed newtab.json
var newTabJSON []byte

// rules are what the server knows of the API.
type rules struct {
	schema schema
	newTab attrs // the documentStyle and the namedStyles of a new tab
}

func loadRules() (*rules, error) {
	var r rules
	if err := json.Unmarshal(schemaJSON, &r.schema); err != nil {
		return nil, fmt.Errorf("fake gdocs: schema: %w", err)
	}
	var o object
	if err := decode(newTabJSON, &o); err != nil {
		return nil, fmt.Errorf("fake gdocs: new tab: %w", err)
	}
	r.newTab = attrsOf(o)
	return &r, nil
}

// judge returns an *apiError unless v is a value of type t. Every field must be known. Null is refused, which
// is stricter than Google.
func (s schema) judge(where, t string, v any) error {
	switch {
	case strings.HasPrefix(t, "#"):
		o, ok := v.(object)
		if !ok {
			return errValue(where, "type.googleapis.com/google.apps.docs.v1."+t[1:], v)
		}
		return s.judgeMessage(where, t[1:], o)
	case strings.HasPrefix(t, "[]"):
		list, ok := v.([]any)
		if !ok {
			return errValue(where, "a list", v)
		}
		for i, x := range list {
			if err := s.judge(fmt.Sprintf("%s[%d]", where, i), t[2:], x); err != nil {
				return err
			}
		}
	case strings.HasPrefix(t, "{}"):
		o, ok := v.(object)
		if !ok {
			return errValue(where, "a map", v)
		}
		for k, x := range o {
			if err := s.judge(where+"["+k+"]", t[2:], x); err != nil {
				return err
			}
		}
	case strings.HasPrefix(t, "="):
		name, _ := v.(string)
		if !slices.Contains(strings.Split(t[1:], "|"), name) {
			return errValue(where, "an enumeration", v)
		}
	default:
		return judgeScalar(where, t, v)
	}
	return nil
}

func (s schema) judgeMessage(where, name string, o object) error {
	for field, v := range o {
		t, ok := s[name][field]
		if !ok {
			return errMalformed(where, fmt.Sprintf("Invalid JSON payload received. Unknown name %q%s: Cannot find field.", field, at(where)))
		}
		if err := s.judge(join(where, snake(field)), t, v); err != nil {
			return err
		}
	}
	return nil
}

func judgeScalar(where, t string, v any) error {
	ok, name := true, ""
	switch t {
	case "string", "mask":
		_, ok = v.(string)
		name = "TYPE_STRING"
	case "boolean":
		_, ok = v.(bool)
		name = "TYPE_BOOL"
	case "number":
		_, ok = v.(json.Number)
		name = "TYPE_DOUBLE"
	case "integer":
		n, isNumber := v.(json.Number)
		_, err := n.Int64()
		ok = isNumber && err == nil && len(n) <= len("-2147483648")
		name = "TYPE_INT32"
	}
	if !ok {
		return errValue(where, name, v)
	}
	return nil
}

func errValue(where, want string, v any) error {
	got, _ := json.Marshal(v) //nolint:errchkjson // it came from JSON
	return errMalformed(where, fmt.Sprintf("Invalid value%s (%s), %s", at(where), want, got))
}

func at(where string) string {
	if where == "" {
		return ""
	}
	return " at '" + where + "'"
}

func join(where, field string) string {
	if where == "" {
		return field
	}
	return where + "." + field
}

// snake is a field's name as Google's errors spell it: insert_text.
func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// field is the type that a dotted path leads to in a message.
func (s schema) field(message, path string) (string, bool) {
	name, rest, more := strings.Cut(path, ".")
	t, ok := s[message][name]
	if !ok || !more {
		return t, ok
	}
	inner, isMessage := strings.CutPrefix(t, "#")
	if !isMessage {
		return "", false
	}
	return s.field(inner, rest)
}

// mask reads the update mask of a request; "*" is every field of the message.
func (s schema) mask(message, fields string) ([]string, error) {
	if fields == "" {
		return nil, faultf("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
	}
	if fields == "*" {
		var all []string
		for name := range s[message] {
			if name != "headingId" {
				all = append(all, name)
			}
		}
		slices.Sort(all)
		return all, nil
	}
	all := strings.Split(fields, ",")
	for i, path := range all {
		all[i] = strings.TrimSpace(path)
		if _, ok := s.field(message, all[i]); !ok {
			return nil, faultf("Invalid field: %s", all[i])
		}
	}
	return all, nil
}
