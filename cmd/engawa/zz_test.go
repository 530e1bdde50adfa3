package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

func TestZZ(t *testing.T) {
	s := newStage(t, fake.Options{Check: func(*http.Request, []byte) error { return nil }})
	db, err := store.Open(s.path)
	if err != nil {
		t.Fatal(err)
	}
	table := store.NewTable[bot.Team]("teams")
	now := time.Now().UTC().Add(45 * time.Second)
	err = db.Update(func(tx *store.Tx) error {
		for i := range *crowdTeams {
			g := s.fake.NewGuild(fmt.Sprintf("Team %d", i))
			team := s.team(bot.TeamID(fmt.Sprintf("team-%d", i)), g, fmt.Sprintf("%d %d * * *", now.Minute(), now.Hour()))
			team.Zone = "UTC"
			team.Days.Weekdays = []time.Weekday{0, 1, 2, 3, 4, 5, 6}
			g.Member("ana").Join(g.Voice("Lounge"))
			if err := table.Put(tx, store.KeyOf(string(team.ID)), team); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	bin := t.TempDir() + "/engawa"
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	cmd := exec.Command(bin, "run")
	var log bytes.Buffer
	cmd.Stderr = &log
	addr := freeAddress(t)
	cmd.Env = append(os.Environ(), "ENGAWA_DISCORD_TOKEN="+s.fake.Token(), "ENGAWA_DISCORD_API="+s.fake.URL()+"/api/v10", "ENGAWA_STORE="+s.path, "ENGAWA_HTTP="+addr)
	cmd.Start()
	for range 14 {
		time.Sleep(5 * time.Second)
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		for line := range strings.Lines(string(status)) {
			if strings.HasPrefix(line, "VmRSS") || strings.HasPrefix(line, "VmHWM") || strings.HasPrefix(line, "RssAnon") {
				fmt.Print(strings.TrimSpace(line), "  ")
			}
		}
		text := page(t, "http://"+addr+"/metrics")
		for line := range strings.Lines(text) {
			for _, w := range []string{"go_goroutines ", "go_memstats_heap_inuse_bytes ", "go_memstats_stack_inuse_bytes ", "engawa_occurrences_fired_total ", "engawa_display_edits_total ", "engawa_delivered"} {
				if strings.HasPrefix(line, w) {
					fmt.Print(strings.TrimSpace(line), "  ")
				}
			}
		}
		fmt.Println()
	}
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	fmt.Println(log.String()[:min(3000, log.Len())])
}
