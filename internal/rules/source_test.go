package rules

import (
	"go/ast"
	"go/token"
	"maps"
	"testing"
)

func TestNoPackageHasInit(t *testing.T) {
	for _, s := range sources(t) {
		for _, fault := range inits(s) {
			t.Error(fault)
		}
	}
}

func inits(s source) (faults []string) {
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			faults = append(faults, s.at(f.Pos())+": func init: let main wire it")
		}
	}
	return faults
}

// A test sleeps only where time is pretended, and so costs nothing: in packages
// whose tests import synctest. The linter forbids sleeping everywhere else.
func TestTestsSleepOnlyBesideSynctest(t *testing.T) {
	pretended := map[string]bool{}
	for _, s := range sources(t) {
		for _, i := range s.file.Imports {
			if i.Path.Value == `"testing/synctest"` {
				pretended[s.dir()] = true
			}
		}
	}
	for _, s := range sources(t) {
		if s.test() && !pretended[s.dir()] {
			for _, fault := range sleeps(s) {
				t.Error(fault)
			}
		}
	}
}

func sleeps(s source) (faults []string) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Sleep" {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" {
				faults = append(faults, s.at(n.Pos())+": time.Sleep: wait for something, or use synctest")
			}
		}
		return true
	})
	return faults
}

// caches are the package variables that may change, and why.
var caches = map[string]string{
	"internal/fake/discord/spec.loaded": "a test's own: reading the document takes a third of a second",
}

func TestNoPackageVariableChanges(t *testing.T) {
	folders := map[string][]source{}
	for _, s := range sources(t) {
		folders[s.dir()+s.file.Name.Name] = append(folders[s.dir()+s.file.Name.Name], s)
	}
	for _, folder := range folders {
		for _, fault := range changes(folder) {
			t.Error(fault)
		}
	}
}

// changes finds assignments to a package's variables. A name that the parser
// resolved to something in the file, but not to a package variable, is local.
func changes(folder []source) (faults []string) {
	vars := map[string]bool{}
	for _, s := range folder {
		maps.Copy(vars, packageVars(s))
	}
	for _, s := range folder {
		specs := map[any]bool{}
		for _, d := range s.file.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				for _, spec := range g.Specs {
					specs[spec] = true
				}
			}
		}
		check := func(x ast.Expr) {
			id := base(x)
			if id == nil || caches[s.dir()+"."+id.Name] != "" {
				return
			}
			if vars[id.Name] && (id.Obj == nil || specs[id.Obj.Decl]) {
				faults = append(faults, s.at(id.Pos())+": "+id.Name+" is the package's: pass it instead of changing it")
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, x := range n.Lhs {
					check(x)
				}
			case *ast.IncDecStmt:
				check(n.X)
			}
			return true
		})
	}
	return faults
}

func packageVars(s source) map[string]bool {
	vars := map[string]bool{}
	for _, d := range s.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			for _, id := range spec.(*ast.ValueSpec).Names {
				vars[id.Name] = id.Name != "_"
			}
		}
	}
	return vars
}

// base is the name at the root of x, x.f, x[i] or *x.
func base(x ast.Expr) *ast.Ident {
	for {
		switch y := x.(type) {
		case *ast.Ident:
			return y
		case *ast.SelectorExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.StarExpr:
			x = y.X
		case *ast.ParenExpr:
			x = y.X
		default:
			return nil
		}
	}
}

func TestWhatTheSourceMayNotDoIsFound(t *testing.T) {
	vars := func(s source) []string { return changes([]source{s}) }
	for _, c := range []struct {
		find func(source) []string
		text string
		want int
	}{
		{inits, "func init() {}", 1},
		{inits, "type t int\nfunc (t) init() {}", 0},
		{sleeps, "import \"time\"\nfunc f() { time.Sleep(1) }", 1},
		{vars, "var x int\nfunc f() { x = 1; x++ }", 2},
		{vars, "var x map[int]int\nfunc f() { x[1] = 1 }", 1},
		{vars, "var x int\nfunc f() { x := 1; x = 2; _ = x }", 0},
		{vars, "var x int\nfunc f(x int) { x = 2 }", 0},
		{vars, "var _ = 1\nfunc f() { _ = 2 }", 0},
	} {
		if got := c.find(parse(t, "p.go", "package p\n"+c.text)); len(got) != c.want {
			t.Errorf("%s: got %q, want %d faults", c.text, got, c.want)
		}
	}
}
