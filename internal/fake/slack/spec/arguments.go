package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// method is a file of slack-methods.
type method struct {
	Args arguments `json:"args"`
}

type arguments struct {
	Required   []string            `json:"required"`
	Properties map[string]argument `json:"properties"`
}

// argument is one, in Slack's dialect: its type is given, or one of several, or the name of a schema that is
// not published.
type argument struct {
	Type    string     `json:"type"`
	Subtype string     `json:"subtype"`
	Schema  string     `json:"schema"`
	Enum    []any      `json:"enum"`
	AnyOf   []argument `json:"anyOf"`
	AllOf   []argument `json:"allOf"`
}

func (a arguments) judge(args map[string]any) error {
	for name, v := range args {
		want, ok := a.Properties[name]
		if !ok {
			return fmt.Errorf("argument %q is unknown", name)
		}
		if !want.fits(name, v) {
			return fmt.Errorf("argument %q is of a wrong type", name)
		}
	}
	for _, name := range a.Required {
		if _, ok := args[name]; !ok && name != "token" {
			return fmt.Errorf("argument %q is missing", name)
		}
	}
	return nil
}

var stamp = regexp.MustCompile(`^\d+(\.\d+)?$`)

// fits says whether a value is of the argument's type.
func (a argument) fits(name string, v any) bool {
	if len(a.AnyOf) > 0 {
		return slices.ContainsFunc(a.AnyOf, func(one argument) bool {
			one.Subtype = a.Subtype
			return one.fits(name, v)
		})
	}
	for _, one := range a.AllOf {
		if !one.fits(name, v) {
			return false
		}
	}
	if a.Enum != nil && !slices.Contains(a.Enum, v) {
		return false
	}
	text, isText := v.(string)
	switch a.Type {
	case "boolean":
		_, is := v.(bool)
		return is || slices.Contains([]string{"true", "false", "1", "0"}, text)
	case "number", "integer":
		_, is := v.(float64)
		_, err := strconv.ParseFloat(text, 64)
		return is || isText && err == nil
	case "null":
		return v == nil
	case "string":
		if !isText {
			return structured(name, v)
		}
		return a.Subtype != "timestamp" || text == "" || stamp.MatchString(text)
	case "array":
		_, is := v.([]any)
		return is || isText
	}
	return isText || structured(name, v)
}

// structured says whether a value may come as itself in a JSON body, though its type is that of a text with
// JSON in it.
func structured(name string, v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		return slices.Contains([]string{"attachments", "blocks", "metadata", "profile", "view"}, name)
	}
	return false
}
