package rules

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
)

const module = "github.com/engawa-bot/engawa"

// root is the folder of go.mod.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// tracked lists the module's files, with slashes, relative to the root.
func tracked(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "-z",
		"--cached", "--others", "--exclude-standard", "--deduplicate")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		need.Absent(t, "not a git checkout: "+err.Error())
	}
	var files []string
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if _, err := os.Lstat(filepath.Join(cmd.Dir, name)); err == nil { // not deleted since
			files = append(files, name)
		}
	}
	return files
}

// read returns a file of the module; a file that is not there yet is empty.
func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

// source is one Go file of the module.
type source struct {
	path string
	set  *token.FileSet
	file *ast.File
}

func (s source) dir() string           { return path.Dir(s.path) }
func (s source) test() bool            { return strings.HasSuffix(s.path, "_test.go") }
func (s source) line(p token.Pos) int  { return s.set.Position(p).Line }
func (s source) lines(n ast.Node) int  { return s.line(n.End()) - s.line(n.Pos()) + 1 }
func (s source) at(p token.Pos) string { return s.set.Position(p).String() }

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, name := range tracked(t) {
		if path.Ext(name) == ".go" && !strings.Contains(name, "testdata/") {
			all = append(all, parse(t, name, read(t, name)))
		}
	}
	return all
}

func parse(t *testing.T, name, text string) source {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return source{name, set, file}
}
