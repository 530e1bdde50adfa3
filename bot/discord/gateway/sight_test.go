package gateway_test

import (
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// Whatever has not been heard yet is never said to have been told, and soon after
// it can be heard it is.
func TestItIsKnownUntilWhenEverythingHasBeenTold(t *testing.T) {
	tests := map[string]struct {
		strike, ends func(*fake.Faults)
		within       time.Duration
	}{
		"in peace":      {nil, nil, time.Second},
		"silence":       {func(f *fake.Faults) { f.Silence(true) }, func(f *fake.Faults) { f.Silence(false) }, 3 * time.Second},
		"half-open":     {(*fake.Faults).HalfOpen, nil, 2 * time.Minute},
		"dropped":       {(*fake.Faults).Drop, nil, 10 * time.Second},
		"a new session": {func(f *fake.Faults) { f.InvalidSession(false) }, nil, 20 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
				h.up(t)
				time.Sleep(time.Minute)
				guild := h.sakura.ID()
				if old := time.Now().Add(-50 * time.Second); !h.g.Told(guild, old) {
					t.Error("after a minute in peace not even what is 50 s old is known to be told")
				}
				if test.strike != nil {
					test.strike(h.s.Faults())
				}
				since := time.Now().Round(0)
				h.ana.Join(h.lounge)
				if h.g.Told(guild, since.Add(time.Nanosecond)) {
					t.Error("what happens now is said to have been told")
				}
				if test.ends != nil {
					time.Sleep(20 * time.Second)
					if h.g.Told(guild, since) {
						t.Error("what was not heard is said to have been told")
					}
					test.ends(h.s.Faults())
				}
				begin := time.Now()
				for !h.g.Told(guild, since) && time.Since(begin) < test.within {
					time.Sleep(100 * time.Millisecond)
				}
				if !h.g.Told(guild, since) {
					t.Errorf("not known within %v", test.within)
				}
				h.w.mu.Lock()
				if h.w.seats["ana"] != h.lounge.ID() {
					t.Error("all is said to have been told, and ana's move was not")
				}
				h.w.mu.Unlock()
				h.stop(t)
			})
		})
	}
}

// However often somebody wants to know, Discord is not asked too often, and chimes
// have their room.
func TestProofsLeaveRoomForOtherSends(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		for range 6000 {
			h.g.Told(h.sakura.ID(), time.Now())
			time.Sleep(100 * time.Millisecond)
		}
		if err := h.g.Wait(t.Context(), 30); err != nil {
			t.Fatal(err)
		}
		if closes := h.s.GatewayCloses(); len(closes) > 0 {
			t.Errorf("the gateway closed with %v, want none", closes)
		}
		h.stop(t)
	})
}
