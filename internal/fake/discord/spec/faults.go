package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// maxFaults is how many faults one error tells; maxShown, how many characters of
// a refused value.
const (
	maxFaults = 3
	maxShown  = 40
)

// discriminators are the properties whose value tells the variants of a oneOf
// apart. The document does not declare them.
var discriminators = []string{"type", "entity_type"}

// worded joins the first faults to one error.
func worded(faults []string) error {
	if more := len(faults) - maxFaults; more > 0 {
		faults = append(faults[:maxFaults:maxFaults], fmt.Sprintf("and %d more", more))
	}
	return errors.New(strings.Join(faults, "; "))
}

// parameterFaults lists what is wrong with the path and the query.
func parameterFaults(err error) []string {
	switch err := err.(type) { //nolint:errorlint // the tree of faults is walked level by level
	case openapi3.MultiError:
		var all []string
		for _, each := range err {
			all = append(all, parameterFaults(each)...)
		}
		return all
	case *openapi3filter.RequestError:
		if p := err.Parameter; p != nil {
			return []string{fmt.Sprintf("%s parameter %s: %s", p.In, p.Name, parameterReason(err.Err))}
		}
	}
	return []string{err.Error()}
}

// parameterReason leaves the value out, which may be a token.
func parameterReason(err error) string {
	if multi, ok := errors.AsType[openapi3.MultiError](err); ok && len(multi) > 0 {
		err = multi[0]
	}
	if schema, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		return schema.Reason
	}
	if errors.Is(err, openapi3filter.ErrInvalidRequired) {
		return "missing"
	}
	return "does not parse"
}

// valueFaults lists what the schema validator found below the value called at.
func valueFaults(at string, err error) []string {
	switch err := err.(type) { //nolint:errorlint // the tree of faults is walked level by level
	case openapi3.MultiError:
		var all []string
		for _, each := range err {
			all = append(all, valueFaults(at, each)...)
		}
		return all
	case *openapi3.SchemaError:
		at := at + pointer(err.JSONPointer())
		switch {
		case err.Schema != nil && err.SchemaField == "oneOf":
			return variantFaults(at, err.Schema.OneOf, err)
		case err.Schema != nil && err.SchemaField == "anyOf":
			return variantFaults(at, err.Schema.AnyOf, err)
		case err.Schema != nil && err.SchemaField == "allOf":
			return partFaults(at, err)
		default:
			return []string{at + ": " + err.Reason + shown(err.Value)}
		}
	}
	return nil
}

// partFaults lists the faults of all parts of an allOf.
func partFaults(at string, err *openapi3.SchemaError) []string {
	var all []string
	for _, part := range err.Schema.AllOf {
		all = append(all, faultsOf(at, part.Value, err.Value)...)
	}
	return all
}

// variantFaults lists the faults of the variant that was meant: of several that may
// be meant, the one that knows most of the value's properties.
func variantFaults(at string, variants openapi3.SchemaRefs, err *openapi3.SchemaError) []string {
	if errors.Is(err, openapi3.ErrOneOfConflict) {
		return []string{at + ": " + err.Reason}
	}
	candidates := meant(variants, err.Value)
	if len(candidates) == 0 {
		return []string{at + ": " + unknownVariant(err.Value)}
	}
	object, _ := err.Value.(map[string]any)
	best := slices.MinFunc(candidates, func(a, b *openapi3.SchemaRef) int {
		return unknown(a.Value, object) - unknown(b.Value, object)
	})
	return faultsOf(at, best.Value, err.Value)
}

// unknown counts the properties that the variant does not have.
func unknown(variant *openapi3.Schema, object map[string]any) int {
	n := 0
	for name := range object {
		if variant.Properties[name] == nil {
			n++
		}
	}
	return n
}

// meant returns the variants that take a value of this JSON type and permit its
// discriminators. If the type itself is wrong, all but null may have been meant.
func meant(variants openapi3.SchemaRefs, value any) openapi3.SchemaRefs {
	var typed, others openapi3.SchemaRefs
	object, isObject := value.(map[string]any)
	for _, variant := range variants {
		switch {
		case takes(variant.Value.Type, value) && permits(variant.Value, object):
			typed = append(typed, variant)
		case !isObject && !variant.Value.Type.Is(openapi3.TypeNull):
			others = append(others, variant)
		}
	}
	if len(typed) > 0 {
		return typed
	}
	return others
}

func takes(types *openapi3.Types, value any) bool {
	switch value.(type) {
	case nil:
		return types.Permits(openapi3.TypeNull)
	case bool:
		return types.Permits(openapi3.TypeBoolean)
	case string:
		return types.Permits(openapi3.TypeString)
	case []any:
		return types.Permits(openapi3.TypeArray)
	case map[string]any:
		return types.Permits(openapi3.TypeObject)
	default:
		return types.Permits(openapi3.TypeNumber) || types.Permits(openapi3.TypeInteger)
	}
}

func permits(variant *openapi3.Schema, object map[string]any) bool {
	for _, name := range discriminators {
		property, value := variant.Properties[name], object[name]
		if property == nil || value == nil {
			continue
		}
		if property.Value.VisitJSON(value) != nil {
			return false
		}
	}
	return true
}

func unknownVariant(value any) string {
	object, _ := value.(map[string]any)
	for _, name := range discriminators {
		if kind, ok := object[name]; ok {
			return fmt.Sprintf("%s %v is not permitted here", name, kind)
		}
	}
	return "no variant takes this value"
}

func faultsOf(at string, schema *openapi3.Schema, value any) []string {
	return valueFaults(at, schema.VisitJSON(value, openapi3.MultiErrors()))
}

// pointer writes the way to a value as in JavaScript: .components[0].label
func pointer(path []string) string {
	var b strings.Builder
	for _, key := range path {
		if strings.Trim(key, "0123456789") == "" {
			b.WriteString("[" + key + "]")
		} else {
			b.WriteString("." + key)
		}
	}
	return b.String()
}

// shown is the refused value, if it is a scalar.
func shown(value any) string {
	switch value := value.(type) {
	case map[string]any, []any:
		return ""
	case string:
		length := utf8.RuneCountInString(value)
		if length > maxShown {
			return fmt.Sprintf(" (got %d characters)", length)
		}
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (got %s)", text)
}
