package apptest

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/need"
)

// calm is a programStage with one team that has nothing to announce for hours.
func calm(t *testing.T, bin string) *programStage {
	s := newProgramStage(t, bin, instant(t, "2027-03-02T06:00:30Z"), 1)
	s.addTeam("sakura", s.guild, "Asia/Tokyo", 3, call{habit: bot.Tea, rule: "weekdays 20:00"}, call{habit: bot.Standup, rule: "weekdays 10:00"})
	s.setUp()
	return s
}

// shown kills the bot after Discord did what it was told and before the bot
// could know: at the next start the tea time is over, and people sit elsewhere.
func shown(t *testing.T, bin string) {
	s := newProgramStage(t, bin, instant(t, "2027-03-02T05:59:59Z"), 1)
	h := s.addTeam("sakura", s.guild, "Asia/Tokyo", 2, every(bot.Tea, 60, 0, 15, 15))
	s.setUp()
	lose := func(method, path string) { s.fake.Faults().LoseAnswers(is(method, path), -1) }
	lose(http.MethodPut, `/channels/\d+/voice-status`)
	p := s.run()
	s.eventually("a status", 10*time.Second, func() bool { return h.rooms[0].Status() != "" })
	p.kill()
	s.fake.Faults().Clear()
	s.clock.step(time.Hour)
	p = s.run()
	s.tidyAgain()
	if !*patient {
		return
	}
	lose(http.MethodPatch, `/channels/\d+/messages/\d+`)
	h.wanderer.Join(h.rooms[0])
	s.eventually("the move on the board", 20*time.Second, func() bool { return len(s.untidy()) == 0 })
	p.kill()
	s.fake.Faults().Clear()
	h.wanderer.Leave()
	s.run()
	s.tidyAgain()
}

// paired starts two processes on one store at the same time.
func paired(t *testing.T, bin string) {
	s := calm(t, bin)
	first, second := s.run(), s.run()
	select {
	case <-first.ended:
		first, second = second, first
	case <-second.ended:
	case <-time.After(time.Minute):
		t.Fatal("two processes serve one store")
	}
	if code := second.cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("the second process ended with status %d, want 1", code)
	}
	if got := second.said.tail(500); !strings.Contains(got, s.path+" is in use by another process: stop that one, or use another file") {
		t.Errorf("the second process said: %s", got)
	}
	first.awaitReady(time.Minute)
	if got := s.fake.Faults().Connections(); got != 1 {
		t.Errorf("%d connections to the gateway, want 1", got)
	}
	first.kill()
	s.run().awaitReady(time.Minute)
}

// ended sends SIGTERM while cards are being posted: some take long, some fail.
func ended(t *testing.T, bin string) {
	begin := instant(t, "2027-03-02T05:59:58Z")
	s := newProgramStage(t, bin, begin, 1)
	for _, id := range []bot.TeamID{"sakura", "kaede", "momiji"} {
		s.addTeam(id, s.guild, "Asia/Tokyo", 3, every(bot.Tea, 60, 0, 15, 15), every("gathering-games", 60, 0, 15, 15))
	}
	s.setUp()
	takes := quick(2*time.Second, 12*time.Second) // the latter is longer than the bot may take to end
	slow, failing := s.teams[0], s.teams[1]
	var begun, failed atomic.Int64
	s.fake.Faults().Delay(posts(slow, &begun), takes)
	s.fake.Faults().Fail(posts(failing, &failed), -1, http.StatusInternalServerError)
	p := s.run()
	s.eventually("cards on their way", 10*time.Second, func() bool { return begun.Load() > 0 && failed.Load() > 0 })
	asked := time.Now()
	p.end(syscall.SIGTERM)
	took := time.Since(asked)
	if p.err != nil {
		t.Errorf("after SIGTERM: %v", p.err)
	}
	if took > 10*time.Second {
		t.Errorf("it ended %v after SIGTERM, want at most 10s", took)
	}
	left := len(s.missing(begin, s.clock.now()))
	if left < len(failing.rooms) {
		t.Errorf("%d cards were still owed at the end, want at least the %d that failed", left, len(failing.rooms))
	}
	s.fake.Faults().Clear()
	p = s.run()
	s.allThere(begin, s.clock.now())
	p.kill()
	f := s.checkCards(begin, s.clock.now(), s.clock.now())
	t.Logf("ended %v after SIGTERM with %d cards owed; then %d cards for %d occurrences", took.Round(time.Millisecond), left, f.cards, f.occurrences)
}

// posts matches the cards that are posted in a team's rooms, and counts them.
func posts(h *liveTeam, n *atomic.Int64) func(*http.Request) bool {
	var ids []string
	for _, room := range h.rooms {
		ids = append(ids, room.ID())
	}
	theirs := is(http.MethodPost, `/channels/(`+strings.Join(ids, "|")+`)/messages`)
	return func(r *http.Request) bool {
		if !theirs(r) {
			return false
		}
		n.Add(1)
		return true
	}
}

// restarted starts the bot again and again.
func restarted(t *testing.T, bin string) {
	s := calm(t, bin)
	s.fake.Faults().LoseAnswers(is(http.MethodGet, `/applications/\d+/commands`), 1)
	p := s.run()
	s.tidyAgain()
	s.eventually("the commands", patience, func() bool { return s.fake.Registrations() == 1 })
	p.end(syscall.SIGTERM)
	before := s.fake.Requests()
	const starts = 7
	var took []time.Duration
	for i := range starts {
		at := time.Now()
		p := s.run()
		p.awaitReady(10 * time.Second)
		took = append(took, time.Since(at))
		s.eventually("a look at the commands", 10*time.Second, func() bool {
			return s.fake.Requests()[readCommands] > before[readCommands]+i
		})
		p.kill()
	}
	s.checkOnce()
	if faults := s.untidy(); len(faults) > 0 {
		t.Errorf("amiss: %s", strings.Join(faults, "\n"))
	}
	for operation, n := range s.fake.Requests() {
		if !strings.HasPrefix(operation, "GET ") && n != before[operation] {
			t.Errorf("%d × %s by starts after which nothing was new", n-before[operation], operation)
		}
	}
	slices.Sort(took)
	median := took[starts/2]
	t.Logf("start to ready: median %v, worst %v of %d", median.Round(time.Millisecond), took[starts-1].Round(time.Millisecond), starts)
	if most := need.Limit(300 * time.Millisecond); median > most {
		t.Errorf("start to ready took %v, want at most %v", median, most)
	}
}

const readCommands = "GET /applications/{application_id}/commands"

// is matches requests by their method and path.
func is(method, path string) func(*http.Request) bool {
	whole := regexp.MustCompile("^/api/v10" + path + "$")
	return func(r *http.Request) bool { return r.Method == method && whole.MatchString(r.URL.Path) }
}

// weighed looks at the memory of a bot with one idle team, and at the size of
// the program.
func weighed(t *testing.T, _ string) {
	environ, flags := []string(nil), []string{"-tags", "grpcnotrace"}
	if *patient { // all that the Dockerfile says
		environ, flags = []string{"CGO_ENABLED=0"}, []string{"-trimpath", "-tags", "timetzdata,grpcnotrace"}
	}
	idle := quick(3*time.Second, 20*time.Second)
	bin := compile(t, environ, flags...)
	file, err := os.Stat(bin)
	if err != nil {
		t.Fatal(err)
	}
	s := calm(t, bin)
	s.fake.Calendar(time.Now) // this program has no other clock
	p := s.run()
	p.awaitReady(10 * time.Second)
	p.live(idle)
	answer, err := http.Get("http://" + p.said.address() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	memory, own := p.resident(), p.own()
	p.end(syscall.SIGTERM)
	const MB = 1 << 20
	t.Logf("one team idle for %v: %.1f MB resident, %.1f MB of them its own; the program: %.1f MB",
		idle, float64(memory)/MB, float64(own)/MB, float64(file.Size())/MB)
	if *patient && memory > 30*MB {
		t.Errorf("%d bytes resident, want at most 30 MB", memory)
	}
	if own > 12*MB {
		t.Errorf("%d bytes of its own, want at most 12 MB", own)
	}
	if file.Size() > 35*MB {
		t.Errorf("the program has %d bytes, want at most 35 MB", file.Size())
	}
}
