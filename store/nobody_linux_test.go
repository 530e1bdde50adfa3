package store_test

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// asNobody has root, who may read everything, open files as nobody until the test
// ends. It is so for the test's own thread alone.
func asNobody(t *testing.T) {
	t.Helper()
	root := os.Geteuid()
	if root != 0 {
		return
	}
	become := func(who int) {
		if err := syscall.Setfsuid(who); err != nil {
			t.Error(err)
		}
	}
	runtime.LockOSThread()
	become(65534)
	t.Cleanup(func() {
		become(root)
		runtime.UnlockOSThread()
	})
}
