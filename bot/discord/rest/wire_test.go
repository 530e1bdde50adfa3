package rest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

func TestARequestIsAsDiscordWantsIt(t *testing.T) {
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h := r.Header
		got = fmt.Sprintf("%s %s|%s|%s|%s|%s|%s", r.Method, r.URL, h.Get("Authorization"), h.Get("User-Agent"),
			h.Get("Content-Type"), h.Get("X-Audit-Log-Reason"), body)
	}))
	defer server.Close()
	var seen string
	c := start(t, rest.Config{
		Base: server.URL + "/api/v10/", UserAgent: "DiscordBot (https://example.test, 1)",
		Observe: func(method, route string, status int, _ time.Duration) {
			seen = fmt.Sprint(method, " ", route, " ", status)
		},
	})
	call := rest.Call{Method: "PATCH", Path: "/channels/1/messages/2?x=y", Body: map[string]string{"content": "<@1> & 茶"}, Reason: "tea time ☕"}
	if err := c.Do(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	want := "PATCH /api/v10/channels/1/messages/2?x=y|Bot " + fakeToken +
		"|DiscordBot (https://example.test, 1)|application/json|tea%20time%20%E2%98%95|" + `{"content":"<@1> & 茶"}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if want := "PATCH /channels/{id}/messages/{id} 200"; seen != want {
		t.Errorf("observed: got %q, want %q", seen, want)
	}
	if err := c.Answer(t.Context(), callback()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got, fakeToken) {
		t.Errorf("a callback carries the bot's token: %s", got)
	}
}

func TestAnswersDoNotWaitForTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{parts: []http.HandlerFunc{says(429, `{"retry_after":60,"global":true}`), says(204, "")}}
		c := start(t, rest.Config{Transport: direct{s}})
		go func() { _ = c.Do(t.Context(), post(1)) }()
		synctest.Wait()
		begun := time.Now()
		for range 100 {
			if err := c.Answer(t.Context(), callback()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begun); took != 0 {
			t.Errorf("100 answers waited %v, want 0", took)
		}
	})
}

func TestAWebhooks429IsKeptToByThatWebhookAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{parts: []http.HandlerFunc{says(429, `{"retry_after":0.5}`), says(204, ""), says(429, `{"retry_after":9}`), says(204, "")}}
		c := start(t, rest.Config{Transport: direct{s}})
		follow := rest.Call{Method: "POST", Path: "/webhooks/1/" + hookToken}
		if err := c.Answer(t.Context(), follow); err != nil || s.gap(1) < 500*time.Millisecond {
			t.Errorf("got %v after %v, want it done after half a second", err, s.gap(1))
		}
		for range 2 { // the second is refused without being sent
			if err := c.Answer(t.Context(), follow); rest.Status(err) != 429 || rest.Unknown(err) {
				t.Errorf("got %v, want 429 at once", err)
			}
		}
		if len(s.at) != 3 {
			t.Errorf("got %d requests, want 3", len(s.at))
		}
		if err := c.Answer(t.Context(), callback()); err != nil {
			t.Errorf("another webhook: got %v, want it done", err)
		}
		time.Sleep(9 * time.Second)
		if err := c.Answer(t.Context(), follow); err != nil {
			t.Errorf("later: got %v, want it done", err)
		}
	})
}

// leaky fails as transports do, with everything it knows in the error.
type leaky struct{}

func (leaky) RoundTrip(r *http.Request) (*http.Response, error) {
	inner := fmt.Errorf("proxy said no to %v with %v", r.URL, r.Header)
	return nil, &url.Error{Op: r.Method, URL: r.URL.String() + "?" + r.Header.Get("Authorization"), Err: inner}
}

// echo answers with everything it was sent.
func echo(status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"code":1,"message":%q,"errors":{"x":%q}}`, fmt.Sprint(r.Header), r.URL)
	})
}

func TestNoTokenIsEverShown(t *testing.T) {
	transports := map[string]http.RoundTripper{
		"transport error": leaky{},
		"400":             direct{echo(400)},
		"401":             direct{echo(401)},
		"500":             direct{echo(500)},
		"text": direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(503)
			fmt.Fprint(w, "no entry for ", r.URL, r.Header)
		})},
		"unreadable": direct{says(200, fakeToken)},
		"429":        direct{says(429, `{"retry_after":0.1,"message":"`+fakeToken+`"}`)},
	}
	for name, transport := range transports {
		t.Run(name, func(t *testing.T) {
			var shown bytes.Buffer
			c := start(t, rest.Config{Transport: transport, Log: slog.New(slog.NewTextHandler(&shown, nil))})
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			follow := rest.Call{Method: "PATCH", Path: "/webhooks/1/" + hookToken + "/messages/@original", Out: new(int)}
			for _, err := range []error{c.Do(ctx, follow), c.Answer(ctx, follow), c.Answer(ctx, callback()), c.Do(ctx, post(1))} {
				for ; err != nil; err = errors.Unwrap(err) {
					fmt.Fprintf(&shown, "%v %+v %#v\n", err, err, err)
					if e, ok := errors.AsType[*rest.Error](err); ok {
						fmt.Fprintf(&shown, "%+v %s\n", *e, e.Errors)
					}
				}
			}
			fmt.Fprintf(&shown, "%+v", c.Stats())
			for _, secret := range []string{fakeToken, hookToken} {
				if strings.Contains(shown.String(), secret) {
					t.Errorf("%q is shown in:\n%s", secret, shown.String())
				}
			}
			if !strings.Contains(shown.String(), "/webhooks/1/{token}/messages/@original") {
				t.Errorf("the path is not named in:\n%s", shown.String())
			}
		})
	}
}
