package rest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

func isToken(err error) bool { return errors.Is(err, rest.ErrToken) }

const hookToken = "fake-interaction-token-abcdef"

func callback() rest.Call {
	return rest.Call{Method: "POST", Path: "/interactions/5/" + hookToken + "/callback", Body: map[string]int{"type": 4}}
}

func TestARefusalSaysWhatDiscordSaid(t *testing.T) {
	body := `{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_REQUIRED"}]}}}`
	c := start(t, rest.Config{Transport: direct{says(400, body)}})
	err := c.Do(t.Context(), post(123))
	want := `discord: POST /channels/123/messages: 400: Invalid Form Body (50035): {"content":{"_errors":[{"code":"BASE_TYPE_REQUIRED"}]}}`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if rest.Status(err) != 400 || rest.Code(err) != 50035 || rest.Unknown(err) {
		t.Errorf("got status %d, code %d, unknown %t; want 400, 50035, false", rest.Status(err), rest.Code(err), rest.Unknown(err))
	}
}

func TestWhatMayHaveBeenCarriedOutIsUnknown(t *testing.T) {
	cut := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	half := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte(`{"id":`))
	}
	long := func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for range 9 {
			w.Write(chunk)
		}
	}
	tests := map[string]struct {
		answer  http.HandlerFunc
		unknown bool
		status  int
	}{
		"cut connection":    {cut, true, 0},
		"cut answer":        {half, true, 0},
		"endless answer":    {long, true, 0},
		"unreadable answer": {says(200, `{"id":`), true, 200},
		"500":               {says(500, `{"message":"oops","code":0}`), true, 500},
		"502 of the proxy":  {says(502, `<html>`), true, 502},
		"400":               {says(400, `{"code":50006}`), false, 400},
		"404":               {says(404, `{"code":10003}`), false, 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(test.answer)
			defer server.Close()
			c := start(t, rest.Config{Base: server.URL})
			call := post(1)
			call.Out = &struct{ ID string }{}
			err := c.Do(t.Context(), call)
			if err == nil || rest.Unknown(err) != test.unknown || rest.Status(err) != test.status {
				t.Errorf("got %v (unknown %t, status %d); want unknown %t, status %d",
					err, rest.Unknown(err), rest.Status(err), test.unknown, test.status)
			}
		})
	}
}

func TestACallThatNeverLeftIsNotUnknown(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	c := start(t, rest.Config{Base: server.URL})
	if err := c.Do(t.Context(), post(1)); err == nil || rest.Unknown(err) {
		t.Errorf("nobody listens: got %v, unknown %t; want an error, false", err, rest.Unknown(err))
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Do(ended, post(1)); !errors.Is(err, context.Canceled) || rest.Unknown(err) {
		t.Errorf("cancelled before: got %v, unknown %t; want context.Canceled, false", err, rest.Unknown(err))
	}
	if err := c.Do(t.Context(), rest.Call{Method: "GET", Path: "/channels//messages"}); err == nil || rest.Unknown(err) {
		t.Errorf("a path with a hole: got %v, want an error", err)
	}
	c.Close()
	if err := c.Do(t.Context(), post(1)); err == nil || rest.Unknown(err) {
		t.Errorf("closed: got %v, unknown %t; want an error, false", err, rest.Unknown(err))
	}
}

func TestAnAnswerThatDoesNotComeIsGivenUp(t *testing.T) {
	silent := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	tests := map[string]struct {
		do    func(*rest.Client) error
		after time.Duration
	}{
		"Do":     {func(c *rest.Client) error { return c.Do(context.Background(), post(1)) }, 15 * time.Second},
		"Answer": {func(c *rest.Client) error { return c.Answer(context.Background(), callback()) }, 2 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := start(t, rest.Config{Transport: direct{silent}})
				begun := time.Now()
				err := test.do(c)
				if took := time.Since(begun); took != test.after || !rest.Unknown(err) {
					t.Errorf("got %v after %v; want unknown after %v", err, took, test.after)
				}
				if errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v, which looks as if the caller's own time were over", err)
				}
			})
		})
	}
}

func TestWaitingCanBeCancelledAtAnyTime(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"for a route":   says(429, `{"retry_after":3600}`),
		"for all":       says(429, `{"retry_after":3600,"global":true}`),
		"for an answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := start(t, rest.Config{Transport: direct{answer}})
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				begun := time.Now()
				var done sync.WaitGroup
				for range 10 {
					done.Go(func() {
						if err := c.Do(ctx, post(1)); !errors.Is(err, context.DeadlineExceeded) {
							t.Errorf("got %v, want context.DeadlineExceeded", err)
						}
					})
				}
				done.Wait()
				if took := time.Since(begun); took != 3*time.Second {
					t.Errorf("got the end after %v, want 3s", took)
				}
				if got := c.Stats(); got.Waiting != [3]int{} || got.Flying != 0 {
					t.Errorf("got %+v, want nobody left", got)
				}
			})
		})
	}
}

func TestCancelledCallsLeaveTheLimitsAsTheyWere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{rules: map[string]rule{"POST /channels/1/messages": {most: 5, window: time.Second}}}
		c := start(t, rest.Config{Transport: direct{j}, PerSecond: 40})
		var done sync.WaitGroup
		for i := range 1000 { // many end at the very moment of their turn: turns come at 0, 20, 45, 70 ms and so on
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%100)*5*time.Millisecond)
			done.Go(func() { defer cancel(); _ = c.Do(ctx, post(1+i%3)) })
		}
		done.Wait()
		all(t, c, times(20, post(1)))
		j.verdict(t)
		if got := c.Stats(); got.Waiting != [3]int{} || got.Flying != 0 {
			t.Errorf("got %+v, want nobody left", got)
		}
	})
}

// ended is a context whose end is seen only after the turn was given.
type ended struct{ context.Context }

func (ended) Err() error { return context.Canceled }

func TestATurnThatIsNotUsedIsGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, rest.Config{Transport: direct{&judge{}}, PerSecond: 1})
		for range 5 {
			if err := c.Do(ended{t.Context()}, post(1)); !errors.Is(err, context.Canceled) || rest.Unknown(err) {
				t.Errorf("got %v, unknown %t; want context.Canceled, false", err, rest.Unknown(err))
			}
		}
		all(t, c, times(1, post(1)))
		if got := c.Stats(); got.Requests != 1 || got.Flying != 0 {
			t.Errorf("got %+v, want one request and none in flight", got)
		}
	})
}

func TestCloseWaitsForWhatIsInFlightAndTurnsTheWaitingAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, rest.Config{Transport: direct{&judge{delay: 3 * time.Second}}})
		var mu sync.Mutex
		var done, refused int
		for range 5 { // of one route, so that one flies and four wait
			go func() {
				err := c.Do(context.Background(), post(1))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					done++
				} else if !rest.Unknown(err) {
					refused++
				}
			}()
		}
		synctest.Wait()
		begun := time.Now()
		c.Close()
		c.Close()
		took := time.Since(begun)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if done != 1 || refused != 4 || took != 3*time.Second {
			t.Errorf("got %d done and %d turned away in %v; want 1 and 4 in 3s", done, refused, took)
		}
	})
}

func TestNewSaysEverythingThatIsWrong(t *testing.T) {
	_, err := rest.New(rest.Config{Token: "Bot fake", Base: "discord.com", PerSecond: -1})
	for _, want := range []string{"token", "address", "pace"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to speak of the %s", err, want)
		}
	}
}
