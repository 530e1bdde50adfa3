package markdown

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/kpt"
)

func TestACrashLeavesTheOldFileOrTheNew(t *testing.T) {
	n := notebook(t, "old\n")
	f, err := os.Open(n.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	temp, err := prepare(n.path, f, "new\n") // and then the power goes
	if err != nil || n.text(t) != "old\n" {
		t.Errorf("got %v and %q, want the old file", err, n.text(t))
	}
	if got := At(temp, titles()).text(t); got != "new\n" {
		t.Errorf("got %q ready, want the new file", got)
	}
}

func TestWhatPowerCutsLeftIsSweptUpButForAnEditorsWords(t *testing.T) {
	n := notebook(t, "old\n")
	names := func() (names []string) {
		entries, err := os.ReadDir(filepath.Dir(n.path))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	folder := filepath.Dir(n.path)
	written := besides(n.path) + "2." + revision("was\n") + kept
	for name, text := range map[string]string{
		besides(n.path) + "1":                             "half",
		besides(n.path) + "1." + revision("was\n") + kept: "was\n",
		written:        "was, and more\n",
		".kpt.md.swp":  "an editor's own",
		".kpt.md.1234": "nobody's",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.replace("old\n", "new\n"); err != nil {
		t.Fatal(err)
	}
	want := []string{".kpt.md.1234", written, ".kpt.md.swp", "kpt.md"}
	if got := names(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatAnEditorWroteToTheOldFileIsPutBack(t *testing.T) {
	n := notebook(t, "old\n")
	editor, err := os.OpenFile(n.path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = editor.Close() }()
	if err := n.replace("old\n", "ours\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := editor.WriteString("mine, longer\n"); err != nil {
		t.Fatal(err)
	}
	if err := n.putBack(n.path, n.path+".none", editor, "old\n"); !errors.Is(err, kpt.ErrMoved) || n.text(t) != "mine, longer\n" {
		t.Errorf("got %v and %q, want ErrMoved and what was saved", err, n.text(t))
	}
}

// An editor may write on to the file as it was, so it is put back as a whole.
func TestTheOldFileItselfIsPutBack(t *testing.T) {
	n := notebook(t, "old\n")
	editor, err := os.OpenFile(n.path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = editor.Close() }()
	second := n.path + ".old"
	if err := errors.Join(os.Link(n.path, second), n.replace("old\n", "ours\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := editor.WriteString("mine,"); err != nil {
		t.Fatal(err)
	}
	if err := n.putBack(n.path, second, editor, "old\n"); !errors.Is(err, kpt.ErrMoved) {
		t.Errorf("got %v, want ErrMoved", err)
	}
	if _, err := editor.WriteAt([]byte("mine, longer\n"), 0); err != nil || n.text(t) != "mine, longer\n" {
		t.Errorf("got %v and %q, want what was saved", err, n.text(t))
	}
}

// An editor that saves empties the file first.
func TestAFileIsReadWhenItStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := notebook(t, "## 2026-11-27\n### Keep\n- a\n")
		bullets := func() int {
			r, err := n.Read(t.Context())
			if err != nil || len(r.Sheets) == 0 {
				t.Fatalf("got %+v and %v", r, err)
			}
			return len(r.Sheets[0].Lines)
		}
		if got := bullets(); got != 1 {
			t.Errorf("got %d bullets, want 1", got)
		}
		for _, part := range []string{"", "## 2026-11-27\n### Keep\n"} {
			if err := os.WriteFile(n.path, []byte(part), 0o600); err != nil {
				t.Fatal(err)
			}
			saved := make(chan error)
			go func() {
				time.Sleep(30 * time.Millisecond)
				saved <- os.WriteFile(n.path, []byte("## 2026-11-27\n### Keep\n- a\n- b\n"), 0o600)
			}()
			if got := bullets(); got != 2 {
				t.Errorf("after %q: got %d bullets, want 2", part, got)
			}
			if err := <-saved; err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		if bullets(); time.Since(began) > 0 {
			t.Errorf("it took %v to read what was read before", time.Since(began))
		}
	})
}
