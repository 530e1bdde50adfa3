package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/internal/bounded"
)

// API is the base of Slack's own Web API.
const API = slack.APIURL

// Config says where Slack is and how to speak to it. Only Token is needed.
type Config struct {
	Token string // the bot's
	Base  string // "": API
	Dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	Log   *slog.Logger // for 429s; nil: nothing is logged
	// Observe is told of each request sent. outcome is "ok", the code of Slack's
	// error, "429", "http_502" or, if no answer came, "unknown". It is called by
	// many goroutines. It may be nil.
	Observe func(method, outcome string, took time.Duration)
}

// Client speaks to Slack as one bot. Its methods may be called from any goroutine.
// Errors are *Error.
type Client struct {
	api     *slack.Client
	http    *http.Client
	base    string
	token   string
	log     *slog.Logger
	observe func(method, outcome string, took time.Duration)
	pacer   *pacer
	told
}

// told is what Slack said, and is believed for a while.
type told struct {
	people    memo[User]
	mailboxes memo[string]
	self      memo[Identity]
	inside    insiders
}

const (
	rememberUsers = time.Hour
	forGood       = 100 * 365 * 24 * time.Hour

	// mostAnswer is how long an answer of Slack may be, in bytes: the longest are
	// a page of 200 people, or of messages.
	mostAnswer = 8 << 20
	mostHead   = 1 << 20 // bytes of its headers
)

// New checks the configuration and gives a Client, which must be closed. Nothing
// is sent.
func New(cfg Config) (*Client, error) {
	base := strings.TrimSuffix(cmp.Or(cfg.Base, API), "/") + "/"
	if err := errors.Join(checkToken(cfg.Token), checkBase(base)); err != nil {
		return nil, err
	}
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         cfg.Dial,
		MaxIdleConnsPerHost: 32,
		IdleConnTimeout:     90 * time.Second,
		TLSHandshakeTimeout: 5 * time.Second,
		ForceAttemptHTTP2:   true,

		MaxResponseHeaderBytes: mostHead,
	}
	if transport.DialContext == nil {
		transport.DialContext = (&net.Dialer{Timeout: 5 * time.Second}).DialContext
	}
	c := &Client{
		// A redirect would carry what is sent elsewhere.
		http:    &http.Client{Transport: bounded.Transport{Next: transport, Most: mostAnswer}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		base:    base,
		token:   cfg.Token,
		log:     cmp.Or(cfg.Log, slog.New(slog.DiscardHandler)),
		observe: cfg.Observe,
		pacer:   newPacer(),
	}
	c.api = c.as(cfg.Token)
	c.people.keep, c.mailboxes.keep, c.self.keep = rememberUsers, forGood, forGood
	c.inside.keep = rememberInside
	return c, nil
}

// as is slack-go with another token.
func (c *Client) as(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(c.base), slack.OptionHTTPClient(c.http))
}

func checkBase(base string) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("slack: the API's address must be like %s", API)
	}
	return nil
}

func checkToken(token string) error {
	if token == "" {
		return errors.New("slack: there is no bot token")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errors.New("slack: the bot token holds a space or another character that no token has")
	}
	return nil
}

// Close lets calls in flight end and waits for them; those that wait for their
// turn fail unsent. It may be called twice.
func (c *Client) Close() {
	c.pacer.close()
	c.http.CloseIdleConnections()
}
