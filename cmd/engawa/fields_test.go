package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
)

var update = flag.Bool("update", false, "list the fields of a new format in testdata/fields")

// A program that does not know a field drops it when it writes the value. So a
// field whose loss would matter comes with a step in upgrades of package store,
// and an older program refuses the file. testdata/fields/format-N.txt lists what
// the values of format N hold.
func TestNoValueGainsAFieldWithoutAFormat(t *testing.T) {
	need.Unraced(t)
	got, format := fieldsOf(t)
	path := filepath.Join("testdata", "fields", fmt.Sprintf("format-%d.txt", format))
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) && *update {
		if err := os.WriteFile(path, []byte(strings.Join(got, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatalf("format %d is new. If upgrades() in package store has its step, list what its values hold: go test ./cmd/engawa -run %s -update\n%v", format, t.Name(), err)
	}
	want := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, field := range got {
		if !slices.Contains(want, field) {
			t.Errorf("%q is not in format %d. A program of before would drop it when it writes the value. "+
				"If that matters, add a step to upgrades() in package store, and then run this test with -update. "+
				"If it does not, add the line to %s, and say in the commit why", field, format, path)
		}
	}
	for _, field := range want {
		if !slices.Contains(got, field) {
			t.Errorf("%q of format %d is gone: a field is never renamed, removed or given another type, for older stores hold it", field, format)
		}
	}
}

// fieldsOf lists the fields of every table by what the source says, and gives the
// format that this program writes.
func fieldsOf(t *testing.T) (fields []string, format int) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Dir}}\t{{join .GoFiles \" \"}}", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports := map[string]string{}
	list := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, line := range list {
		column := strings.Split(line, "\t")
		exports[column[0]] = column[1]
	}
	set := token.NewFileSet()
	known := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, line := range list {
		column := strings.Split(line, "\t")
		if !strings.HasPrefix(column[0], "github.com/engawa-bot/engawa/") {
			continue
		}
		var files []*ast.File
		for _, name := range strings.Fields(column[3]) {
			f, err := parser.ParseFile(set, filepath.Join(column[2], name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		config := types.Config{Importer: known}
		p, err := config.Check(column[0], set, files, info)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if name, of, ok := tableOf(n, info); ok {
					fields = append(fields, describe(name, of, nil)...)
				}
				return true
			})
		}
		if strings.HasSuffix(column[0], "/store") {
			fields = append(fields, describe("owed", p.Scope().Lookup("Owed").Type(), nil)...)
			format = 1 + steps(t, files)
		}
	}
	slices.Sort(fields)
	return slices.Compact(fields), format
}

// tableOf finds store.NewTable[T]("name").
func tableOf(n ast.Node, info *types.Info) (name string, of types.Type, ok bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", nil, false
	}
	generic, ok := call.Fun.(*ast.IndexExpr)
	if !ok {
		return "", nil, false
	}
	selector, ok := generic.X.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "NewTable" {
		return "", nil, false
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", nil, false
	}
	name, err := strconv.Unquote(literal.Value)
	return name, info.Types[generic.Index].Type, err == nil
}

// steps counts the steps of upgrades.
func steps(t *testing.T, files []*ast.File) (n int) {
	t.Helper()
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "upgrades" {
				ast.Inspect(fn, func(node ast.Node) bool {
					if list, ok := node.(*ast.CompositeLit); ok && n == 0 {
						n = len(list.Elts)
					}
					return true
				})
			}
		}
	}
	if n == 0 {
		t.Fatal("upgrades() was not found in package store")
	}
	return n
}

// describe lists a type's fields as JSON has them, each as its path and its kind.
func describe(path string, of types.Type, above []types.Type) []string {
	if slices.Contains(above, of) || marshals(of) {
		return []string{path + " " + plainType(of)}
	}
	above = append(above, of)
	switch u := of.Underlying().(type) {
	case *types.Pointer:
		return describe(path, u.Elem(), above)
	case *types.Slice:
		return describe(path+"[]", u.Elem(), above)
	case *types.Array:
		return describe(path+"[]", u.Elem(), above)
	case *types.Map:
		return describe(path+"{}", u.Elem(), above)
	case *types.Struct:
		var all []string
		for i := range u.NumFields() {
			name, _, _ := strings.Cut(reflect.StructTag(u.Tag(i)).Get("json"), ",")
			switch f := u.Field(i); {
			case name == "-" || !f.Exported() && !f.Embedded():
			case f.Embedded() && name == "":
				all = append(all, describe(path, f.Type(), above)...)
			default:
				if name == "" {
					name = f.Name()
				}
				all = append(all, describe(path+"."+name, f.Type(), above)...)
			}
		}
		return all
	default:
		return []string{path + " " + u.String()}
	}
}

// marshals says whether a type writes its JSON itself.
func marshals(of types.Type) bool {
	for _, t := range []types.Type{of, types.NewPointer(of)} {
		set := types.NewMethodSet(t)
		for _, name := range []string{"MarshalJSON", "MarshalText"} {
			if set.Lookup(nil, name) != nil {
				return true
			}
		}
	}
	return false
}

func plainType(of types.Type) string {
	return types.TypeString(of, func(p *types.Package) string { return p.Name() })
}
