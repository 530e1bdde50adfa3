package rest_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// What a call says of time is true when it is sent, also when it is sent again.
func TestALateBodyIsAskedForEachTimeTheCallIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		since := func() time.Duration { return time.Since(begun).Round(time.Second) }
		var got []string
		c := start(t, rest.Config{Transport: direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			got = append(got, string(body)+" at "+since().String())
			if len(got) < 3 {
				says(429, `{"retry_after":60}`, "X-RateLimit-Scope", "user")(w, r)
			} else {
				says(200, `{}`)(w, r)
			}
		})}})
		call := post(1)
		call.Late = func() (any, error) { return since().String(), nil }
		if err := c.Do(t.Context(), call); err != nil {
			t.Error(err)
		}
		if want := []string{`"0s" at 0s`, `"1m0s" at 1m0s`, `"2m0s" at 2m0s`}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestACallWithoutABodyWhenItsTurnComesIsNotSentAndTakesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		c := start(t, rest.Config{Transport: direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sent++
			says(200, `{}`)(w, r)
		})}})
		none := errors.New("too late")
		for _, late := range []rest.Late{
			func() (any, error) { return nil, none },
			func() (any, error) { return func() {}, nil }, // no JSON
		} {
			call := post(1)
			call.Late = late
			if err := c.Do(t.Context(), call); err == nil || rest.Unknown(err) {
				t.Errorf("got %v, want that it was not sent", err)
			}
		}
		if err := c.Do(t.Context(), post(1)); err != nil {
			t.Error(err)
		}
		if s := c.Stats(); sent != 1 || s.Requests != 1 || s.Flying != 0 {
			t.Errorf("sent %d, got %+v; want one request and none in flight", sent, s)
		}
	})
}
