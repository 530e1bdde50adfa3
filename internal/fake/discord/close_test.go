package discord_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestCloseLeavesNoGoroutineBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := fake.Start(fake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := newRest(t, s)
	g := s.NewGuild("Sakura")
	c := identified(t, s, nil, guilds, 1)
	events := s.Events(t.Context())
	s.Faults().Delay(nil, time.Hour)
	hung := make(chan error)
	go func() { hung <- r.do("GET", "/guilds/"+g.ID(), nil).err }()
	half := connect(t, s, nil)
	s.Faults().HalfOpen()
	for s.Requests()["GET /guilds/{guild_id}"] == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	s.Close()
	if err := <-hung; err == nil {
		t.Error("the delayed request was answered")
	}
	if _, open := <-events; open {
		t.Error("events go on")
	}
	_, _ = c.ws.Close(), half.ws.Close()
	r.client.CloseIdleConnections()
}
