package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// An outage at Discord is no removal: who sits where is kept, and what came due is
// called when it is over, if that is within its grace. No sound is played into
// emptiness meanwhile.
func TestAnOutageKeepsThePictureAndHabitsWaitForItsEnd(t *testing.T) {
	bubbled(t)
	for name, tt := range map[string]struct {
		lasts time.Duration
		plays int
	}{"over within the grace": {4 * time.Minute, 1}, "longer": {time.Hour, 0}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				h, stop := s.openAs(cfg, s.log, clockAt(at(15, 50, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
				defer stop()
				time.Sleep(10 * time.Second)
				s.guild.Member("ana").Join(s.guild.Voice("Lounge"))
				s.guild.Member("bo").Join(s.guild.Voice("Lounge"))
				time.Sleep(9 * time.Minute)
				s.guild.Outage(true)
				time.Sleep(tt.lasts / 2)
				if len(h.bot.Resting()) > 0 {
					t.Error("the team rests for an outage")
				}
				s.guild.Member("bo").Leave()
				time.Sleep(tt.lasts / 2)
				s.guild.Outage(false)
				time.Sleep(2 * time.Minute)
				if got := len(s.guild.Plays()); got != tt.plays {
					t.Errorf("%d sounds, want %d", got, tt.plays)
				}
				boards := boardsOf(s.guild)
				if len(boards) != 1 {
					t.Fatalf("%d boards, want 1", len(boards))
				}
				if got, want := boards[0].Text(), "🏡 #Lounge: @ana since 06:50"; !strings.Contains(got, want) || strings.Contains(got, "@bo") {
					t.Errorf("the board says %q, want %q", got, want)
				}
			})
		})
	}
}
