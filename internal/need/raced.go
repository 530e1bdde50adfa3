package need

import (
	"runtime/debug"
	"slices"
	"testing"
	"time"
)

// Raced tells whether the race detector runs with the test. It makes all slower,
// and has the pools of package sync forget things on purpose, so that more is
// allocated than without it.
func Raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// Unraced ends a test that the race detector only makes slow: it is about how much
// something is, or what is said, one thing after another in pretended time, and the run
// without the detector has it.
func Unraced(t testing.TB) {
	t.Helper()
	if Raced() {
		t.Skip("about sizes or words, not about races: 'go test' without -race runs this")
	}
}

// Turn tells whether the i-th of many that are alike is run: all are, but under the
// race detector every n-th, and each day other ones.
func Turn(i, n int) bool { return !Raced() || (i+time.Now().YearDay())%n == 0 }
