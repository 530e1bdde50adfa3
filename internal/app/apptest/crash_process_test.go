package apptest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is the real program, running.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	said  *journal
	ended chan struct{} // closed after it was waited for
	err   error         // how it ended; read after ended
}

// program is what is built and run.
const program = "github.com/engawa-bot/engawa/cmd/engawa"

// workshop builds each kind of program once, for all tests.
type workshop struct {
	mu    sync.Mutex
	dir   string                            // made at the first; TestMain takes it away
	built map[string]func() (string, error) // by flags
}

var workbench workshop

// compile builds the program and gives its path.
func compile(t *testing.T, environ []string, flags ...string) string {
	t.Helper()
	path, err := workbench.program(environ, flags)()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func (w *workshop) program(environ, flags []string) func() (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	kind := strings.Join(append(flags, environ...), " ")
	if w.built[kind] == nil {
		if w.built == nil {
			w.built = map[string]func() (string, error){}
		}
		n := len(w.built)
		w.built[kind] = sync.OnceValues(func() (string, error) { return w.build(n, environ, flags) })
	}
	return w.built[kind]
}

func (w *workshop) build(n int, environ, flags []string) (string, error) {
	dir, err := w.folder()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, fmt.Sprintf("engawa-%d", n))
	build := exec.Command("go", append([]string{"build", "-o", path, "-ldflags", "-s -w"}, append(flags, program)...)...)
	build.Env = append(os.Environ(), environ...)
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%v: %w\n%s", build.Args, err, out)
	}
	return path, nil
}

func (w *workshop) folder() (dir string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dir == "" {
		w.dir, err = os.MkdirTemp("", "engawa-test-")
	}
	return w.dir, err
}

func (w *workshop) clear() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dir == "" {
		return nil
	}
	return os.RemoveAll(w.dir)
}

// launch starts the program. It is killed, and waited for, at the test's end.
func launch(t *testing.T, bin string, environ []string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(bin, args...), said: newJournal(), ended: make(chan struct{})}
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = environ, p.said, p.said
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("process %d said at the end:\n%s", p.cmd.Process.Pid, p.said.tail(4000))
		}
	})
	return p
}

// kill ends the process at once, as a power cut would, and waits for it.
func (p *process) kill() { p.end(syscall.SIGKILL) }

// end sends a signal and waits until the process is gone. One that stays is killed.
func (p *process) end(s syscall.Signal) {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Errorf("signal %v: %v", s, err)
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Errorf("the process does not end %v after %v", patience, s)
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
}

// live lets d pass; it fails the test if the process ends meanwhile.
func (p *process) live(d time.Duration) {
	p.t.Helper()
	select {
	case <-p.ended:
		p.t.Fatalf("the process ended by itself: %v\n%s", p.err, p.said.tail(2000))
	case <-time.After(d):
	}
}

// awaitReady waits until /readyz says yes.
func (p *process) awaitReady(within time.Duration) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !p.ready(ctx) {
		select {
		case <-tick.C:
		case <-p.ended:
			p.t.Fatalf("the process ended: %v\n%s", p.err, p.said.tail(2000))
		case <-ctx.Done():
			p.t.Fatalf("not ready within %v:\n%s", within, p.said.tail(2000))
		}
	}
}

func (p *process) ready(ctx context.Context) bool {
	address := p.said.address()
	if address == "" {
		return false
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// resident is how much memory the process has in RAM, in bytes, as the kernel says.
func (p *process) resident() int { return p.memory("VmRSS:") }

// own is what of it is the process's alone: without the pages of the program's file,
// of which the kernel reads as many ahead, and drops as many, as it likes.
func (p *process) own() int { return p.memory("RssAnon:") }

func (p *process) memory(kind string) int {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Skipf("no /proc on this system: %v", err)
	}
	_, line, _ := strings.Cut(string(status), kind)
	var kB int
	if _, err := fmt.Sscan(line, &kB); err != nil {
		p.t.Fatal(err)
	}
	return kB << 10
}

// journal keeps what a process says.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
	at   *regexp.Regexp
}

func newJournal() *journal {
	return &journal{at: regexp.MustCompile(`msg="serving health and metrics" address=(\S+)`)}
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// address is where the process serves HTTP; empty until it says so.
func (j *journal) address() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	if found := j.at.FindSubmatch(j.text.Bytes()); found != nil {
		return string(found[1])
	}
	return ""
}

func (j *journal) tail(bytes int) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	text := j.text.Bytes()
	return string(text[max(0, len(text)-bytes):])
}
