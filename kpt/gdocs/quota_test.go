package gdocs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestNoMoreCallsThanTheQuotaInAnyMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newTurns(3)
		var ends []time.Time
		for range 20 {
			done, err := q.take(t.Context(), "doc")
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(7 * time.Second) // the call is on its way
			ends = append(ends, time.Now())
			done()
		}
		for i := 3; i < len(ends); i++ {
			if began := ends[i].Add(-7 * time.Second); began.Sub(ends[i-3]) < time.Minute {
				t.Errorf("call %d began %v after call %d ended", i, began.Sub(ends[i-3]), i-3)
			}
		}
		if took := ends[19].Sub(ends[0]); took > 8*time.Minute {
			t.Errorf("20 calls took %v", took)
		}
	})
}

func TestDocumentsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newTurns(1)
		first, err := q.take(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		served := make(chan string, 8)
		for _, doc := range []string{"busy", "busy", "busy", "busy", "a", "b", "a"} {
			go func() {
				done, err := q.take(t.Context(), doc)
				if err != nil {
					t.Error(err)
					return
				}
				served <- doc
				done()
			}()
			synctest.Wait()
		}
		first()
		var got []string
		for range 7 {
			got = append(got, <-served)
		}
		want := []string{"busy", "a", "b", "busy", "a", "busy", "busy"}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestATurnThatIsGivenUpIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newTurns(1)
		first, err := q.take(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := q.take(ctx, fmt.Sprint(i)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
			}
			cancel()
		}
		first()
		began := time.Now()
		if _, err := q.take(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited != time.Minute {
			t.Errorf("waited %v, want a minute", waited)
		}
		if len(q.queues) != 0 || len(q.order) != 0 {
			t.Errorf("left behind: %v %v", q.queues, q.order)
		}
	})
}
