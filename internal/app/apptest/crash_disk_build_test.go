//go:build linux

package apptest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// badDisk says what the disk of a program does that badDiskProgram built: five
// numbers. They are the rates at which a sync fails, a write to the store fails, and
// the disk is full; the milliseconds that each of these takes; and the rate at which
// a file cannot take a name.
type badDisk struct {
	t    *testing.T
	path string
}

func newBadDisk(t *testing.T) *badDisk {
	d := &badDisk{t, filepath.Join(t.TempDir(), "disk")}
	d.does("0 0 0 0 0")
	return d
}

func (d *badDisk) environ() string { return "ENGAWA_TEST_DISK=" + d.path }

func (d *badDisk) does(what string) {
	d.t.Helper()
	writeIn(d.t, d.path+".new", []byte(what))
	if err := os.Rename(d.path+".new", d.path); err != nil {
		d.t.Fatal(err)
	}
}

// badDiskProgram builds the program, once, from a copy of its source in which all
// that reaches the disk asks first whether it may.
func badDiskProgram(t *testing.T) string {
	t.Helper()
	bin, err := builtForABadDisk()
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

var builtForABadDisk = sync.OnceValues(func() (string, error) {
	dir, err := workbench.folder()
	if err != nil {
		return "", err
	}
	if dir, err = os.MkdirTemp(dir, "disk-"); err != nil {
		return "", err
	}
	mod, err := tool("go", "env", "GOMOD")
	if err != nil {
		return "", err
	}
	root := filepath.Dir(mod)
	files, err := ourFiles(root, dir)
	if err != nil {
		return "", err
	}
	if err := theEngine(root, dir); err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "engawa")
	_, err = tool("go", "build", "-modfile", filepath.Join(dir, "bad.mod"), "-overlay", files, "-tags", "steppedclock", "-o", bin, program)
	return bin, err
})

func tool(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %v: %w\n%s", name, args, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// theEngine copies bbolt and changes the two places in which it reaches the disk.
func theEngine(root, dir string) error {
	source, err := tool("go", "list", "-m", "-f", "{{.Dir}}", "go.etcd.io/bbolt")
	if err != nil {
		return err
	}
	bolt := filepath.Join(dir, "bbolt")
	if err := os.CopyFS(bolt, os.DirFS(source)); err != nil {
		return err
	}
	if _, err := tool("chmod", "-R", "u+w", bolt); err != nil {
		return err
	}
	for file, change := range map[string][2]string{
		"db.go":         {"db.ops.writeAt = db.file.WriteAt", "db.ops.writeAt = faultyWriteAt(db)"},
		"bolt_linux.go": {"syscall.Fdatasync(int(db.file.Fd()))", "faultySync(db)"},
	} {
		err := rewrite(filepath.Join(bolt, file), filepath.Join(bolt, file), func(text string) (string, error) {
			if strings.Count(text, change[0]) != 1 {
				return "", fmt.Errorf("%s of bbolt has changed: look where it reaches the disk now", file)
			}
			text = strings.Replace(text, change[0], change[1], 1)
			if file == "bolt_linux.go" {
				text = strings.Replace(text, "import (\n\t\"syscall\"\n)", "", 1)
			}
			return text, nil
		})
		if err != nil {
			return err
		}
	}
	same := func(text string) (string, error) { return text, nil }
	for from, to := range map[string]string{
		filepath.Join("testdata", "disk", "faults.go.txt"): filepath.Join(bolt, "faults.go"),
		filepath.Join(root, "go.mod"):                      filepath.Join(dir, "bad.mod"),
		filepath.Join(root, "go.sum"):                      filepath.Join(dir, "bad.sum"),
	} {
		if err := rewrite(from, to, same); err != nil {
			return err
		}
	}
	_, err = tool("go", "mod", "edit", "-replace=go.etcd.io/bbolt="+bolt, filepath.Join(dir, "bad.mod"))
	return err
}

var (
	namesPattern = regexp.MustCompile(`\bos\.(Rename|Link)\(`)
	syncPattern  = regexp.MustCompile(`\b(\w+)\.Sync\(\)`)
)

// ourFiles writes changed copies of the files of the program itself that give names
// or sync, and what the build is to be told of them.
func ourFiles(root, dir string) (overlay string, err error) {
	replace := map[string]string{filepath.Join(root, "internal", "faultyos", "faultyos.go"): filepath.Join(dir, "faultyos.go")}
	if err := rewrite(filepath.Join("testdata", "disk", "faultyos.go.txt"), filepath.Join(dir, "faultyos.go"),
		func(text string) (string, error) { return text, nil }); err != nil {
		return "", err
	}
	for _, folder := range []string{"bot", "cmd", "internal/app", "kpt", "schedule", "store"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil || !namesPattern.Match(text) && !syncPattern.Match(text) {
				return err
			}
			to := filepath.Join(dir, fmt.Sprintf("ours-%d.go", len(replace)))
			replace[path] = to
			return rewrite(path, to, func(text string) (string, error) {
				text = namesPattern.ReplaceAllString(text, "faultyos.$1(")
				text = syncPattern.ReplaceAllString(text, "faultyos.Sync($1)")
				text = strings.Replace(text, "import (\n", "import (\n\t\"github.com/engawa-bot/engawa/internal/faultyos\"\n", 1)
				return text + "\nvar _ = os.Args\n", nil
			})
		})
		if err != nil {
			return "", err
		}
	}
	if len(replace) < 4 {
		return "", fmt.Errorf("only %d files give names to files: look where the program does that now", len(replace)-1)
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, list, 0o600)
}

// rewrite writes what change makes of a file.
func rewrite(from, to string, change func(string) (string, error)) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	text, err := change(string(data))
	if err != nil {
		return err
	}
	return os.WriteFile(to, []byte(text), 0o600)
}
