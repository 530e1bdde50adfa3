package need

import (
	"runtime/debug"
	"slices"
)

// Raced tells whether the race detector runs with the test. It makes all slower,
// and has the pools of package sync forget things on purpose, so that more is
// allocated than without it.
func Raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
