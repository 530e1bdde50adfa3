package main

import (
	"cmp"
	"context"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/internal/app"
)

// version prints which Engawa this is, as the Go command wrote it into the binary.
func version(_ context.Context, w app.World, _ given) error {
	build, _ := debug.ReadBuildInfo()
	_, err := io.WriteString(w.Out, built(build))
	return err
}

// built says what is known of a build; nil: nothing is.
func built(build *debug.BuildInfo) string {
	if build == nil {
		build = &debug.BuildInfo{}
	}
	setting := map[string]string{}
	for _, s := range build.Settings {
		setting[s.Key] = s.Value
	}
	commit := cmp.Or(setting["vcs.revision"], "unknown (built without version control)")
	if at, err := time.Parse(time.RFC3339, setting["vcs.time"]); err == nil {
		commit += ", of " + at.UTC().Format("2006-01-02 15:04 UTC")
	}
	if setting["vcs.modified"] == "true" {
		commit += ", and changes that are not committed"
	}
	lines := []string{
		"engawa " + cmp.Or(build.Main.Version, "(devel)"),
		"commit " + commit,
		"built with " + cmp.Or(build.GoVersion, runtime.Version()) + " for " + runtime.GOOS + "/" + runtime.GOARCH,
	}
	return strings.Join(lines, "\n") + "\n"
}
