package rules

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
)

// family is the first part of a key.
func family(key string) string {
	first, _, _ := strings.Cut(key, ".")
	return first
}

// spoken are the keys that the source names, the patterns of those that it puts
// together, and what it makes with fmt and strings, in which no key can be found: each
// with where one stands; and which of them are what the doctor finds amiss.
type spoken struct {
	cat               catalogue
	keys, mixed, odds map[string]string
	amiss             map[string]bool
}

var (
	keyText = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$`)
	keyPart = regexp.MustCompile(`^[a-z0-9_.*-]+$`)
	verb    = regexp.MustCompile(`%[-+# 0-9.]*[a-z]`)
)

// sayers are the functions that take keys.
var sayers = []string{"Say", "Tell", "Sorryf", "Words", "say", "word", "english", "button"}

// hear finds keys in a source: texts of a family that the catalogue knows, and
// whatever is given to who says it.
func (sp spoken) hear(s source) {
	said := map[ast.Node]bool{} // given to a sayer
	part := map[ast.Node]bool{} // of a sum that was looked at
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if slices.Contains(sayers, callee(n)) {
				for _, arg := range n.Args {
					said[arg] = true
					sp.odd(origin(arg), s.at(n.Pos()), true)
				}
			}
			sp.odd(n, s.at(n.Pos()), said[n])
		case *ast.CompositeLit:
			sp.find(n)
		case *ast.KeyValueExpr:
			switch typeName(n.Key) {
			case "Key":
				said[n.Value] = true
				sp.odd(origin(n.Value), s.at(n.Pos()), true)
			case "Wrong": // of a platform's traits: sentences, by kind of id
				for _, value := range values(n.Value) {
					said[value] = true
				}
			}
		case *ast.AssignStmt:
			if text, ok := literal(n.Rhs[0]); ok && n.Tok == token.ADD_ASSIGN {
				sp.mix("*"+text, s.at(n.Pos()), false)
			}
		case *ast.BinaryExpr:
			if pattern, parts, ok := sum(n); ok && !part[n] {
				sp.mix(pattern, s.at(n.Pos()), said[n])
				for _, p := range parts {
					part[p] = true
				}
			}
		case *ast.BasicLit:
			if !part[n] {
				sp.name(n, s.at(n.Pos()), said[n])
			}
		}
		return true
	})
}

// odd notes a key that a function of fmt or strings makes: one that is said, or
// that looks like one of the catalogue.
func (sp spoken) odd(x ast.Expr, at string, said bool) {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return
	}
	by, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return
	}
	from := typeName(by.X)
	if from != "fmt" && from != "strings" {
		return
	}
	pattern := from + "." + by.Sel.Name
	if format, ok := literal(call.Args[0]); ok && by.Sel.Name == "Sprintf" {
		pattern = verb.ReplaceAllString(format, "*")
		said = said || sp.likeKey(pattern)
	}
	if said {
		sp.odds[pattern] = at
	}
}

// find notes what a literal Finding names, unless it says that all is well.
func (sp spoken) find(n *ast.CompositeLit) {
	elements := []ast.Expr{n}
	of := n.Type
	if list, ok := n.Type.(*ast.ArrayType); ok {
		elements, of = n.Elts, list.Elt
	}
	if typeName(of) != "Finding" {
		return
	}
	for _, e := range elements {
		lit, ok := e.(*ast.CompositeLit)
		if !ok {
			continue
		}
		key, well := field(lit, "Key"), field(lit, "OK")
		if text, ok := literal(key); ok && typeName(well) != "true" {
			sp.amiss[text] = true
		} else if pattern, _, ok := sum(key); ok {
			sp.amiss[pattern] = true
		}
	}
}

// name takes a text for a key, if it is one.
func (sp spoken) name(n *ast.BasicLit, at string, said bool) {
	text, ok := literal(n)
	if !ok || !keyText.MatchString(text) && !slices.Contains(sp.cat[words.English], text) {
		return
	}
	if said || sp.knows(family(text)) {
		sp.keys[text] = at
	}
}

// mix takes a pattern for that of keys, if it is one.
func (sp spoken) mix(pattern, at string, said bool) {
	shaped := keyPart.MatchString(pattern) && strings.Contains(pattern, ".") && (strings.HasPrefix(pattern, "*.") || !strings.HasPrefix(pattern, "*"))
	if shaped && said || sp.likeKey(pattern) {
		sp.mixed[pattern] = at
	}
}

// likeKey tells whether a pattern is like one of keys of the catalogue.
func (sp spoken) likeKey(pattern string) bool {
	ends := func(key string) bool { return strings.HasSuffix(key, pattern[1:]) }
	switch {
	case !keyPart.MatchString(pattern) || !strings.Contains(pattern, "."):
		return false
	case strings.HasPrefix(pattern, "*."):
		return slices.ContainsFunc(sp.cat[words.English], ends)
	}
	return !strings.HasPrefix(pattern, "*") && sp.knows(family(pattern))
}

func (sp spoken) knows(family string) bool {
	return slices.ContainsFunc(sp.cat[words.English], func(key string) bool { return strings.HasPrefix(key, family+".") })
}

// literal is the text of a literal.
func literal(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// origin is what a name that is given to somebody was made of, as far as it stands
// in the same file.
func origin(x ast.Expr) ast.Expr {
	id, ok := x.(*ast.Ident)
	if !ok || id.Obj == nil {
		return nil
	}
	if set, ok := id.Obj.Decl.(*ast.AssignStmt); ok && len(set.Lhs) == len(set.Rhs) {
		for i, left := range set.Lhs {
			if typeName(left) == id.Name {
				return set.Rhs[i]
			}
		}
	}
	return nil
}

// values are those of a literal map.
func values(x ast.Expr) (all []ast.Expr) {
	if lit, ok := x.(*ast.CompositeLit); ok {
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				all = append(all, kv.Value)
			}
		}
	}
	return all
}

// field is a field of a literal struct, or nil.
func field(lit *ast.CompositeLit, name string) ast.Expr {
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && typeName(kv.Key) == name {
			return kv.Value
		}
	}
	return nil
}

// typeName is a name without its package.
func typeName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// callee is the name of a function that is called.
func callee(call *ast.CallExpr) string { return typeName(call.Fun) }

// sum is the pattern of texts that are added, with one '*' for all from the first to
// the last thing that is no literal, and its parts.
func sum(x ast.Expr) (pattern string, parts []ast.Expr, ok bool) {
	var texts []string
	var walk func(ast.Expr)
	walk = func(x ast.Expr) {
		parts = append(parts, x)
		if b, ok := x.(*ast.BinaryExpr); ok && b.Op == token.ADD {
			walk(b.X)
			walk(b.Y)
		} else if text, ok := literal(x); ok {
			texts = append(texts, text)
		} else {
			texts = append(texts, "*")
		}
	}
	b, ok := x.(*ast.BinaryExpr)
	if !ok || b.Op != token.ADD {
		return "", nil, false
	}
	walk(b)
	first, after := slices.Index(texts, "*"), len(texts)
	for after > 0 && texts[after-1] != "*" {
		after--
	}
	if first < 0 {
		return "", nil, false
	}
	return strings.Join(texts[:first], "") + "*" + strings.Join(texts[after:], ""), parts, true
}

// constants are the texts of constants by type ('bot.Ail'), or by how their names
// begin ('schedule.Fault*').
func constants(all []source, what string) (texts []string) {
	from, name, _ := strings.Cut(what, ".")
	begin, byName := strings.CutSuffix(name, "*")
	for _, s := range all {
		if s.file.Name.Name != from || s.test() {
			continue
		}
		for _, d := range s.file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, id := range v.Names {
					ours := byName && strings.HasPrefix(id.Name, begin) || !byName && typeName(v.Type) == name
					if text, ok := literalAt(v.Values, i); ok && ours && text != "" {
						texts = append(texts, text)
					}
				}
			}
		}
	}
	return texts
}

func literalAt(list []ast.Expr, i int) (string, bool) {
	if i >= len(list) {
		return "", false
	}
	return literal(list[i])
}
