package rest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

func post(channel int) rest.Call {
	return rest.Call{Method: "POST", Path: fmt.Sprintf("/channels/%d/messages", channel), Body: map[string]string{"content": "tea"}}
}

// all runs the calls at once and waits for them.
func all(t *testing.T, c *rest.Client, calls []rest.Call) {
	t.Helper()
	var done sync.WaitGroup
	for _, call := range calls {
		done.Go(func() {
			if err := c.Do(context.Background(), call); err != nil {
				t.Errorf("got %v, want it done", err)
			}
		})
	}
	done.Wait()
}

func crowd(n int) []rest.Call {
	var calls []rest.Call
	for i := range n {
		calls = append(calls, post(1000+i))
	}
	return calls
}

func TestFiveHundredChannelsAtOnceMeetNoLimitAndTakeLittleMoreThanItNeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{delay: 80 * time.Millisecond, rules: map[string]rule{}}
		for _, call := range crowd(500) {
			j.rules[call.Method+" "+call.Path] = rule{most: 5, window: 5 * time.Second}
		}
		c := start(t, rest.Config{Transport: pipes(t, j, nil)})
		begun := time.Now()
		all(t, c, crowd(500))
		took := time.Since(begun)
		j.verdict(t)
		if most := 11500 * time.Millisecond; took > most {
			t.Errorf("got %v, want at most %v", took, most)
		}
		if first := j.arrivals[0].at.Sub(begun); first > 0 {
			t.Errorf("the first call arrived after %v, want at once", first)
		}
		t.Logf("500 calls in %v, at most %d in a second", took, j.busiest)
	})
}

func TestCallsHeldUpByAHandshakeDoNotArriveAsABurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{}
		begun := time.Now()
		slow := func(now time.Time) time.Duration { return max(0, 400*time.Millisecond-now.Sub(begun)) }
		c := start(t, rest.Config{Transport: pipes(t, j, slow)})
		all(t, c, crowd(150))
		j.verdict(t)
		t.Logf("150 calls in %v, at most %d in a second", time.Since(begun), j.busiest)
	})
}

func TestACallAfterIdlenessGoesAtOnceAndIsNoExcuseForABurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{}
		c := start(t, rest.Config{Transport: direct{j}})
		all(t, c, crowd(60))
		time.Sleep(time.Hour)
		j.arrivals = nil
		begun := time.Now()
		all(t, c, crowd(60))
		j.verdict(t)
		if at := j.arrivals[0].at; !at.Equal(begun) {
			t.Errorf("first call %v after it was asked for, want 0", at.Sub(begun))
		}
		for i := range j.arrivals[1:] {
			if gap := j.arrivals[i+1].at.Sub(j.arrivals[i].at); gap < 15*time.Millisecond {
				t.Errorf("call %d came %v after the one before, want 15ms at least", i+1, gap)
			}
		}
	})
}

func TestMoreUrgentCallsGoFirstAndEqualOnesInTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{}
		c := start(t, rest.Config{Transport: direct{j}})
		var done sync.WaitGroup
		ask := func(urgency rest.Urgency, channel int) {
			call := post(channel)
			call.Urgency = urgency
			done.Go(func() {
				if err := c.Do(context.Background(), call); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		ask(rest.Idle, 1) // takes the first turn; the others wait
		ask(rest.Idle, 2)
		ask(rest.Soon, 3)
		ask(rest.Idle, 4)
		ask(rest.Urgent, 5)
		ask(rest.Soon, 6)
		ask(rest.Urgent, 7)
		if got, want := c.Stats().Waiting, [3]int{2, 2, 2}; got != want {
			t.Errorf("waiting: got %v, want %v", got, want)
		}
		done.Wait()
		if got, want := channels(j.order()), "1 5 7 3 6 2 4"; got != want {
			t.Errorf("got the order %s, want %s", got, want)
		}
	})
}

func channels(order []string) string {
	var ids []string
	for _, what := range order {
		ids = append(ids, strings.Split(what, "/")[2])
	}
	return strings.Join(ids, " ")
}

func TestEverySixteenthTurnIsForACallThatHasWaitedTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{}
		c := start(t, rest.Config{Transport: direct{j}, PerSecond: 1})
		var done sync.WaitGroup
		for i := range 60 { // urgent calls for a minute
			done.Go(func() { _ = c.Do(context.Background(), post(100+i)) })
		}
		synctest.Wait()
		for i := range 4 {
			idle := post(1 + i)
			idle.Urgency = rest.Idle
			done.Go(func() { _ = c.Do(context.Background(), idle) })
		}
		done.Wait()
		var turns []int
		for turn, what := range j.order() {
			if len(strings.Split(what, "/")[2]) == 1 {
				turns = append(turns, turn)
			}
		}
		if want := []int{16, 32, 48, 63}; !slices.Equal(turns, want) {
			t.Errorf("the idle calls had the turns %v, want %v", turns, want)
		}
	})
}

func TestAtMostThirtyTwoCallsAreInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{delay: 5 * time.Second}
		c := start(t, rest.Config{Transport: direct{j}})
		done := make(chan struct{})
		go func() { all(t, c, crowd(100)); close(done) }()
		time.Sleep(4 * time.Second)
		if got := c.Stats().Flying; got != 32 {
			t.Errorf("got %d in flight, want 32", got)
		}
		<-done
	})
}
