package rules

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Each kind of notebook is held to the same contract, or people lose what they wrote
// in the one that nobody tried.
func TestEachKindOfNotebookIsHeldToTheContract(t *testing.T) {
	all := sources(t)
	if kinds := notebookKinds(all); len(kinds) < 2 {
		t.Errorf("found the kinds of notebook %q: the test sees too little", kinds)
	}
	for _, fault := range untried(all) {
		t.Error(fault)
	}
}

// untried are the kinds of notebook of which no test calls the contract.
func untried(all []source) (faults []string) {
	for _, kind := range notebookKinds(all) {
		if !slices.ContainsFunc(all, func(s source) bool { return s.dir() == kind && s.test() && callsContract(s, "notebooktest") }) {
			faults = append(faults, kind+": internal/app/notebooks.go makes notebooks of it, and no test of it calls notebooktest.Contract")
		}
	}
	return faults
}

// Each platform is held to the same contract, or what people are told in one never
// comes in another.
func TestEachPlatformIsHeldToTheContract(t *testing.T) {
	for _, fault := range untriedFaces(sources(t)) {
		t.Error(fault)
	}
}

// untriedFaces are the platforms of which no test calls the contract.
func untriedFaces(all []source) (faults []string) {
	for _, name := range platformsOf(all) {
		if !slices.ContainsFunc(all, func(s source) bool { return s.dir() == "bot/"+name && s.test() && callsContract(s, "facetest") }) {
			faults = append(faults, "bot/"+name+": it has the traits of a platform, and no test of it calls facetest.Contract")
		}
	}
	return faults
}

func TestAPlatformThatNobodyTriedIsFound(t *testing.T) {
	face := parse(t, "bot/chat/traits.go", "package chat\nfunc Traits() {}")
	for text, want := range map[string]int{
		"func TestChat(t *testing.T) { facetest.Contract(t, k) }":     0,
		"func TestChat(t *testing.T) { notebooktest.Contract(t, k) }": 1,
	} {
		if got := untriedFaces([]source{face, parse(t, "bot/chat/chat_test.go", "package chat\n"+text)}); len(got) != want {
			t.Errorf("%s: got %q, want %d faults", text, got, want)
		}
	}
}

// notebookKinds are the packages below kpt/ of which teams get their notebooks.
func notebookKinds(all []source) (kinds []string) {
	for _, s := range all {
		if s.path != "internal/app/notebooks.go" {
			continue
		}
		for _, i := range s.file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if kind := strings.TrimPrefix(name, "github.com/engawa-bot/engawa/"); err == nil && path.Dir(kind) == "kpt" {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}

func callsContract(s source, of string) (calls bool) {
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				calls = calls || ok && called(call, of, "Contract")
				return true
			})
		}
	}
	return calls
}

func TestAKindOfNotebookThatNobodyTriedIsFound(t *testing.T) {
	kinds := parse(t, "internal/app/notebooks.go", "package app\nimport (\n\"github.com/engawa-bot/engawa/kpt\"\n\"github.com/engawa-bot/engawa/kpt/paper\"\n)")
	for text, want := range map[string]int{
		"kpt/paper/paper_test.go: func TestPaper(t *testing.T) { notebooktest.Contract(t, k) }":                  0,
		"kpt/paper/paper_test.go: func TestPaper(t *testing.T) { t.Run(n, func() { notebooktest.Contract() }) }": 0,
		"kpt/paper/paper_test.go: func TestPaper(t *testing.T) { notebooktest.Page() }":                          1,
		"kpt/paper/paper_test.go: func contract(t *testing.T) { notebooktest.Contract(t, k) }":                   1,
		"kpt/paper/paper.go: func TestPaper() { notebooktest.Contract(t, k) }":                                   1,
		"kpt/other/paper_test.go: func TestPaper(t *testing.T) { notebooktest.Contract(t, k) }":                  1,
	} {
		name, code, _ := strings.Cut(text, ": ")
		if got := untried([]source{kinds, parse(t, name, "package p\n"+code)}); len(got) != want {
			t.Errorf("%s: got %q, want %d faults", text, got, want)
		}
	}
}

// A reason that kpt.Reasons leaves out is asked of no kind, and has no sentence of its own.
func TestTheListOfReasonsHasAllOfThem(t *testing.T) {
	missing, n := unlistedReasons(parse(t, "kpt/notebook.go", read(t, "kpt/notebook.go")))
	if n < 10 {
		t.Errorf("found %d reasons: the test sees too little", n)
	}
	for _, name := range missing {
		t.Errorf("kpt.Reasons leaves out %s", name)
	}
}

// unlistedReasons are the constants of type Reason that the function Reasons does not
// name; n is how many constants there are.
func unlistedReasons(s source) (missing []string, n int) {
	listed := map[string]bool{}
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "Reasons" {
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					listed[id.Name] = true
				}
				return true
			})
		}
	}
	ast.Inspect(s.file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || typeName(spec.Type) != "Reason" {
			return true
		}
		for _, name := range spec.Names {
			n++
			if !listed[name.Name] {
				missing = append(missing, name.Name)
			}
		}
		return true
	})
	return missing, n
}

func TestAReasonThatIsNotListedIsFound(t *testing.T) {
	missing, n := unlistedReasons(parse(t, "p.go", "package p\nconst (\nA Reason = \"a\"\nB Reason = \"b\"\nC = 1\n)\nfunc Reasons() []Reason { return []Reason{A} }"))
	if n != 2 || !slices.Equal(missing, []string{"B"}) {
		t.Errorf("got %q missing of %d, want B of 2", missing, n)
	}
}
