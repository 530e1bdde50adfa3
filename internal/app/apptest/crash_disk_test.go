//go:build linux

package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

// TestNoWordIsLostOrKeptTwiceOnABadDisk has members write notes while the disk of
// the real program is slow, full, or fails to write or to sync, and while the
// program is killed. Who was told that a note is kept finds it once; who was told
// that it failed does not find it.
func TestNoWordIsLostOrKeptTwiceOnABadDisk(t *testing.T) {
	withProgram(t)
	disk := filepath.Join(t.TempDir(), "disk")
	s := newProgramStage(t, badDiskProgram(t), instant(t, "2027-03-02T06:00:30Z"), 1)
	h := s.addTeam("sakura", s.guild, "Asia/Tokyo", 1, call{habit: bot.KPT, rule: "0 15 * * 5"})
	s.setUp()
	var scribes []*scribe
	for i := range 3 {
		m := s.guild.Member(fmt.Sprintf("scribe %d", i))
		m.At(h.text)
		scribes = append(scribes, &scribe{Member: m, name: fmt.Sprint("s", i), told: map[string]string{}})
	}
	dice := rand.New(rand.NewPCG(2029, uint64(*kills)))
	t.Logf("dice: seed 2029, %d", *kills)
	uncertain := 0
	for range *kills {
		uncertain += badLife(t, s, disk, dice, scribes)
	}
	t.Logf("%d times an outcome was uncertain", uncertain)
	p := s.run()
	p.awaitReady(20 * time.Second)
	if says := s.keeps(t, "check"); !strings.Contains(string(says), "is sound") { // of the store in use
		t.Errorf("check says %q", says)
	}
	p.kill()
	counts := s.counted(t)
	kept, failed, unknown := 0, 0, 0
	for _, w := range scribes {
		for word, told := range w.told {
			n := counts[word]
			switch told {
			case "kept":
				kept++
				if n != 1 {
					t.Errorf("%s was told to be kept, and is there %d times", word, n)
				}
			case "failed":
				failed++
				if n > 0 {
					t.Errorf("%s was told to have failed, and is there", word)
				}
			default:
				unknown++
			}
			if n > 1 {
				t.Errorf("%s is there %d times", word, n)
			}
		}
	}
	t.Logf("%d lives; %d notes kept, %d failed, of %d nobody knows", *kills, kept, failed, unknown)
	if kept == 0 || failed == 0 {
		t.Errorf("%d kept and %d failed: this tries nothing", kept, failed)
	}
}

// badLife is one life of the program on a bad disk. It returns how often the
// outcome of a write was uncertain.
func badLife(t *testing.T, s *programStage, disk string, dice *rand.Rand, scribes []*scribe) (uncertain int) {
	t.Helper()
	setDisk(t, disk, "0 0 0 0")
	p := launch(t, s.bin, append(s.environ(), "ENGAWA_TEST_DISK="+disk), "run")
	p.awaitReady(20 * time.Second)
	setDisk(t, disk, []string{"0.2 0 0 0", "0 0.1 0 0", "0 0 0.5 0", "0.1 0.05 0.1 5", "0.7 0 0 0", "0 0 0 30"}[dice.IntN(6)])
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, w := range scribes {
		all.Go(func() { w.write(ctx) })
	}
	p.live(time.Duration(300+dice.IntN(700)) * time.Millisecond)
	if dice.IntN(2) == 0 {
		setDisk(t, disk, "0 0 0 0") // it recovers
		p.live(200 * time.Millisecond)
	}
	p.kill()
	cancel()
	all.Wait()
	return strings.Count(p.said.tail(1<<20), store.ErrUncertain.Error())
}

func setDisk(t *testing.T, path, what string) {
	t.Helper()
	if err := os.WriteFile(path+".new", []byte(what), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// scribe is a member who writes one note after another, and remembers what it was
// told of each.
type scribe struct {
	*fake.Member
	name string
	last int
	told map[string]string
}

func (w *scribe) write(ctx context.Context) {
	for ctx.Err() == nil {
		w.last++
		word := fmt.Sprintf("%sn%d", w.name, w.last)
		w.told[word] = "unknown"
		switch says := answered(ctx, w.Run("keep", map[string]any{"text": word})); {
		case strings.Contains(says, "Noted as a "):
			w.told[word] = "kept"
		case strings.Contains(says, "may be kept all the same"):
			// look before you write it again
		case says != "":
			w.told[word] = "failed"
		}
		pause(ctx, 20*time.Millisecond)
	}
}

// counted is how often each note is there, by the program's own export; and the
// store is sound.
func (s *programStage) counted(t *testing.T) map[string]int {
	t.Helper()
	s.keeps(t, "check")
	var l ledger
	if err := json.Unmarshal(s.keeps(t, "export", "--format", "json"), &l); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, r := range l.Retros {
		for _, n := range r.Notes {
			counts[n.Text]++
		}
	}
	return counts
}

// keeps runs a keeper's subcommand.
func (s *programStage) keeps(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), s.bin, args...)
	cmd.Env = s.environ()
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, &failed)
	}
	return out
}

// badDiskProgram builds the program with a bbolt that can fail: a copy of its
// source, in which the two places that reach the disk ask first.
func badDiskProgram(t *testing.T) string {
	t.Helper()
	run := func(name string, args ...string) string {
		out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	source := run("go", "list", "-m", "-f", "{{.Dir}}", "go.etcd.io/bbolt")
	dir := t.TempDir()
	bolt := filepath.Join(dir, "bbolt")
	if err := os.CopyFS(bolt, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	run("chmod", "-R", "u+w", bolt)
	for file, change := range map[string][2]string{
		"db.go":         {"db.ops.writeAt = db.file.WriteAt", "db.ops.writeAt = faultyWriteAt(db)"},
		"bolt_linux.go": {"syscall.Fdatasync(int(db.file.Fd()))", "faultySync(db)"},
	} {
		text := string(readIn(t, filepath.Join(bolt, file)))
		if strings.Count(text, change[0]) != 1 {
			t.Fatalf("%s of bbolt has changed: look where it reaches the disk now", file)
		}
		text = strings.Replace(text, change[0], change[1], 1)
		if file == "bolt_linux.go" {
			text = strings.Replace(text, "import (\n\t\"syscall\"\n)", "", 1)
		}
		writeIn(t, filepath.Join(bolt, file), []byte(text))
	}
	writeIn(t, filepath.Join(bolt, "faults.go"), readIn(t, filepath.Join("testdata", "disk", "faults.go.txt")))
	mod := filepath.Join(dir, "bad.mod")
	root := filepath.Dir(run("go", "env", "GOMOD"))
	writeIn(t, mod, readIn(t, filepath.Join(root, "go.mod")))
	writeIn(t, filepath.Join(dir, "bad.sum"), readIn(t, filepath.Join(root, "go.sum")))
	run("go", "mod", "edit", "-replace=go.etcd.io/bbolt="+bolt, mod)
	bin := filepath.Join(dir, "engawa")
	run("go", "build", "-modfile", mod, "-tags", "steppedclock", "-o", bin, program)
	return bin
}
