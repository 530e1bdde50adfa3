package apptest

import (
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// clockAt is a wall clock that shows a time now and goes on from there.
func clockAt(t time.Time) func() time.Time {
	start := time.Now()
	return func() time.Time { return t.Add(time.Since(start)).Round(0) }
}

func teaTime(before time.Duration) func() time.Time {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		panic(err)
	}
	return clockAt(time.Date(2026, 11, 24, 16, 0, 0, 0, tokyo).Add(-before))
}

func TestTeaIsCalledInTheRoomsWhereSomebodyIs(t *testing.T) {
	together(t)
	s := newStage(t, fake.Options{})
	lounge, pairing := s.guild.Voice("Lounge"), s.guild.Voice("Pairing")
	s.guild.Member("ana").Join(lounge)
	s.guild.Member("bo").Join(pairing)
	s.guild.Member("chi").Join(s.guild.Voice("Focus"))
	h, stop := s.open(teaTime(1500*time.Millisecond), s.team("sakura", s.guild, "weekdays 16:00"))
	defer stop()
	s.eventually("a card in both rooms", 10*time.Second, func() bool {
		return len(lounge.Messages()) == 1 && len(pairing.Messages()) == 1
	})
	if text := lounge.Messages()[0].Text(); !strings.Contains(text, "Tea time") || !strings.Contains(text, "[Another topic]") {
		t.Errorf("card: %s", text)
	}
	s.eventually("the status", 5*time.Second, func() bool { return strings.Contains(lounge.Status(), "until 16:15") })
	s.eventually("chimes in both rooms", 20*time.Second, func() bool { return len(s.guild.Plays()) == 2 })
	if n := len(s.guild.Voice("Focus").Messages()); n != 0 {
		t.Errorf("%d cards in the focus room, want none", n)
	}
	if got := h.Bot.Tally.Fired.Load(); got != 1 {
		t.Errorf("fired %d, want 1", got)
	}
}

func TestARoomInWhichItWasKilledInMidChimeIsLeft(t *testing.T) {
	together(t)
	s := newStage(t, fake.Options{})
	lounge := s.guild.Voice("Lounge")
	s.guild.Bot().Join(lounge)
	_, stop := s.open(teaTime(time.Hour), s.team("sakura", s.guild, "weekdays 16:00"))
	defer stop()
	s.eventually("the bot has left", 5*time.Second, func() bool { return len(lounge.Members()) == 0 })
}
