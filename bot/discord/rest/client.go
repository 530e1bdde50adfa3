package rest

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	defaultPerSecond = 48
	defaultAgent     = "DiscordBot (https://github.com/engawa-bot/engawa, dev)"
)

// Config says where Discord is and how to speak to it.
type Config struct {
	Token     string            // the bot's, without "Bot "
	Base      string            // "https://discord.com/api/v10", or a fake's
	Transport http.RoundTripper // nil: one of its own
	PerSecond float64           // calls; 0: 48, a little under Discord's 50
	UserAgent string            // Discord wants "DiscordBot (url, version)"; empty: Engawa's
	Log       *slog.Logger      // for 429s; nil: nothing is logged
	// Observe is told of each request sent and its status, 0 if no answer came; route is a template such as
	// "/channels/{id}/messages". It is called by many goroutines. It may be nil.
	Observe func(method, route string, status int, took time.Duration)
}

// Client speaks to Discord as one bot. Its methods may be called from any goroutine. One process should
// have one Client for a token, because the limits are the token's.
type Client struct {
	token     string
	base      string
	agent     string
	transport http.RoundTripper
	own       *http.Transport // transport, if it is ours to close
	log       *slog.Logger
	observe   func(method, route string, status int, took time.Duration)
	scheduler *scheduler
	hooks     hooks
}

// New checks the configuration and gives a Client, which must be closed. Nothing is sent.
func New(cfg Config) (*Client, error) {
	base, baseErr := checkBase(cfg.Base)
	pace := cmp.Or(cfg.PerSecond, defaultPerSecond)
	var paceErr error
	if !(pace > 0) || math.IsInf(pace, 0) {
		paceErr = fmt.Errorf("discord: %v calls a second are no pace", pace)
	}
	if err := errors.Join(checkToken(cfg.Token), baseErr, paceErr); err != nil {
		return nil, err
	}
	c := &Client{
		token:     cfg.Token,
		base:      base,
		agent:     cmp.Or(cfg.UserAgent, defaultAgent),
		transport: cfg.Transport,
		log:       cmp.Or(cfg.Log, slog.New(slog.DiscardHandler)),
		observe:   cfg.Observe,
		hooks:     hooks{until: map[string]time.Time{}},
	}
	if c.transport == nil {
		c.own = newTransport()
		c.transport = c.own
	}
	c.scheduler = newScheduler(pace)
	return c, nil
}

func checkBase(base string) (string, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "", errors.New("discord: the API's address must be like https://discord.com/api/v10")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", errors.New("discord: the API's address must have no user, query or fragment")
	}
	return strings.TrimSuffix(base, "/"), nil
}

func checkToken(token string) error {
	for _, r := range token {
		if r <= ' ' || r > '~' {
			return errors.New("discord: the token holds a space or another character that no token has")
		}
	}
	if token == "" {
		return errors.New("discord: there is no token")
	}
	return nil
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   mostFlying,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   5 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// Close lets calls in flight end and waits for them; those that wait for their turn fail unsent.
// It may be called twice.
func (c *Client) Close() {
	c.scheduler.stop(errClosed)
	<-c.scheduler.ended
	c.scheduler.calls.Wait()
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// Stats are counts since New, and what is at this moment.
type Stats struct {
	Requests int            // sent through Do, repeats after a 429 included
	Limited  int            // answered 429
	Flying   int            // sent through Do and not answered yet
	Waiting  [urgencies]int // for their turn, by Urgency
	Invalid  int            // 401, 403 and 429 in the last ten minutes
	Buckets  int            // limits remembered
}

// Stats gives the counts.
func (c *Client) Stats() Stats {
	s := c.scheduler
	s.mu.Lock()
	defer s.mu.Unlock()
	return Stats{
		Requests: s.flight.sent,
		Limited:  s.flight.limited,
		Flying:   s.flight.flying,
		Waiting:  s.queue.counts,
		Invalid:  s.flight.invalidCount(time.Now()),
		Buckets:  len(s.book.buckets),
	}
}
