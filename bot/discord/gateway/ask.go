package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	askPatience = 10 * time.Second
	answerMost  = 64 << 10 // bytes
	userAgent   = "DiscordBot (https://github.com/engawa-bot/engawa, 1)"
)

// ask returns the gateway's address. When the IDENTIFYs of the day are used up, it waits for the next ones:
// Discord resets the token of a bot that goes on. Source: Discord's documentation, "Get Gateway Bot" and
// "Session Start Limit".
func (g *Gateway) ask(ctx context.Context) (string, error) {
	var answer struct {
		URL   string `json:"url"`
		Limit struct {
			Remaining  *int  `json:"remaining"`
			ResetAfter int64 `json:"reset_after"` // ms
		} `json:"session_start_limit"`
	}
	raw, err := g.get(ctx, "/gateway/bot")
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return "", fmt.Errorf("ask for the gateway: %w", err)
	}
	if left := answer.Limit.Remaining; left != nil && *left <= 0 {
		wait := time.Duration(answer.Limit.ResetAfter) * time.Millisecond
		g.log.Error("gateway: no sessions are left for today", "wait", wait)
		sleep(ctx, wait)
	}
	return answer.URL, context.Cause(ctx)
}

func (g *Gateway) get(ctx context.Context, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, g.cfg.API+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bot "+g.cfg.Token)
	r.Header.Set("User-Agent", userAgent)
	client := http.Client{Transport: g.cfg.Transport}
	answer, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("ask for the gateway: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, answerMost))
	switch {
	case answer.StatusCode == http.StatusUnauthorized:
		return nil, &Fatal{Code: closeAuthentication}
	case barred(answer, raw) != nil:
		return nil, barred(answer, raw)
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("ask for the gateway: %s", answer.Status)
	case err != nil:
		return nil, fmt.Errorf("ask for the gateway: %w", err)
	}
	return raw, nil
}
