package spec

import (
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
)

// ForTest returns the process's Checker, or nil with a line in the test's log
// where the document is absent. With CI=true its absence fails the test.
func ForTest(t testing.TB) *Checker {
	t.Helper()
	path, ok := need.Wanted(t, place()...)
	if !ok {
		return nil
	}
	checker, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

// Document returns the path of the document, or ends the test where it is absent.
func Document(t testing.TB) string {
	t.Helper()
	return need.Shared(t, place()...)
}
