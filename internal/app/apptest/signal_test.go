package apptest

import (
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// However it is told to end, and whatever it is at, the program ends by itself and well.
func TestEverySignalToEndEndsInGoodOrder(t *testing.T) {
	withProgram(t)
	bin := compile(t, nil)
	s := newStage(t, fake.Options{})
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run("run/"+sig.String(), func(t *testing.T) {
			heard(t, sig)
			p := launch(t, bin, append(os.Environ(), "ENGAWA_DISCORD_TOKEN="+s.fake.Token(), "ENGAWA_DISCORD_API="+s.fake.URL()+"/api/v10",
				"ENGAWA_STORE="+t.TempDir()+"/engawa.db", "ENGAWA_HTTP=127.0.0.1:0"), "run")
			p.awaitReady(time.Minute)
			p.end(sig)
			if p.err != nil || !strings.Contains(p.said.tail(4000), "engawa is closed") {
				t.Errorf("it ended with %v and said:\n%s", p.err, p.said.tail(1000))
			}
		})
		t.Run("demo/"+sig.String(), func(t *testing.T) {
			heard(t, sig)
			p := launch(t, bin, append(os.Environ(), "TMPDIR="+t.TempDir()), "demo")
			p.saysSoon("xoxb-fake-bot")
			p.end(sig)
			if p.err != nil {
				t.Errorf("it ended with %v and said:\n%s", p.err, p.said.tail(1000))
			}
		})
	}
}

// heard skips the test where programs are not to hear a signal, by the will of who
// started the tests: nohup lets SIGHUP be passed over by all of them.
func heard(t *testing.T, s syscall.Signal) {
	t.Helper()
	if signal.Ignored(s) {
		t.Skipf("whoever started the tests lets %v be passed over", s)
	}
}

// saysSoon waits until the process has said something.
func (p *process) saysSoon(text string) {
	p.t.Helper()
	for begun := time.Now(); !strings.Contains(p.said.tail(1<<20), text); p.live(5 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			p.t.Fatalf("it does not say %q:\n%s", text, p.said.tail(2000))
		}
	}
}
