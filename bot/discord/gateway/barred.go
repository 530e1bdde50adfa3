package gateway

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	barredUntold = time.Minute    // after a refusal that names no time
	barredMost   = 24 * time.Hour // believed of any time that is named
)

// Barred is that Discord, or Cloudflare before it, wants to hear nothing from us for a while. Address says that
// this is about the machine's address, whoever sends too much from it. Source: Discord's documentation, "Rate
// Limits", and Cloudflare's, "Error 1015".
type Barred struct {
	Status  int
	Wait    time.Duration
	Address bool
}

func (b *Barred) Error() string {
	if b.Address {
		return fmt.Sprintf("Discord refuses this machine's address (HTTP %d, from Cloudflare); we wait for %v", b.Status, b.Wait)
	}
	return fmt.Sprintf("Discord asks us to wait for %v (HTTP %d)", b.Wait, b.Status)
}

// barred reads an answer that asks to wait; nil if it is none. One that is no JSON is not Discord's own.
func barred(answer *http.Response, body []byte) *Barred {
	own := json.Valid(body)
	if answer.StatusCode != http.StatusTooManyRequests && (answer.StatusCode != http.StatusForbidden || own) {
		return nil
	}
	b := &Barred{Status: answer.StatusCode, Wait: barredUntold, Address: !own}
	if s, err := strconv.ParseFloat(answer.Header.Get("Retry-After"), 64); err == nil && s >= 0 {
		b.Wait = seconds(s)
	}
	var told struct {
		RetryAfter *float64 `json:"retry_after"`
	}
	if json.Unmarshal(body, &told) == nil && told.RetryAfter != nil && *told.RetryAfter >= 0 {
		b.Wait = seconds(*told.RetryAfter)
	}
	return b
}

func seconds(s float64) time.Duration {
	return time.Duration(min(s, barredMost.Seconds()) * float64(time.Second))
}

// Barred tells until when we wait because Discord wants to hear nothing, and why; nil if it does not.
func (g *Gateway) Barred() (until time.Time, why *Barred) {
	g.line.mu.Lock()
	defer g.line.mu.Unlock()
	if !time.Now().Before(g.line.barredUntil) {
		return time.Time{}, nil
	}
	return g.line.barredUntil, g.line.barred
}

// wait notes that we are barred.
func (l *line) wait(b *Barred) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.barred, l.barredUntil = b, time.Now().Add(b.Wait)
}
