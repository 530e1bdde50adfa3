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
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *house) {
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
	inBubble(t, fake.Options{}, spent, func(t *testing.T, h *house) {
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
