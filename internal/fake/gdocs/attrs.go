package gdocs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// object is a JSON object; its numbers are json.Number.
type object = map[string]any

// attrs is a JSON object as text with sorted keys, or "" for none. It never changes, two equal objects are
// equal texts, and what the package does not understand is kept as it came.
type attrs string

// attrsOf is o as text. A nil object is none.
func attrsOf(o object) attrs {
	if o == nil {
		return ""
	}
	text, err := json.Marshal(o)
	if err != nil {
		panic("gdocs: an object that came from JSON is not JSON: " + err.Error())
	}
	return attrs(text)
}

func (a attrs) object() object {
	o := object{}
	if a == "" {
		return o
	}
	if err := decode([]byte(a), &o); err != nil {
		panic("gdocs: kept JSON is broken: " + err.Error())
	}
	return o
}

// with is a with key set to value; a nil value removes the key.
func (a attrs) with(key string, value any) attrs {
	o := a.object()
	if value == nil {
		delete(o, key)
	} else {
		o[key] = value
	}
	return attrsOf(o)
}

// string is the text at key, or "".
func (a attrs) string(key string) string {
	raw := a.raw(key)
	if len(raw) < 2 || raw[0] != '"' {
		return ""
	}
	inner := raw[1 : len(raw)-1]
	if strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var s string
	_ = json.Unmarshal([]byte(raw), &s) // it is a string
	return s
}

// int is the number at key, or 0.
func (a attrs) int(key string) int {
	n, _ := strconv.ParseFloat(a.raw(key), 64) // what is no number counts as none
	return int(n)
}

// inner is the text between the braces.
func (a attrs) inner() string {
	if a == "" {
		return ""
	}
	return string(a[1 : len(a)-1])
}

// decode reads exactly one JSON value and keeps the text of its numbers.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return fmt.Errorf("more than one value")
	}
	return nil
}

func text(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

func part(o object, key string) object {
	p, _ := o[key].(object)
	return p
}

func truth(o object, key string) bool {
	b, _ := o[key].(bool)
	return b
}

// number is the integer at key, and whether there is one.
func number(o object, key string) (int, bool) {
	switch v := o[key].(type) {
	case json.Number:
		n, err := strconv.ParseFloat(v.String(), 64)
		return int(n), err == nil
	case int:
		return v, true
	}
	return 0, false
}

func objects(o object, key string) []object {
	list, _ := o[key].([]any)
	out := make([]object, 0, len(list))
	for _, v := range list {
		if p, ok := v.(object); ok {
			out = append(out, p)
		}
	}
	return out
}

func texts(o object, key string) []string {
	list, _ := o[key].([]any)
	var out []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// without is o less some keys, or nil when nothing is left.
func without(o object, keys ...string) object {
	var out object
next:
	for k, v := range o {
		for _, not := range keys {
			if k == not {
				continue next
			}
		}
		if out == nil {
			out = object{}
		}
		out[k] = v
	}
	return out
}
