package apptest

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// A platform that is down later is no reason to take a process away.
func TestAProcessIsUnreadyOnlyWhileItCanAnswerNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		away := func() {
			s.fake.Faults().Fail(func(*http.Request) bool { return true }, -1, http.StatusBadGateway)
			s.fake.Faults().Drop()
		}
		away()
		h, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)))
		time.Sleep(time.Minute)
		if err := h.Ready(t.Context()); err == nil {
			t.Error("it is ready before Discord has answered")
		}
		s.fake.Faults().Clear()
		time.Sleep(5 * time.Minute)
		if err := h.Ready(t.Context()); err != nil {
			t.Errorf("it is not ready: %v", err)
		}
		away()
		synctest.Wait()
		if err := h.Ready(t.Context()); err != nil || h.Discord.Up() {
			t.Errorf("while Discord is away: got %v, up %v", err, h.Discord.Up())
		}
		ended, end := context.WithCancel(t.Context())
		end()
		if err := h.Ready(ended); err == nil {
			t.Error("it is ready though it is stopping")
		}
		s.fake.Faults().Clear()
		stop()
	})
}
