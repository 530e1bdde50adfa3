package main

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/app"
)

func TestWithoutATokenThreeLinesSayWhatToDo(t *testing.T) {
	err := dispatch(t.Context(), app.World{Environ: map[string]string{"HOME": t.TempDir()}, Now: app.WallClock}, nil)
	if err == nil {
		t.Fatal("got no error")
	}
	if got := strings.Count(err.Error(), "\n") + 1; got != 3 || !strings.Contains(err.Error(), "engawa demo") {
		t.Errorf("%d lines: %v", got, err)
	}
}
