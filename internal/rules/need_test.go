package rules

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Whoever looks for ../shared by itself forgets one of two things sooner or
// later: to be skipped in a clone with nothing beside it, or to fail in CI.
func TestOnlyPackageNeedLooksForWhatIsBesideTheModule(t *testing.T) {
	for _, s := range sources(t) {
		if s.dir() == "internal/need" || s.path == "internal/rules/need_test.go" {
			continue
		}
		for _, fault := range looks(s) {
			t.Error(fault)
		}
	}
}

// looks finds paths to ../shared, in one text or in pieces, questions whether
// this is CI, and tests that ask need for a path without saying what is absent.
func looks(s source) (faults []string) {
	add := func(n ast.Node, what string) {
		faults = append(faults, s.at(n.Pos())+": "+what+": use need.Shared, need.Wanted or need.Absent")
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if n.Kind == token.STRING && err == nil && (strings.Contains(text, "../shared") || strings.HasPrefix(text, "shared/")) {
				add(n, "a path to shared")
			}
		case *ast.CallExpr:
			if called(n, "os", "Getenv", "LookupEnv") && says(n.Args[0], "CI") {
				add(n, "a look at CI")
			}
			joins := called(n, "filepath", "Join") || called(n, "path", "Join")
			if joins && slices.ContainsFunc(n.Args, func(x ast.Expr) bool { return says(x, "shared") }) {
				add(n, "a path to shared")
			}
			if s.test() && called(n, "need", "Path") {
				add(n, "a path that may be absent")
			}
		}
		return true
	})
	return faults
}

// says tells whether an expression is a text.
func says(x ast.Expr, text string) bool {
	literal, ok := x.(*ast.BasicLit)
	return ok && literal.Value == strconv.Quote(text)
}

// called tells whether a call is of one of a package's functions.
func called(call *ast.CallExpr, from string, names ...string) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == from && slices.Contains(names, sel.Sel.Name)
}

func TestALookBesideTheModuleIsFound(t *testing.T) {
	for text, want := range map[string]int{
		`func f() { open("../../../shared/specs/x.json") }`:       1,
		`func f() { open(filepath.Join(up, "shared", "specs")) }`: 1,
		`func f() { open(filepath.Join(up, "shared/fixtures")) }`: 1,
		`func f() bool { return os.Getenv("CI") == "true" }`:      1,
		`func f() { _, _ = os.LookupEnv("CI") }`:                  1,
		`func f() { open(need.Path("specs")) }`:                   1,
		`func f() { open(need.Shared(t, "specs", "x.json")) }`:    0,
		`func f() { say("a shared room", "shared") }`:             0,
		`func f() bool { return os.Getenv("HOME") == "" }`:        0,
	} {
		if got := looks(parse(t, "p_test.go", "package p\n"+text)); len(got) != want {
			t.Errorf("%s: got %q, want %d faults", text, got, want)
		}
	}
}
