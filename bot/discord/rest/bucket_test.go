package rest

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// heard is an answer of the window that ends so many seconds after noon by Discord's clock.
func heard(remaining, end int, now time.Time) limits {
	ends := noon.Add(time.Duration(end) * time.Second)
	return limits{limit: 5, remaining: remaining, window: ends.UnixMilli(), after: max(0, ends.Sub(now))}
}

// sent is how many calls the bucket lets go at once.
func sent(b *bucket, now time.Time) (n int) {
	for ; n < 100; n++ {
		if _, ok := b.opens(now); !ok {
			return n
		}
		b.take(now)
	}
	return n
}

// told is a bucket after its first answer, which leaves 4 calls in a window of 5 s.
func told() *bucket {
	b := &bucket{}
	b.take(noon)
	b.landed(noon)
	b.learn(heard(4, 5, noon), noon)
	return b
}

func TestAWindowGivesWhatDiscordSaysIsLeft(t *testing.T) {
	if got := sent(told(), noon); got != 4 {
		t.Errorf("got %d calls, want 4", got)
	}
}

func TestAnswersOutOfOrderNeverRaiseWhatIsLeft(t *testing.T) {
	b := told()
	b.take(noon)
	b.take(noon)
	for _, remaining := range []int{2, 3} { // the second call's answer comes before the first one's
		b.landed(noon)
		b.learn(heard(remaining, 5, noon), noon)
	}
	if got := sent(b, noon); got != 2 {
		t.Errorf("got %d calls, want 2", got)
	}
}

func TestAnAnswerOfTheLastWindowDoesNotRuleTheNext(t *testing.T) {
	b := told()
	b.take(noon)
	next := noon.Add(6 * time.Second)
	if got := sent(b, next); got != 4 {
		t.Errorf("a call is still in flight: got %d calls, want 4", got)
	}
	b.landed(next) // the one of the last window
	b.learn(heard(3, 5, next), next)
	if at, ok := b.opens(next.Add(time.Second)); ok || !at.IsZero() {
		t.Errorf("got open %t at %v, want closed until an answer tells when the window ends", ok, at)
	}
	b.landed(next)
	b.learn(heard(1, 11, next), next)
	if at, ok := b.opens(next); ok || at != noon.Add(11*time.Second+resetMargin) {
		t.Errorf("got open %t at %v, want closed until the window's end", ok, at)
	}
	b.landed(next)
	b.learn(heard(4, 5, next), next)
	if _, ok := b.opens(next); ok {
		t.Error("got open after an answer of an older window, want closed")
	}
}

func TestWhenEveryAnswerOfAWindowIsLostOneCallAsksAgain(t *testing.T) {
	b := told()
	next := noon.Add(time.Minute)
	for range sent(b, next) {
		b.landed(next)
	}
	if got := sent(b, next); got != 1 {
		t.Errorf("got %d calls, want 1", got)
	}
}

func TestACallGivenBackMayBeSentAgain(t *testing.T) {
	b := told()
	for range sent(b, noon) {
		b.back()
	}
	if got := sent(b, noon); got != 4 {
		t.Errorf("got %d calls, want 4", got)
	}
}
