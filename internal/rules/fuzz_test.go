package rules

import (
	"go/ast"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
)

func TestMakeFuzzRunsEveryFuzzTarget(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		need.Absent(t, "make is not installed")
	}
	var want []string
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test() && strings.HasPrefix(f.Name.Name, "Fuzz") {
				want = append(want, "./"+s.dir()+" "+f.Name.Name)
			}
		}
	}
	cmd := exec.CommandContext(t.Context(), "make", "--silent", "--no-print-directory", "fuzz-list")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	t.Logf("%d fuzz targets", len(want))
}
