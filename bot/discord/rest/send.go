package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"
)

const maxAnswer = 8 << 20

// answer is what Discord said, read whole.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// codeOldEdits is a 429 that is no rate: a message older than an hour was edited too often, and sending the
// edit again later is not what the caller wants. Source: Discord's 'JSON Error Codes'.
const codeOldEdits = 30046

// barred tells a refusal of Cloudflare, which stands before Discord and speaks no JSON, from one of Discord's
// own: it is for the machine's address, and says nothing of what was asked.
func (a *answer) barred() bool { return a.status == http.StatusForbidden && !json.Valid(a.body) }

// final tells a 429 that is a refusal from one that asks to wait.
func (a *answer) final() bool {
	var told struct {
		Code int `json:"code"`
	}
	return a.status == http.StatusTooManyRequests && json.Unmarshal(a.body, &told) == nil && told.Code == codeOldEdits
}

// send sends the request once and reads the answer. wrote is called when the request has left; it may be
// called again, also after send has returned. authorization is empty for calls that need none.
func (c *Client) send(ctx context.Context, r *request, limit time.Duration, authorization string, wrote func()) (*answer, error) {
	sending, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	begun := time.Now()
	a, err := c.exchange(sending, r, authorization, wrote)
	if c.observe != nil {
		status := 0
		if err == nil {
			status = a.status
		}
		c.observe(r.Method, r.route.template, status, time.Since(begun))
	}
	if err != nil {
		return nil, c.lost(ctx, sending, r, err)
	}
	return a, nil
}

// exchange uses the transport directly: a client would follow redirects with the token, and show paths in errors.
func (c *Client) exchange(ctx context.Context, r *request, authorization string, wrote func()) (*answer, error) {
	if wrote != nil {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
			WroteRequest: func(httptrace.WroteRequestInfo) { wrote() },
		})
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, c.base+r.Path, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", c.agent)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	if r.body != nil {
		req.Header.Set("Content-Type", r.media)
	}
	if r.Reason != "" {
		req.Header.Set("X-Audit-Log-Reason", url.PathEscape(r.Reason))
	}
	res, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }() // it has been read to the end, or is given up
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxAnswer {
		return nil, errLong
	}
	return &answer{status: res.StatusCode, header: res.Header, body: body}, nil
}
