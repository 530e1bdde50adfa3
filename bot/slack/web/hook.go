package web

import (
	"errors"
	"net/url"
)

var errForeign = errors.New("the response_url is not Slack's")

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
