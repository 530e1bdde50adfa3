package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
	"github.com/engawa-bot/engawa/store/engine"
)

// steps lead from the present format to the next but one: words become capitals,
// then get a bow.
func upper() store.Step {
	return store.Step{What: "capitals", Run: func(w engine.Writer) error {
		return putWordRaw(w, `"TEA"`)
	}}
}

func bow() store.Step {
	return store.Step{What: "bow", Run: func(w engine.Writer) error {
		v, _ := w.Get("words", "sakura/a")
		word, _, _ := strings.Cut(string(v), "\n")
		return putWordRaw(w, word[:len(word)-1]+`, please"`)
	}}
}

func putWordRaw(w engine.Writer, json string) error {
	return w.Put("words", "sakura/a", store.Seal("words", "sakura/a", json))
}

// copyOf is the name of the copy that is kept before steps beyond the present
// format.
func copyOf(path string, beyond int) string {
	return fmt.Sprintf("%s.format-%d", path, store.Present()+beyond)
}

// older is a store of the present format with a word in it.
func older(t *testing.T) (path string) {
	t.Helper()
	return written(t, func(path string) (*store.Store, error) { return store.OpenWith(path) })
}

// kept is older as the present version has it.
func kept(t *testing.T) (path string) {
	t.Helper()
	return written(t, store.Open)
}

func written(t *testing.T, open func(string) (*store.Store, error)) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "engawa.db")
	s, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(func(tx *store.Tx) error { return words.Put(tx, "sakura/a", "tea") })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantWord opens a store as a version with the steps would, or without any as
// this one does.
func wantWord(t *testing.T, path, want string, steps ...store.Step) {
	t.Helper()
	open := store.Open
	if len(steps) > 0 {
		open = func(path string) (*store.Store, error) { return store.OpenWith(path, steps...) }
	}
	s, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.View(func(tx *store.Tx) error {
		got, _, err := words.Get(tx, "sakura/a")
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAnOlderFileIsUpgradedAfterACopy(t *testing.T) {
	path := older(t)
	wantWord(t, path, "TEA, please", upper(), bow())
	wantWord(t, path, "TEA, please", upper(), bow()) // not again
	wantWord(t, copyOf(path, 0), "tea")
	if !errors.Is(statError(copyOf(path, 2)), os.ErrNotExist) {
		t.Error("a file of the newest format was copied")
	}
}

func TestANewFileHasTheNewestFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	wantWord(t, path, "", upper(), bow())
	wantWord(t, path, "", upper(), bow())
	if !errors.Is(statError(copyOf(path, 0)), os.ErrNotExist) {
		t.Error("a new file was upgraded")
	}
}

func TestAFailedStepHasNotHappened(t *testing.T) {
	path := older(t)
	failing := bow()
	failing.Run = func(w engine.Writer) error {
		return errors.Join(putWordRaw(w, `"half"`), errors.New("out of tea"))
	}
	_, err := store.OpenWith(path, upper(), failing)
	wantSentence(t, err, path, fmt.Sprintf("from format %d (bow): out of tea", store.Present()+1))
	wantWord(t, path, "TEA", upper())
	wantWord(t, path, "TEA, please", upper(), bow())
	wantWord(t, copyOf(path, 0), "tea")
	wantWord(t, copyOf(path, 1), "TEA", upper())
}

func TestAKilledUpgradeIsTakenAgain(t *testing.T) {
	path := older(t)
	c := startChild(t, "upgrade", path)
	c.waitFor(t, "half")
	c.kill(t)
	_ = c.cmd.Wait()
	if err := store.Check(path); err != nil {
		t.Fatal(err)
	}
	wantWord(t, path, "TEA, please", upper(), bow())
	wantWord(t, copyOf(path, 0), "tea")
}

// childUpgrades stops in the middle of the second step, until it is killed.
func childUpgrades(path string) error {
	half := bow()
	half.Run = func(w engine.Writer) error {
		if err := putWordRaw(w, `"half"`); err != nil {
			return err
		}
		fmt.Println("half")
		select {}
	}
	_, err := store.OpenWith(path, upper(), half)
	return err
}

func TestANewerFileIsRefusedAndLeftAlone(t *testing.T) {
	path := older(t)
	wantWord(t, path, "TEA", upper())
	before := readFile(t, path)
	_, err := store.OpenWith(path)
	if !errors.Is(err, store.ErrNewer) {
		t.Fatalf("got error %v, want %v", err, store.ErrNewer)
	}
	wantSentence(t, err, path, "run the newer version")
	if string(readFile(t, path)) != string(before) {
		t.Error("the file was changed")
	}
}
