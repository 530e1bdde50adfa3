package rules

import (
	"go/ast"
	"strconv"
	"strings"
	"testing"
)

// What may be large, and why. Keep these short: the next one is a reason to cut.
var (
	largeFiles     = map[string]string{}
	largeFunctions = map[string]string{}
	largeStructs   = map[string]string{
		"internal/fake/discord.Message": "what a person sees of a message, one field for each thing",
	}
)

const (
	maxFile     = 300 // lines
	maxFunction = 50  // lines, from func to the closing brace
	maxStruct   = 10  // fields
)

func TestFilesFunctionsAndStructsStaySmall(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || ast.IsGenerated(s.file) {
			continue
		}
		for _, fault := range tooLarge(s) {
			t.Error(fault)
		}
	}
}

func tooLarge(s source) (faults []string) {
	add := func(at ast.Node, name string, got, most int, excepted map[string]string) {
		if got > most && excepted[name] == "" {
			faults = append(faults, s.at(at.Pos())+": "+name+" has "+strconv.Itoa(got)+", the limit is "+strconv.Itoa(most))
		}
	}
	add(s.file, s.path, s.set.File(s.file.FileStart).LineCount(), maxFile, largeFiles)
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			add(n, s.dir()+"."+n.Name.Name, s.lines(n), maxFunction, largeFunctions)
		case *ast.TypeSpec:
			if st, ok := n.Type.(*ast.StructType); ok {
				add(n, s.dir()+"."+n.Name.Name, st.Fields.NumFields(), maxStruct, largeStructs)
			}
		}
		return true
	})
	return faults
}

func TestWhatIsTooLargeIsFound(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("\n", n) }
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"a file of 300 lines":      {"package p" + lines(300), 0},
		"a file of 301 lines":      {"package p" + lines(301), 1},
		"a function of 50 lines":   {"package p\nfunc f() {" + lines(49) + "}\n", 0},
		"a function of 51 lines":   {"package p\nfunc f() {" + lines(50) + "}\n", 1},
		"a struct of 10 fields":    {"package p\ntype s struct{ a, b, c, d, e, f, g, h, i, j int }\n", 0},
		"a struct of 11 fields":    {"package p\ntype s struct{ a, b, c, d, e, f, g, h, i, j int; k int }\n", 1},
		"an inner struct of 11":    {"package p\nfunc f() { type s struct{ a, b, c, d, e, f, g, h, i, j, k int } }\n", 1},
		"eleven embedded or named": {"package p\ntype s struct{ A; B; C; D; E; F; G; H; I; J; k int }\n", 1},
	} {
		if got := tooLarge(parse(t, "p.go", c.text)); len(got) != c.want {
			t.Errorf("%s: got %q, want %d faults", name, got, c.want)
		}
	}
}
