package web_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/engawa-bot/engawa/bot/slack/web"
)

// dialled is a client whose network notes where it is asked to go, and goes nowhere.
func dialled(t *testing.T, base string) (*web.Client, func() string) {
	t.Helper()
	var to atomic.Value
	to.Store("")
	c := start(t, web.Config{Token: "xoxb-1", Base: base, Dial: func(_ context.Context, _, addr string) (net.Conn, error) {
		to.Store(addr)
		return nil, io.ErrUnexpectedEOF
	}})
	return c, func() string { return to.Swap("").(string) }
}

func TestAnswersGoToSlacksOwnHooksOnly(t *testing.T) {
	for _, c := range []struct{ base, hook, goes string }{
		{"", "https://hooks.slack.com/commands/T1/2/x", "hooks.slack.com:443"},
		{"", "http://hooks.slack.com/commands/T1/2/x", ""},
		{"", "https://slack.com/api/chat.postMessage", ""},
		{"", "https://hooks.slack.com.example/x", ""},
		{"", "https://hooks.slack.com:8443/x", ""},
		{"", "https://hooks.slack.com@example.com/x", ""},
		{"", "https://ana@hooks.slack.com/x", ""},
		{"", "https://example.com/hooks.slack.com", ""},
		{"", "https://xhooks.slack.com/x", ""},
		{"", "https://169.254.169.254/latest", ""},
		{"", "file:///etc/passwd", ""},
		{"", "//hooks.slack.com/x", ""},
		{"", "https:hooks.slack.com/x", ""},
		{"", "hooks.slack.com/x", ""},
		{"", "", ""},
		{"", "https://hooks.slack.com\\@example.com/x", ""},
		{"https://slack-gov.com/api/", "https://hooks.slack-gov.com/x", "hooks.slack-gov.com:443"},
		{"https://slack-gov.com/api/", "https://hooks.slack.com/x", ""},
		{"http://127.0.0.1:9/api/", "http://127.0.0.1:9/hooks/1", "127.0.0.1:9"},
		{"http://127.0.0.1:9/api/", "http://127.0.0.1:10/hooks/1", ""},
		{"http://127.0.0.1:9/api/", "https://127.0.0.1:9/hooks/1", ""},
	} {
		client, went := dialled(t, c.base)
		err := client.Respond(t.Context(), c.hook, web.Response{Text: "Kept."})
		if got := went(); err == nil || got != c.goes {
			t.Errorf("an API at %q, a hook at %q: went to %q with %v; want %q", c.base, c.hook, got, err, c.goes)
		}
		if c.goes == "" && web.Unknown(err) {
			t.Errorf("%q: it may have been carried out: %v", c.hook, err)
		}
	}
}

func TestAHookThatRedirectsIsNotFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, status) }))
		c := start(t, web.Config{Token: "xoxb-1", Base: s.URL + "/api/"})
		if err := c.Respond(t.Context(), s.URL+"/hooks/1", web.Response{Text: "Kept."}); err == nil || elsewhere.Load() != 0 {
			t.Errorf("%d: got %v, and %d requests elsewhere", status, err, elsewhere.Load())
		}
		s.Close()
	}
}

// endless answers with a body that never ends, and counts what was taken of it.
type endless struct{ taken atomic.Int64 }

func (e *endless) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	chunk := []byte(strings.Repeat(" ", 64<<10))
	for r.Context().Err() == nil {
		n, err := w.Write(chunk)
		if e.taken.Add(int64(n)); err != nil {
			return
		}
	}
}

func TestOfAnAnswerWithoutAnEndABoundedPartIsRead(t *testing.T) {
	for name, do := range map[string]func(*web.Client, *url.URL) error{
		"a method": func(c *web.Client, _ *url.URL) error { _, err := c.Who(t.Context()); return err },
		"a post": func(c *web.Client, _ *url.URL) error {
			_, _, err := c.Post(t.Context(), message("C1", "x"))
			return err
		},
		"a hook": func(c *web.Client, at *url.URL) error {
			return c.Respond(t.Context(), at.JoinPath("/hooks/1").String(), web.Response{Text: "x"})
		},
	} {
		e := &endless{}
		s := httptest.NewServer(e)
		at, err := url.Parse(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		c := start(t, web.Config{Token: "xoxb-1", Base: s.URL + "/api/"})
		if err := do(c, at); err == nil && name != "a hook" {
			t.Errorf("%s: it was taken for an answer", name)
		}
		s.Close()
		if got := e.taken.Load(); got > 64<<20 { // what the network holds is on top
			t.Errorf("%s: %d MiB were read", name, got>>20)
		}
	}
}
