package teamfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/near"
	"github.com/engawa-bot/engawa/internal/plain"
)

// place is where something stands in the file, counted from 1.
type place struct{ line, column int }

// field is a value in the file, and the path of keys to it.
type field struct {
	path string
	name string // the last key of path
	node ast.Node
	at   place
}

// key is one key of a mapping and what is done with its value. A key without a
// value is as if left out.
type key struct {
	name string
	read func(field)
}

// reader reads one document and notes every fault on the way.
type reader struct {
	known  bot.Platforms
	doc    document
	start  place
	places map[string]place // of each path that was read
	spoilt map[string]bool  // paths with a fault: what follows from it is not told
	faults Faults
	checks []func(bot.Team) error // besides bot.Team.Check
}

func newReader(known bot.Platforms, doc document, body ast.Node) *reader {
	return &reader{known: known, doc: doc, start: doc.placeOf(first(body)), places: map[string]place{}, spoilt: map[string]bool{}}
}

func (r *reader) fault(path string, at place, format string, args ...any) {
	r.spoilt[path] = true
	r.faults = append(r.faults, Fault{at.line, at.column, path, fmt.Sprintf(format, args...)})
}

// wrong says that a value is of the wrong shape. want ends the sentence
// 'write …'.
func (r *reader) wrong(f field, want string) {
	switch f.node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		r.fault(f.path, f.at, "anchors, aliases and tags are not read in a team file; write the value itself")
	default:
		r.fault(f.path, f.at, "this value cannot be read here; write %s", want)
	}
}

// place finds a path in the file, or the nearest thing around it.
func (r *reader) place(path string) place {
	for path != "" {
		if p, ok := r.places[path]; ok {
			return p
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return r.start
}

// field notes where a value stands: a scalar at its own place, anything else at
// its key.
func (r *reader) field(parent field, name string, node ast.Node, keyAt place) field {
	f := field{path: join(parent.path, name), name: name, node: node, at: keyAt}
	if _, ok := scalar(node); ok {
		f.at = r.doc.placeOf(node.GetToken())
	}
	r.places[f.path] = f.at
	return f
}

// mapping reads the keys of a mapping by a table.
func (r *reader) mapping(f field, keys []key) {
	for _, value := range r.values(f, "keys and values, such as "+keys[0].name+": …") {
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == value.name })
		switch {
		case i < 0:
			r.unknown(f, value, keys, "")
		case !empty(value.node):
			keys[i].read(value)
		}
	}
}

// unknown says that a key is not one of those; more ends the sentence.
func (r *reader) unknown(parent, f field, keys []key, more string) {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	at := r.places[f.path]
	if name, ok := near.Name(f.name, names); ok {
		r.spoilt[join(parent.path, name)] = true
		r.fault(f.path, at, "%s is not a key here; did you mean %s?", quote(f.name), name)
		return
	}
	r.fault(f.path, at, "%s is not a key here; the keys are %s%s", quote(f.name), strings.Join(names, ", "), more)
}

// values gives the values of a mapping, whatever their keys, each key once.
func (r *reader) values(f field, want string) []field {
	var pairs []*ast.MappingValueNode
	switch n := f.node.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		if !empty(n) {
			r.wrong(f, want)
		}
		return nil
	}
	var values []field
	seen := map[string]bool{}
	for _, pair := range pairs {
		at := r.doc.placeOf(pair.Key.GetToken())
		name, ok := scalar(pair.Key)
		switch path := join(f.path, name); {
		case !ok:
			r.fault(join(f.path, pair.Key.GetToken().Value), at, "this key cannot be read; write a plain word and a colon")
		case seen[name]:
			r.fault(path, at, "%s is here twice; keep one", quote(name))
		default:
			values = append(values, r.field(f, name, pair.Value, at))
		}
		seen[name] = true
	}
	return values
}

// items gives the values of a list; a single value is a list of one.
func (r *reader) items(f field, want string) []field {
	if _, ok := scalar(f.node); ok {
		return []field{f}
	}
	list, ok := f.node.(*ast.SequenceNode)
	if !ok {
		r.wrong(f, want)
		return nil
	}
	items := make([]field, len(list.Values))
	for i, node := range list.Values {
		items[i] = r.field(f, strconv.Itoa(i), node, r.doc.placeOf(first(node)))
	}
	return items
}

// text reads any scalar as it is written, so that ids keep every digit, as far as
// it can be seen.
func (r *reader) text(f field) string {
	s, ok := scalar(f.node)
	if !ok {
		r.wrong(f, "one piece of text, in double quotes if need be")
	}
	return plain.Line(s)
}

func (r *reader) number(f field) int {
	s, _ := scalar(f.node)
	n, err := strconv.Atoi(s)
	if err != nil {
		r.wrong(f, "a whole number, such as 15")
	}
	return n
}

func (r *reader) bool(f field) bool {
	s, _ := scalar(f.node)
	if s != "true" && s != "false" {
		r.wrong(f, "true or false")
	}
	return s == "true"
}

func empty(node ast.Node) bool { return node == nil || node.Type() == ast.NullType }

func scalar(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimSuffix(n.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	default:
		return "", false
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// first is the token that a node begins with: the token of a block mapping is
// its first colon.
func first(node ast.Node) *token.Token {
	switch n := node.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return n.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken()
	}
	if node == nil {
		return nil
	}
	return node.GetToken()
}
