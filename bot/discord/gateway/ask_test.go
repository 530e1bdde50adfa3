package gateway_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestWhileDiscordDoesNotAnswerWeAskLessAndLess(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.s.Faults().Fail(nil, -1, http.StatusBadGateway)
		h.run(t)
		time.Sleep(10 * time.Minute) // of the bubble
		if got := h.s.Requests()["GET /gateway/bot"]; got < 10 || got > 30 {
			t.Errorf("got %d requests in 10 minutes; want 10 to 30", got)
		}
		h.s.Faults().Clear()
		h.w.awaitLine(t, "ready true")
		h.stop(t)
	})
}

func TestWithoutSessionsLeftForTheDayWeWait(t *testing.T) {
	spent := func(c *gateway.Config) { c.Transport = spentDay{c.Transport} }
	inBubble(t, fake.Options{}, spent, func(t *testing.T, h *harness) {
		begin := time.Now()
		h.up(t)
		if got := time.Since(begin); got != 5*time.Minute {
			t.Errorf("the session came after %v; want 5 minutes, when Discord allows it", got)
		}
		h.stop(t)
	})
}

// spentDay is a Discord that allows no IDENTIFY for five minutes.
type spentDay struct{ http.RoundTripper }

func (s spentDay) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	body := strings.NewReplacer(`"remaining":1000`, `"remaining":0`, `"reset_after":0`, `"reset_after":300000`).Replace(string(raw))
	answer.Body = io.NopCloser(strings.NewReader(body))
	answer.ContentLength = int64(len(body))
	return answer, err
}

// What wants us to wait, and for how long we ask nothing then.
func TestWhoWantsUsToWaitIsNotAskedBefore(t *testing.T) {
	for name, test := range map[string]struct {
		status      int
		after, body string
		want        time.Duration
		address     bool
	}{
		"Discord, for minutes":        {429, "", `{"message":"You are being rate limited.","retry_after":312.5,"global":true}`, 312*time.Second + time.Second/2, false},
		"Cloudflare, for an hour":     {429, "3600", `error code: 1015`, time.Hour, true},
		"Cloudflare, in HTML":         {429, "77", `<!DOCTYPE html><title>Access denied</title>`, 77 * time.Second, true},
		"a ban without a time":        {403, "", `<html>banned</html>`, time.Minute, true},
		"a time that nobody believes": {429, "99999999999", ``, 24 * time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			barring := &bar{status: test.status, after: test.after, body: test.body}
			inBubble(t, fake.Options{}, func(c *gateway.Config) { barring.RoundTripper, c.Transport = c.Transport, barring }, func(t *testing.T, h *harness) {
				begin := time.Now()
				h.run(t)
				time.Sleep(time.Second)
				until, why := h.g.Barred()
				if why == nil || why.Address != test.address || until.Sub(begin) < test.want-time.Second {
					t.Errorf("it says barred until %v for %v", until, why)
				}
				time.Sleep(test.want - 2*time.Second) // of the bubble
				h.w.awaitLine(t, "ready true")
				if took := time.Since(begin); took < test.want || took > test.want+10*time.Second {
					t.Errorf("it was asked again after %v, want %v", took, test.want)
				}
				if _, why := h.g.Barred(); why != nil {
					t.Errorf("when it is over it says %v", why)
				}
				h.stop(t)
			})
		})
	}
}

// bar answers the first request as those do who want us to wait.
type bar struct {
	http.RoundTripper

	status      int
	after, body string
	asked       int
}

func (b *bar) RoundTrip(r *http.Request) (*http.Response, error) {
	if b.asked++; b.asked > 1 {
		return b.RoundTripper.RoundTrip(r)
	}
	header := http.Header{}
	if b.after != "" {
		header.Set("Retry-After", b.after)
	}
	return &http.Response{StatusCode: b.status, Status: http.StatusText(b.status), Header: header, Body: io.NopCloser(strings.NewReader(b.body)), Request: r}, nil
}
