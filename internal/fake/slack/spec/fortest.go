package spec

import (
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
)

// ForTest returns the process's Checker, or nil with a line in the test's log where the files are absent. With
// CI=true their absence fails the test.
func ForTest(t testing.TB) *Checker {
	t.Helper()
	if _, ok := need.Wanted(t, "specs", "slack-message.schema.json"); !ok {
		return nil
	}
	checker, err := Here()
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

// Folder returns the path of the folder with the files, or ends the test where they are absent.
func Folder(t testing.TB) string {
	t.Helper()
	need.Shared(t, "specs", "slack-message.schema.json")
	return need.Path("specs")
}
