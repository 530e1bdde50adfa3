package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
)

const (
	mostAnswer = 16 << 20 // bytes; a page of 200 messages is the longest
	mostHead   = 1 << 20
)

var (
	errLong    = errors.New("an answer without an end")
	errForeign = errors.New("the response_url is not Slack's")
)

// bounded reads no more of an answer than mostAnswer.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil && answer.Body != nil {
		answer.Body = &boundedBody{answer.Body, mostAnswer}
	}
	return answer, err
}

// CloseIdleConnections is what http.Client looks for.
func (b bounded) CloseIdleConnections() {
	if t, ok := b.RoundTripper.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

type boundedBody struct {
	io.ReadCloser
	left int
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLong
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// ours tells whether a response_url is Slack's: "https://hooks.slack.com/...". Of an
// API that is not Slack's own, it may be on the same host.
func (c *Client) ours(responseURL string) bool {
	hook, err := url.Parse(responseURL)
	if err != nil || hook.User != nil || hook.Opaque != "" {
		return false
	}
	api, err := url.Parse(c.base)
	if err != nil || hook.Scheme != api.Scheme {
		return false
	}
	return hook.Host == "hooks."+api.Host || c.base != API && hook.Host == api.Host
}
