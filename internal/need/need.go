// Package need is for tests that need what a clone does not bring with it: a file
// in the folder shared that lies beside the module, or a program such as node.
//
// Where it is absent the test is skipped and says why. With CI=true in the
// environment it fails instead, because there nothing may be skipped unseen.
// There is no other way: a test in internal/rules finds who looks for shared, or
// at CI, by itself.
package need

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Shared returns the path of a file or folder below ../shared, or ends the test.
func Shared(t testing.TB, below ...string) string {
	t.Helper()
	path := Path(below...)
	if !there(path) {
		Absent(t, missing(below))
	}
	return path
}

// Wanted is Shared for a test that is worth running without the file: then it
// returns false and says so in the test's log.
func Wanted(t testing.TB, below ...string) (path string, ok bool) {
	t.Helper()
	path = Path(below...)
	switch {
	case there(path):
		return path, true
	case inCI():
		t.Fatalf("%s; with CI=true it must be there", missing(below))
	default:
		t.Log("not judged: " + missing(below))
	}
	return path, false
}

// Absent ends a test that cannot run here, for a reason in plain words.
func Absent(t testing.TB, reason string) {
	t.Helper()
	if inCI() {
		t.Fatalf("%s; with CI=true nothing is skipped", reason)
	}
	t.Skip(reason)
}

// Path returns where a file below ../shared should be: beside the module that
// holds the working directory. It is empty if that is in no module. Tests use
// Shared or Wanted.
func Path(below ...string) string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for !there(filepath.Join(dir, "go.mod")) {
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
	return filepath.Join(append([]string{filepath.Dir(dir), "shared"}, below...)...)
}

func missing(below []string) string {
	return "there is no ../shared/" + strings.Join(below, "/") + " beside the module"
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func inCI() bool { return os.Getenv("CI") == "true" }
