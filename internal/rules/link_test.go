package rules

import (
	"go/ast"
	"testing"
)

// linkers may call Link or JoinRows of a team's scene, which make two accounts one
// person's, and why.
var linkers = map[string]string{
	"bot/feature/people/link.go": "both accounts have said yes",
	"bot/people_accounts.go":     "Link parts both first",
	"internal/demo/slack.go":     "of the people of the demo it is known",
}

func TestOnlyTheRosterMakesTwoAccountsOnePersons(t *testing.T) {
	found := 0
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for _, at := range links(s) {
			found++
			if linkers[s.path] == "" {
				t.Errorf("%s: Link: let people propose and confirm it, as package roster has them", at)
			}
		}
	}
	if found != len(linkers) {
		t.Errorf("found %d calls of Link, want %d", found, len(linkers))
	}
}

// links finds calls of a method Link or JoinRows whose first argument is a transaction.
func links(s source) (found []string) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		method, isMethod := call.Fun.(*ast.SelectorExpr)
		tx, isName := call.Args[0].(*ast.Ident)
		if isMethod && (method.Sel.Name == "Link" || method.Sel.Name == "JoinRows") && isName && tx.Name == "tx" {
			found = append(found, s.at(call.Pos()))
		}
		return true
	})
	return found
}
