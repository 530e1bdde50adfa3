package apptest

import (
	"context"
	"os"
	"syscall"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/store"
)

// together lets a test that waits most of the time go beside others like it, but
// not where the race detector makes them wait for each other.
func together(t *testing.T) {
	if !need.Raced() {
		t.Parallel()
	}
}

// answered waits for an answer and gives what it says; "" if there was none.
func answered(ctx context.Context, a *fake.Answer) string {
	if a.Wait(ctx) != nil {
		return ""
	}
	return a.Message.Text() + " " // something, also where a form opened
}

// openAlone opens the store at path while no other test starts a program: between
// fork and exec that program's process would hold the lock of a file that was just
// closed, and in a bubble the second that Open waits for it takes no time.
func openAlone(t testing.TB, path string) *store.Store {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func readIn(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeIn(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
