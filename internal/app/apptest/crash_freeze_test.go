package apptest

import (
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// stood stops the process around tea, as a suspended machine would, and lets it go
// on: who left meanwhile is not called, who stayed is called once, and past the
// grace nobody is.
func stood(t *testing.T, bin string) {
	var all sync.WaitGroup
	defer all.Wait()
	for _, frozen := range []time.Duration{15 * time.Second, 140 * time.Second, 420 * time.Second} {
		for _, leave := range []bool{true, false} {
			all.Go(func() {
				t.Run(fmt.Sprint(frozen, " leave ", leave), func(t *testing.T) { stand(t, bin, frozen, leave) })
			})
		}
	}
}

func stand(t *testing.T, bin string, frozen time.Duration, leave bool) {
	s := newProgramStage(t, bin, instant(t, "2027-03-02T05:59:00Z"), 0)
	h := s.addTeam("sakura", s.guild, "Asia/Tokyo", 1, every(bot.Tea, 60, 0, 15, 15))
	s.setUp()
	p := s.run()
	p.awaitReady(20 * time.Second)
	s.eventually("the board", 20*time.Second, func() bool { return strings.Contains(boardOf(h, s), "sitter") })
	signal := func(sig syscall.Signal) {
		if err := p.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
	}
	signal(syscall.SIGSTOP)
	if leave {
		for m := range h.residents {
			m.Leave()
		}
	}
	s.clock.set(instant(t, "2027-03-02T05:59:55Z").Add(frozen), 1)
	signal(syscall.SIGCONT)
	late := "too late to announce"
	switch room := h.rooms[0]; {
	case frozen > 300*time.Second:
		s.eventually("word that it is too late", 20*time.Second, func() bool { return strings.Contains(p.said.tail(1<<20), late) })
	case leave:
		s.eventually("a card where everybody reads it", 20*time.Second, func() bool { return len(h.text.Messages()) > 0 })
	default:
		s.eventually("a card", 20*time.Second, func() bool { return len(room.Messages()) > 0 })
	}
	p.end(syscall.SIGTERM)
	want := btoi(!leave && frozen < 300*time.Second)
	if got := len(h.rooms[0].Messages()); got != want {
		t.Errorf("%d cards in the room, want %d", got, want)
	}
	if plays := len(s.guild.Plays()); plays > want {
		t.Errorf("%d chimes, want at most %d", plays, want)
	}
}

// boardOf is what a team's board shows.
func boardOf(h *liveTeam, s *programStage) string {
	for _, m := range s.guild.Text(string(h.ID) + "-board").Messages() {
		return m.Text()
	}
	return ""
}
