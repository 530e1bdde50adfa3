//go:build !linux

package store_test

import (
	"os"
	"testing"
)

// asNobody is for Linux, where a thread may open files as somebody else.
func asNobody(t *testing.T) {
	t.Helper()
	if os.Geteuid() == 0 {
		t.Skip("root may read everything; run the tests as somebody else")
	}
}
