//go:build unix

package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

// A limit of the file's size stands for a full disk, which cannot be had
// without being root.
func TestAStoreWithoutRoomKeepsWhatItHas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	c := startChild(t, "fill", path)
	c.waitFor(t, "kept all")
	if err := errors.Join(c.in.Close(), c.cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	if err := store.Check(path); err != nil {
		t.Error(err)
	}
}

// childFills writes until there is no room, and looks whether all is there that
// Update acknowledged, and whether the store can be used after something is
// deleted.
func childFills(path string) error {
	const most = 3 << 20
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return err
	}
	s, err := store.Open(path)
	if err != nil {
		return err
	}
	value := strings.Repeat("tea ", 1<<12)
	put := func(n int) error {
		return s.Update(func(tx *store.Tx) error { return words.Put(tx, store.KeyOf("sakura", padded(n)), value) })
	}
	n := 0
	for ; ; n++ {
		if err = put(n); err != nil {
			break
		}
		if n*len(value) > most {
			return errors.New("the limit does not hold")
		}
	}
	if !strings.Contains(err.Error(), path) {
		return fmt.Errorf("the error does not name the file: %w", err)
	}
	fmt.Fprintln(os.Stderr, "full after", n, "values:", err)
	if err := wantWords(s, n); err != nil {
		return err
	}
	err = s.Update(func(tx *store.Tx) error {
		return errors.Join(words.Delete(tx, store.KeyOf("sakura", padded(n-1))), words.Delete(tx, store.KeyOf("sakura", padded(n-2))))
	})
	if err := errors.Join(err, put(n-2), wantWords(s, n-1)); err != nil {
		return fmt.Errorf("after a delete: %w", err)
	}
	fmt.Println("kept all")
	return s.Close()
}

func wantWords(s *store.Store, want int) error {
	return s.View(func(tx *store.Tx) error {
		got := 0
		for row, err := range words.Scan(tx, "sakura") {
			if err != nil {
				return err
			}
			if row.Key != store.KeyOf("sakura", padded(got)) {
				return fmt.Errorf("got %s as number %d", row.Key, got)
			}
			got++
		}
		if got != want {
			return fmt.Errorf("got %d values, want %d", got, want)
		}
		return nil
	})
}
