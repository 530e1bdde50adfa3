package gdocs

import "strings"

// selection is a partial response's field mask: the fields that are wanted, and what of each; nil is all.
type selection map[string]selection

// parseSelection reads Google's mask syntax: "a,b/c,d(e,f.g),*". An empty text is everything.
// Source: "Partial response" in Google's API documentation.
func (s schema) parseSelection(message, fields string) (selection, error) {
	if fields == "" || fields == "*" {
		return nil, nil
	}
	p := &maskParser{rest: fields}
	sel := p.list()
	if p.rest != "" || p.bad {
		return nil, errMalformed("fields", "Invalid field selection "+fields)
	}
	if bad := s.unknown("#"+message, sel); bad != "" {
		return nil, errMalformed("fields", "Invalid field selection "+bad)
	}
	return sel, nil
}

type maskParser struct {
	rest string
	bad  bool
}

func (p *maskParser) list() selection {
	sel := selection{}
	for {
		p.path(sel)
		if p.bad || !strings.HasPrefix(p.rest, ",") {
			return sel
		}
		p.rest = p.rest[1:]
	}
}

func (p *maskParser) path(sel selection) {
	end := strings.IndexAny(p.rest, ",()/.")
	if end < 0 {
		end = len(p.rest)
	}
	name := strings.TrimSpace(p.rest[:end])
	p.rest = p.rest[end:]
	if name == "" {
		p.bad = true
		return
	}
	switch {
	case strings.HasPrefix(p.rest, "("):
		p.rest = p.rest[1:]
		inner := p.list()
		if !strings.HasPrefix(p.rest, ")") {
			p.bad = true
			return
		}
		p.rest = p.rest[1:]
		sel.add(name, inner)
	case p.rest != "" && (p.rest[0] == '/' || p.rest[0] == '.'):
		p.rest = p.rest[1:]
		inner := selection{}
		p.path(inner)
		sel.add(name, inner)
	default:
		sel.add(name, nil)
	}
}

// add joins what is wanted of a field with what was already.
func (sel selection) add(name string, inner selection) {
	have, ok := sel[name]
	if !ok || inner == nil {
		sel[name] = inner
		return
	}
	if have == nil {
		return
	}
	for k, v := range inner {
		have.add(k, v)
	}
}

// unknown is the first path of sel that type t does not have, or "".
func (s schema) unknown(t string, sel selection) string {
	t = strings.TrimPrefix(t, "[]")
	if value, ok := strings.CutPrefix(t, "{}"); ok {
		for k, inner := range sel {
			if bad := s.unknown(value, inner); bad != "" {
				return k + "." + bad
			}
		}
		return ""
	}
	for k, inner := range sel {
		message, isMessage := strings.CutPrefix(t, "#")
		if !isMessage {
			return k
		}
		if k == "*" {
			continue
		}
		next, ok := s[message][k]
		if !ok {
			return k
		}
		if bad := s.unknown(next, inner); bad != "" {
			return k + "." + bad
		}
	}
	return ""
}

func (sel selection) wants(field string) (selection, bool) {
	if sel == nil {
		return nil, true
	}
	if inner, ok := sel[field]; ok {
		return inner, true
	}
	inner, ok := sel["*"]
	return inner, ok
}
