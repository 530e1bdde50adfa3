package apptest

import (
	"os"
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
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run("run/"+signal.String(), func(t *testing.T) {
			p := launch(t, bin, append(os.Environ(), "ENGAWA_DISCORD_TOKEN="+s.fake.Token(), "ENGAWA_DISCORD_API="+s.fake.URL()+"/api/v10",
				"ENGAWA_STORE="+t.TempDir()+"/engawa.db", "ENGAWA_HTTP=127.0.0.1:0"), "run")
			p.awaitReady(time.Minute)
			p.end(signal)
			if p.err != nil || !strings.Contains(p.said.tail(4000), "engawa is closed") {
				t.Errorf("it ended with %v and said:\n%s", p.err, p.said.tail(1000))
			}
		})
		t.Run("demo/"+signal.String(), func(t *testing.T) {
			p := launch(t, bin, append(os.Environ(), "TMPDIR="+t.TempDir()), "demo")
			p.saysSoon("xoxb-fake-bot")
			p.end(signal)
			if p.err != nil {
				t.Errorf("it ended with %v and said:\n%s", p.err, p.said.tail(1000))
			}
		})
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
