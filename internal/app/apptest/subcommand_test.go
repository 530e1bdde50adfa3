package apptest

import (
	"bytes"
	"errors"
	"os/exec"
	"testing"
)

// asKeeper runs the real program on a store, as a keeper does, and gives what it
// prints; an error has what it complains of.
func asKeeper(t *testing.T, store, api string, args ...string) (says string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), compile(t, nil), args...)
	cmd.Env = []string{"ENGAWA_STORE=" + store, "ENGAWA_DISCORD_API=" + api, "HOME=" + t.TempDir(), "ENGAWA_LOG=text,error"}
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return out.String(), errors.New(complaint.String())
	}
	return out.String(), nil
}
