package apptest

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/need"
)

// fills stands for a disk that becomes full: files of the process take no byte
// more ("0"), or any number ("unlimited").
func (p *process) fills(bytes string) {
	p.t.Helper()
	prlimit, err := exec.LookPath("prlimit")
	if err != nil {
		need.Absent(p.t, "prlimit (util-linux) is not here, which makes a disk full")
	}
	if out, err := exec.Command(prlimit, "--pid", strconv.Itoa(p.cmd.Process.Pid), "--fsize="+bytes+":unlimited").CombinedOutput(); err != nil {
		p.t.Fatalf("%v: %s", err, out)
	}
}

// full lets the disk become full just before four o'clock.
func full(t *testing.T, bin string) {
	s := newProgramStage(t, bin, instant(t, "2027-03-02T06:58:20Z"), 10)
	h := s.addTeam("sakura", s.guild, "Asia/Tokyo", 2, call{habit: bot.Tea, rule: "weekdays 16:00"}, call{habit: bot.KPT, rule: "fri 15:00"})
	s.setUp()
	p := s.run()
	p.awaitReady(10 * time.Second)
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() == 1 })
	says := func(command string, values map[string]any) string {
		t.Helper()
		return answered(t.Context(), h.wanderer.Run(command, values))
	}
	if got := says("keep", map[string]any{"text": "soup"}); !strings.Contains(got, "Noted") {
		t.Fatalf("before: %q", got)
	}
	s.eventually("a board", 20*time.Second, func() bool { return len(s.untidy()) == 0 })
	p.fills("0")
	if got := says("keep", map[string]any{"text": "bread on Tuesdays"}); !strings.Contains(got, "disk is full") || !strings.Contains(got, "bread on Tuesdays") {
		t.Errorf("/keep on a full disk: %q", got)
	}
	for command, want := range map[string]string{"rooms": "sitter", "kpt mine": "soup", "engawa privacy": "soup", "tries list": "no open Try"} {
		if got := says(command, nil); strings.Contains(got, "full") || command != "engawa privacy" && !strings.Contains(got, want) {
			t.Errorf("/%s on a full disk: %q", command, got)
		}
	}
	metrics := page(t, "http://"+p.said.address()+"/metrics")
	if !strings.Contains(metrics, "engawa_store_up 0") || strings.Contains(metrics, `engawa_store_failures_total{why="full"} 0`) {
		t.Errorf("the metrics do not tell: %s", metrics[strings.Index(metrics, "engawa_store"):])
	}
	if !p.ready(t.Context()) {
		t.Error("it is not ready, though it answers")
	}
	doctor := launch(t, bin, s.environ(), "doctor")
	if <-doctor.ended; doctor.err != nil || !strings.Contains(doctor.said.tail(4000), "My disk is full") {
		t.Errorf("the doctor: %v, %s", doctor.err, doctor.said.tail(4000))
	}
	lines := func() (n int) {
		for _, room := range h.rooms {
			for _, m := range room.Messages() {
				if strings.Contains(m.Text(), "starts now. My disk is full") {
					n++
				}
			}
		}
		return n
	}
	s.eventually("a line in each room", 30*time.Second, func() bool { return lines() == 2 })
	p.fills("unlimited")
	if got := says("keep", map[string]any{"text": "bread on Tuesdays"}); !strings.Contains(got, "Noted as a Keep for") {
		t.Errorf("when there is room again: %q", got)
	}
	p.end(syscall.SIGTERM)
	p = s.run()
	p.awaitReady(10 * time.Second)
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() >= 1 })
	if got := says("kpt mine", nil); strings.Count(got, "bread on Tuesdays") != 1 || strings.Count(got, "soup") != 1 {
		t.Errorf("after a start: %q", got)
	}
	if n := lines(); n != 2 {
		t.Errorf("%d lines, want one in each room", n)
	}
	if n := s.fake.Requests()["POST /channels/{channel_id}/send-soundboard-sound"]; n != 0 {
		t.Errorf("%d chimes without tea", n)
	}
}
