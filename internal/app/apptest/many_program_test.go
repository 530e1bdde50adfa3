package apptest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

// The real program with all its parts: connected, with boards and notebooks.
func TestTheWholeProcessOfManyTeamsTakesLittleMemory(t *testing.T) {
	withProgram(t)
	n := *many / 10 // Discord is pretended in this process, and takes more than the program
	bin := compile(t, nil)
	s := newStage(t, fake.Options{})
	db := openAlone(t, s.path)
	err := db.Update(func(tx *store.Tx) error {
		for i := range n {
			g := s.fake.NewGuild(fmt.Sprintf("Team %d", i))
			g.Member("ana").Join(g.Voice("Lounge"))
			team := s.team(bot.TeamID(fmt.Sprintf("team-%d", i)), g, "weekdays 16:00")
			team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
			if err := store.NewTable[bot.Team]("teams").Put(tx, store.KeyOf(string(team.ID)), team); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	p := launch(t, bin, append(os.Environ(), "ENGAWA_DISCORD_TOKEN="+s.fake.Token(), "ENGAWA_DISCORD_API="+s.fake.URL()+"/api/v10",
		"ENGAWA_STORE="+s.path, "ENGAWA_HTTP=127.0.0.1:0"), "run")
	p.awaitReady(5 * time.Minute)
	ready := time.Since(began)
	for p.metric("engawa_notebook_writes_total") < max(1, n/20) {
		p.live(20 * time.Millisecond)
	}
	const mb = 1 << 20
	most, took := 80+n*60/1000, p.highest()/mb
	t.Logf("%d teams: ready after %v, %d MB at the highest until a twentieth of the notebooks was written %v after the start", n, ready, took, time.Since(began))
	if took > most {
		t.Errorf("the process of %d teams took %d MB at the highest, want at most %d", n, took, most)
	}
}

// metric is a number of /metrics.
func (p *process) metric(name string) int {
	p.t.Helper()
	for line := range strings.Lines(page(p.t, "http://"+p.said.address()+"/metrics")) {
		var value float64
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			if _, err := fmt.Sscan(rest, &value); err != nil {
				p.t.Fatal(err)
			}
			return int(value)
		}
	}
	return 0
}

// highest is how much memory the process had in RAM at the most, in bytes.
func (p *process) highest() int {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Skipf("no /proc on this system: %v", err)
	}
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	var kB int
	if _, err := fmt.Sscan(line, &kB); err != nil {
		p.t.Fatal(err)
	}
	return kB << 10
}
