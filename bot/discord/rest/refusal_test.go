package rest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// script answers one request after another, each as the next of its parts says; the last repeats.
type script struct {
	mu    sync.Mutex
	parts []http.HandlerFunc
	at    []time.Time
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	part := s.parts[min(len(s.at), len(s.parts)-1)]
	s.at = append(s.at, time.Now())
	s.mu.Unlock()
	part(w, r)
}

// gap is the time between a request and the one before it.
func (s *script) gap(n int) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[n].Sub(s.at[n-1])
}

func says(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func TestAMessageTooOldToEditIsARefusalAndNotARate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{parts: []http.HandlerFunc{says(429, `{"code":30046,"message":"too many edits","retry_after":3600}`, "Retry-After", "3600"), says(200, "{}")}}
		c := start(t, rest.Config{Transport: direct{s}})
		began := time.Now()
		err := c.Do(t.Context(), rest.Call{Method: "PATCH", Path: "/channels/1/messages/2"})
		if rest.Code(err) != 30046 {
			t.Errorf("got %v, want code 30046", err)
		}
		if err := c.Do(t.Context(), rest.Call{Method: "PATCH", Path: "/channels/1/messages/3"}); err != nil {
			t.Errorf("the next edit: %v", err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("the next edit waited: %v", took)
		}
	})
}

func TestA429IsWaitedOutAndTheCallSentAgain(t *testing.T) {
	tests := map[string]struct {
		refusal http.HandlerFunc
		least   time.Duration
		global  bool
		invalid int // by Discord's count
	}{
		"of the route":     {says(429, `{"retry_after":1.5,"global":false}`, "Retry-After", "2"), 1500 * time.Millisecond, false, 1},
		"shared":           {says(429, `{"retry_after":3}`, "X-RateLimit-Scope", "shared"), 3 * time.Second, false, 0},
		"global by body":   {says(429, `{"retry_after":2,"global":true}`), 2 * time.Second, true, 1},
		"global by header": {says(429, `{}`, "X-RateLimit-Global", "true", "Retry-After", "4"), 4 * time.Second, true, 1},
		"of the proxy":     {says(429, `<html>error 1015</html>`, "Retry-After", "7"), 7 * time.Second, true, 1},
		"without a word":   {says(429, ``), 5 * time.Second, true, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{parts: []http.HandlerFunc{test.refusal, says(200, `{"id":"9"}`)}}
				var log bytes.Buffer
				c := start(t, rest.Config{Transport: direct{s}, Log: slog.New(slog.NewTextHandler(&log, nil))})
				var out struct{ ID string }
				call := post(7)
				call.Out = &out
				var done sync.WaitGroup
				done.Go(func() {
					if err := c.Do(t.Context(), call); err != nil || out.ID != "9" {
						t.Errorf("got %v and %q, want no error and 9", err, out.ID)
					}
				})
				synctest.Wait()
				all(t, c, times(1, post(8)))
				other := s.gap(1)
				done.Wait()
				if held := other >= test.least; held != test.global {
					t.Errorf("the other channel waited %v; held up: got %t, want %t", other, held, test.global)
				}
				if got := s.at[len(s.at)-1].Sub(s.at[0]); got < test.least || got > test.least+100*time.Millisecond {
					t.Errorf("sent again after %v, want %v", got, test.least)
				}
				if got := c.Stats().Invalid; got != test.invalid {
					t.Errorf("got %d counted as invalid, want %d", got, test.invalid)
				}
				if !strings.Contains(log.String(), "/channels/7/messages") {
					t.Errorf("got the log %q, want a line that names the path", log.String())
				}
			})
		})
	}
}

func TestA429SaysNothingOfOtherChannels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{rules: map[string]rule{"POST /channels/8/messages": {hash: "post", most: 1, window: time.Minute}}}
		limited := true
		answer := func(w http.ResponseWriter, r *http.Request) {
			if limited && strings.Contains(r.URL.Path, "/7/") {
				limited = false
				says(429, `{"retry_after":1}`, "X-RateLimit-Bucket", "other", "X-RateLimit-Limit", "1",
					"X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "1")(w, r)
				return
			}
			j.ServeHTTP(w, r)
		}
		c := start(t, rest.Config{Transport: direct{http.HandlerFunc(answer)}})
		all(t, c, times(1, post(8)))
		all(t, c, times(1, post(7)))
		all(t, c, times(1, post(8)))
		j.verdict(t)
	})
}

func TestACallSentAgainKeepsItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		answer := func(w http.ResponseWriter, r *http.Request) {
			order = append(order, r.Header.Get("X-Audit-Log-Reason"))
			if len(order) == 1 {
				time.Sleep(time.Second) // the others come meanwhile
				says(429, `{"retry_after":1}`)(w, r)
			}
		}
		c := start(t, rest.Config{Transport: direct{http.HandlerFunc(answer)}})
		var done sync.WaitGroup
		for _, name := range []string{"a", "b", "c"} {
			call := post(7)
			call.Reason = name
			done.Go(func() { _ = c.Do(t.Context(), call) })
			synctest.Wait()
		}
		done.Wait()
		if got, want := strings.Join(order, " "), "a a b c"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestALongWaitIsNotForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{parts: []http.HandlerFunc{says(429, `{"retry_after":1800}`), says(204, "")}}
		c := start(t, rest.Config{Transport: direct{s}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_ = c.Do(ctx, post(7))
		time.Sleep(20 * time.Minute)
		all(t, c, times(1, post(7)))
		if got := s.gap(1); got < 30*time.Minute {
			t.Errorf("sent again after %v, want half an hour", got)
		}
	})
}

// Cloudflare refuses an address: it says nothing of the call, which waits and is sent again.
func TestABanOfTheAddressHoldsEverythingAndRefusesNothing(t *testing.T) {
	for name, test := range map[string]struct {
		refuses http.HandlerFunc
		want    time.Duration
	}{
		"1015 for half an hour": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1800")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, "error code: 1015")
		}, 30 * time.Minute},
		"a page without a time": {says(http.StatusForbidden, "<html>Access denied</html>"), time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{parts: []http.HandlerFunc{test.refuses, says(200, `{}`)}}
				c := start(t, rest.Config{Transport: direct{s}})
				if err := c.Do(t.Context(), post(1)); err != nil {
					t.Fatalf("got %v, want it done in the end", err)
				}
				if err := c.Do(t.Context(), post(2)); err != nil {
					t.Errorf("afterwards got %v", err)
				}
				if got := s.gap(1); got < test.want || got > test.want+5*time.Second {
					t.Errorf("it was sent again after %v, want %v", got, test.want)
				}
			})
		})
	}
}
