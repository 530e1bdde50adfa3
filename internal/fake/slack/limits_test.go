package slack_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

// late fails unless the answer is a 429, and returns its Retry-After.
func (x answer) late(t testing.TB) time.Duration {
	t.Helper()
	seconds, err := strconv.Atoi(x.header.Get("Retry-After"))
	if x.status != http.StatusTooManyRequests || err != nil || seconds < 1 || x.at("error") != "ratelimited" {
		t.Fatalf("got %d, Retry-After %q: %s; want 429 with it", x.status, x.header.Get("Retry-After"), x.body)
	}
	return time.Duration(seconds) * time.Second
}

func TestAChannelTakesAboutOneMessageASecond(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, random := s.Channel("general"), s.Channel("random")
		post := func(c *fake.Channel) answer {
			return a.call("chat.postMessage", object{"channel": c.ID(), "text": "x"})
		}
		for range 3 {
			post(general).ok(t)
		}
		if wait := post(general).late(t); wait != time.Second {
			t.Errorf("got Retry-After %v, want 1s", wait)
		}
		post(random).ok(t)
		for range 10 {
			time.Sleep(time.Second)
			post(general).ok(t)
		}
		post(general).late(t)
		if got := s.TooMany(); got != 2 {
			t.Errorf("got %d answers 429 counted, want 2", got)
		}
		clean(t, s)
	})
}

func TestAMethodTakesItsTiersCallsInAnyMinute(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		for method, most := range map[string]int{"users.list": 20, "team.info": 50, "users.profile.get": 100, "auth.test": 300} {
			for range most {
				a.form(method, nil).ok(t)
			}
			if wait := a.form(method, nil).late(t); wait != time.Minute {
				t.Errorf("%s: got Retry-After %v, want 1m", method, wait)
			}
			time.Sleep(time.Minute)
			a.form(method, nil).ok(t)
		}
	})
}

func TestWithLimitsOffNothingIsTooMany(t *testing.T) {
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, a *app) {
		for range 400 {
			a.form("auth.test", nil).ok(t)
		}
	})
}
