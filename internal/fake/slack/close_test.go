package slack_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestCloseLeavesNoGoroutineBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := fake.Start(fake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := newApp(t, s, nil)
	general, ana := s.Channel("general"), s.Member("ana")
	c := a.connect()
	general.Archive() // an event that is never acknowledged
	waiting := ana.Run("/keep", "x")
	s.Faults().HalfOpen()
	d := a.connect()
	s.Faults().Delay(fake.Call{Method: "auth.test"}, time.Hour)
	hung := make(chan error)
	go func() { hung <- a.form("auth.test", nil).err }()
	waited := make(chan error)
	go func() { waited <- waiting.Wait(t.Context()) }()
	for s.Requests()["auth.test"] == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	s.Close()
	if err := <-hung; err == nil {
		t.Error("the delayed call was answered")
	}
	if err := <-waited; err == nil {
		t.Error("the command was answered")
	}
	_, _ = c.ws.Close(), d.ws.Close()
	a.client.CloseIdleConnections()
}
