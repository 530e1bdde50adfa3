package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// schema is the part of JSON schema (draft 7) that Slack's file uses. A keyword that is not here fails Load.
type schema struct {
	Ref         string             `json:"$ref"`
	Type        string             `json:"type"`
	Const       any                `json:"const"`
	Enum        []any              `json:"enum"`
	AnyOf       []*schema          `json:"anyOf"`
	Items       *schema            `json:"items"`
	Required    []string           `json:"required"`
	Properties  map[string]*schema `json:"properties"`
	Additional  json.RawMessage    `json:"additionalProperties"`
	Description string             `json:"description"`
}

// document is the file.
type document struct {
	Schema      string             `json:"$schema"`
	Ref         string             `json:"$ref"`
	Definitions map[string]*schema `json:"definitions"`
}

// readSchema returns the schema of a message with its references resolved.
func readSchema(data []byte) (*schema, error) {
	var d document
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return nil, err
	}
	root := &schema{Ref: d.Ref}
	for _, s := range append(slices.Collect(maps.Values(d.Definitions)), root) {
		if err := s.resolve(d.Definitions); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// resolve puts in place of each reference what it refers to; a definition may hold itself.
func (s *schema) resolve(definitions map[string]*schema) error {
	if s == nil {
		return nil
	}
	if s.Ref != "" {
		target := definitions[strings.TrimPrefix(s.Ref, "#/definitions/")]
		if target == nil {
			return fmt.Errorf("nothing at %s", s.Ref)
		}
		s.AnyOf, s.Ref = []*schema{target}, ""
		return nil
	}
	for _, inner := range slices.Concat(s.AnyOf, []*schema{s.Items}, slices.Collect(maps.Values(s.Properties))) {
		if err := inner.resolve(definitions); err != nil {
			return err
		}
	}
	return nil
}

// judge returns what does not fit, or "".
func (s *schema) judge(at string, v any) string {
	if len(s.AnyOf) > 0 {
		return s.choose(at, v)
	}
	switch {
	case s.Const != nil && v != s.Const:
		return fmt.Sprintf("%s must be %q", at, s.Const)
	case s.Enum != nil && !slices.Contains(s.Enum, v):
		return fmt.Sprintf("%s must be one of %q", at, s.Enum)
	}
	switch v := v.(type) {
	case map[string]any:
		if s.Type == "object" {
			return s.judgeObject(at, v)
		}
	case []any:
		if s.Type == "array" {
			return s.judgeItems(at, v)
		}
	case string:
		if s.Type == "string" {
			return ""
		}
	case bool:
		if s.Type == "boolean" {
			return ""
		}
	case float64:
		if s.Type == "number" {
			return ""
		}
	}
	return fmt.Sprintf("%s must be of type %s, not %T", at, s.Type, v)
}

func (s *schema) judgeItems(at string, all []any) string {
	for i, v := range all {
		if fault := s.Items.judge(fmt.Sprintf("%s/%d", at, i), v); fault != "" {
			return fault
		}
	}
	return ""
}

func (s *schema) judgeObject(at string, o map[string]any) string {
	for _, name := range s.Required {
		if _, ok := o[name]; !ok {
			return fmt.Sprintf("%s/%s is missing", at, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		want := s.Properties[name]
		if want == nil {
			if string(s.Additional) == "false" {
				return fmt.Sprintf("%s/%s is unknown", at, name)
			}
			continue
		}
		if fault := want.judge(at+"/"+name, o[name]); fault != "" {
			return fault
		}
	}
	return ""
}

// choose judges by the variants. If none fits, the fault is that of the one with the same type, if there is one.
func (s *schema) choose(at string, v any) string {
	fault := ""
	for _, one := range s.variants() {
		found := one.judge(at, v)
		if found == "" {
			return ""
		}
		if fault == "" && one.meant(v) {
			fault = found
		}
	}
	if fault != "" {
		return fault
	}
	o, _ := v.(map[string]any)
	return fmt.Sprintf("%s may not be of type %q", at, o["type"])
}

// variants are those of an anyOf, and of each anyOf among them.
func (s *schema) variants() []*schema {
	if len(s.AnyOf) == 0 {
		return []*schema{s}
	}
	var all []*schema
	for _, one := range s.AnyOf {
		all = append(all, one.variants()...)
	}
	return all
}

// meant says whether the value says itself that it is of this variant, or cannot say.
func (s *schema) meant(v any) bool {
	kind := s.Properties["type"]
	if kind == nil {
		return true
	}
	o, _ := v.(map[string]any)
	return kind.Const == nil || kind.Const == o["type"]
}
