package rest_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

func times(n int, call rest.Call) []rest.Call {
	var calls []rest.Call
	for range n {
		calls = append(calls, call)
	}
	return calls
}

func TestTheLimitOfARouteIsKeptWithoutA429(t *testing.T) {
	for _, delay := range []time.Duration{0, 30 * time.Millisecond, 900 * time.Millisecond} {
		t.Run(delay.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j := &judge{delay: delay, rules: map[string]rule{"POST /channels/7/messages": {most: 5, window: 5*time.Second + 400*time.Microsecond}}}
				c := start(t, rest.Config{Transport: pipes(t, j, nil)})
				begun := time.Now()
				all(t, c, times(23, post(7)))
				j.verdict(t)
				if took, most := time.Since(begun), 26*time.Second; took > most {
					t.Errorf("got %v for 23 calls at 5 in 5 s, want at most %v", took, most)
				}
			})
		})
	}
}

func TestRoutesThatShareABucketAreCountedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shared := rule{shared: "pins", most: 3, window: 2 * time.Second}
		j := &judge{rules: map[string]rule{"PUT /channels/7/messages/pins/1": shared, "DELETE /channels/7/messages/pins/2": shared}}
		c := start(t, rest.Config{Transport: direct{j}})
		pin := rest.Call{Method: "PUT", Path: "/channels/7/messages/pins/1"}
		unpin := rest.Call{Method: "DELETE", Path: "/channels/7/messages/pins/2"}
		all(t, c, []rest.Call{pin, unpin}) // both routes are known now
		all(t, c, append(times(10, pin), times(10, unpin)...))
		j.verdict(t)
	})
}

func TestOneRoutesLimitDoesNotHoldUpAnotherChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{rules: map[string]rule{"POST /channels/7/messages": {most: 1, window: time.Hour}}}
		c := start(t, rest.Config{Transport: direct{j}})
		all(t, c, times(1, post(7)))
		ctx, cancel := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		for range 100 {
			waiting.Go(func() { _ = c.Do(ctx, post(7)) })
		}
		synctest.Wait()
		begun := time.Now()
		all(t, c, times(1, post(8)))
		if took := time.Since(begun); took > 50*time.Millisecond {
			t.Errorf("the other channel waited %v, want its place in the pace only", took)
		}
		cancel()
		waiting.Wait()
	})
}

func TestTheFirstCallOfARouteGoesAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := rule{hash: "post", most: 2, window: 10 * time.Second}
		j := &judge{delay: time.Second, rules: map[string]rule{"POST /channels/7/messages": limit, "POST /channels/8/messages": limit}}
		c := start(t, rest.Config{Transport: direct{j}})
		var done sync.WaitGroup
		done.Go(func() { all(t, c, times(1, post(8))) }) // its answer names the bucket while the first call of 7 is in flight
		time.Sleep(500 * time.Millisecond)
		done.Go(func() { all(t, c, times(2, post(7))) })
		done.Wait()
		if second := j.arrivals[2].at.Sub(j.arrivals[1].at); second < time.Second {
			t.Errorf("the second call of a channel came %v after the first, want it after the first answer (1s)", second)
		}
	})
}

func TestARefusedTokenEndsTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{parts: []http.HandlerFunc{says(401, `{"message":"401: Unauthorized","code":0}`)}}
		c := start(t, rest.Config{Transport: direct{s}})
		var done sync.WaitGroup
		for i := range 20 {
			done.Go(func() {
				if err := c.Do(context.Background(), post(i)); !isToken(err) {
					t.Errorf("got %v, want ErrToken", err)
				}
			})
		}
		done.Wait()
		if err := c.Answer(t.Context(), callback()); !isToken(err) {
			t.Errorf("Answer: got %v, want ErrToken", err)
		}
		if len(s.at) != 1 {
			t.Errorf("got %d requests, want none after the first", len(s.at))
		}
	})
}

func TestAWebhooksWrongTokenIsNotTheBots(t *testing.T) {
	s := &script{parts: []http.HandlerFunc{says(401, `{"message":"Invalid Webhook Token","code":50027}`), says(200, `{}`)}}
	c := start(t, rest.Config{Transport: direct{s}})
	if err := c.Do(t.Context(), callback()); rest.Code(err) != 50027 || isToken(err) {
		t.Errorf("got %v, want 50027", err)
	}
	if err := c.Do(t.Context(), post(1)); err != nil {
		t.Errorf("afterwards: got %v, want it done", err)
	}
}

func TestBeyondAThousandInvalidRequestsOneCallASecondIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{parts: []http.HandlerFunc{says(403, `{"message":"Missing Access","code":50001}`)}}
		c := start(t, rest.Config{Transport: direct{s}})
		for range 1003 {
			if err := c.Do(t.Context(), post(1)); rest.Code(err) != 50001 {
				t.Fatalf("got %v, want 50001", err)
			}
		}
		if got := s.gap(500); got > 30*time.Millisecond {
			t.Errorf("before: got a gap of %v, want the usual pace", got)
		}
		if got := s.gap(1002); got < 990*time.Millisecond {
			t.Errorf("beyond: got a gap of %v, want a second", got)
		}
		if got := c.Stats().Invalid; got != 1003 {
			t.Errorf("got %d invalid, want 1003", got)
		}
		time.Sleep(10 * time.Minute)
		for range 3 {
			_ = c.Do(t.Context(), post(1))
		}
		if got := s.gap(len(s.at) - 1); got > 30*time.Millisecond {
			t.Errorf("ten minutes later: got a gap of %v, want the usual pace", got)
		}
	})
}

func TestBucketsUnusedForTenMinutesAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, rest.Config{Transport: direct{&judge{}}})
		all(t, c, crowd(200))
		if got := c.Stats().Buckets; got != 200 {
			t.Errorf("got %d buckets, want 200", got)
		}
		time.Sleep(9 * time.Minute)
		all(t, c, times(1, post(1000)))
		time.Sleep(3 * time.Minute)
		if got := c.Stats().Buckets; got != 1 {
			t.Errorf("after ten minutes: got %d buckets, want the one that was used", got)
		}
		time.Sleep(10 * time.Minute)
		if got := c.Stats().Buckets; got != 0 {
			t.Errorf("got %d buckets, want none", got)
		}
	})
}
