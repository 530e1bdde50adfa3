package rules

import (
	"go/ast"
	"go/token"
	"strconv"
	"testing"
)

// Two packages that keep their own things in tables of one name would read and
// delete each other's.
func TestEachTableOfTheStoreHasOneOwner(t *testing.T) {
	owner := map[string]string{}
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for name, at := range tables(s) {
			if other, taken := owner[name]; taken {
				t.Errorf("%s: table %q is also at %s", at, name, other)
			}
			owner[name] = at
		}
	}
	if len(owner) < 20 {
		t.Errorf("found %d tables: the test sees nothing", len(owner))
	}
}

// tables finds the names given to store.NewTable.
func tables(s source) map[string]string {
	found := map[string]string{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return true
		}
		generic, ok := call.Fun.(*ast.IndexExpr)
		if !ok {
			return true
		}
		name := ""
		switch fn := generic.X.(type) {
		case *ast.SelectorExpr:
			name = fn.Sel.Name
		case *ast.Ident:
			name = fn.Name
		}
		if text, ok := call.Args[0].(*ast.BasicLit); ok && name == "NewTable" && text.Kind == token.STRING {
			if table, err := strconv.Unquote(text.Value); err == nil {
				found[table] = s.at(call.Pos())
			}
		}
		return true
	})
	return found
}
