package slack_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestALostAnswersWorkIsDoneExactlyAsOften(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, random := s.Channel("general"), s.Channel("random")
		s.Faults().LoseAnswers(fake.Call{Method: "chat.postMessage", Channel: general.ID()}, 2)
		s.Faults().Doubt(fake.Call{Method: "chat.postMessage"}, 1, "fatal_error")
		post := func(c *fake.Channel) answer {
			return a.form("chat.postMessage", object{"channel": c.ID(), "text": "x"})
		}
		post(random).want(t, "fatal_error")
		for range 2 {
			if x := post(general); x.err == nil {
				t.Errorf("got %s, want no answer", x.body)
			}
		}
		post(general).ok(t)
		if got := len(general.Messages()); got != 3 {
			t.Errorf("got %d messages, want 3", got)
		}
		if got := len(random.Messages()); got != 1 {
			t.Errorf("got %d messages, want 1", got)
		}
	})
}

func TestTheSameSeedLosesTheSameAnswers(t *testing.T) {
	lost := func(t *testing.T, seed uint64) (which string) {
		t.Helper()
		inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, a *app) {
			s.Faults().LoseAnswerRate(0.3, seed)
			for i := range 100 {
				if a.form("auth.test", nil).err != nil {
					which += fmt.Sprint(i, " ")
				}
			}
			s.Faults().Clear()
			a.form("auth.test", nil).ok(t)
		})
		return which
	}
	one, again, other := lost(t, 1), lost(t, 1), lost(t, 2)
	if one != again || one == other || one == "" {
		t.Errorf("got %s, %s and %s; want the first two the same", one, again, other)
	}
}

func TestFailuresComeWithoutTheWork(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general := s.Channel("general")
		post := func() answer { return a.form("chat.postMessage", object{"channel": general.ID(), "text": "x"}) }
		s.Faults().Fail(fake.Call{}, 1, "internal_error")
		post().want(t, "internal_error")
		s.Faults().FailStatus(fake.Call{}, 1, http.StatusBadGateway)
		if got := post().status; got != http.StatusBadGateway {
			t.Errorf("got %d, want 502", got)
		}
		s.Faults().TooMany(fake.Call{}, 1, 7*time.Second)
		if wait := post().late(t); wait != 7*time.Second {
			t.Errorf("got Retry-After %v, want 7s", wait)
		}
		s.Faults().TooMany(fake.Call{}, 1, 0)
		if x := post(); x.status != 429 || x.header.Get("Retry-After") != "" {
			t.Errorf("got %d with Retry-After %q, want 429 without", x.status, x.header.Get("Retry-After"))
		}
		if got := len(general.Messages()); got != 0 {
			t.Errorf("got %d messages, want 0", got)
		}
		post().ok(t)
		clean(t, s)
	})
}

func TestADelayedCallIsDoneThoughItsClientHasGone(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general := s.Channel("general")
		s.Faults().Delay(fake.Call{Method: "chat.postMessage"}, time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL()+"/api/chat.postMessage?text=x&channel="+general.ID(), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.BotToken())
		if resp, err := a.client.Do(req); err == nil {
			_ = resp.Body.Close()
			t.Fatal("answered within a second")
		}
		time.Sleep(time.Minute)
		if got := len(general.Messages()); got != 1 {
			t.Errorf("got %d messages, want 1", got)
		}
	})
}
