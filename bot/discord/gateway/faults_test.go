package gateway_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestAfterEachFaultMovesFlowAgain(t *testing.T) {
	const soon, silence = 10 * time.Second, 100 * time.Second
	tests := map[string]struct {
		fault    func(*fake.Faults)
		sessions int64 // in all; 1: it was resumed
		within   time.Duration
	}{
		"asked to reconnect":       {(*fake.Faults).Reconnect, 1, soon},
		"session invalid, true":    {func(f *fake.Faults) { f.InvalidSession(true) }, 1, soon},
		"session invalid, false":   {func(f *fake.Faults) { f.InvalidSession(false) }, 2, soon},
		"silence":                  {func(f *fake.Faults) { f.Silence(true) }, 1, silence},
		"half-open":                {(*fake.Faults).HalfOpen, 1, silence},
		"close 4000":               {func(f *fake.Faults) { f.Close(4000) }, 1, soon},
		"close 4007":               {func(f *fake.Faults) { f.Close(4007) }, 2, soon},
		"close 4009":               {func(f *fake.Faults) { f.Close(4009) }, 2, soon},
		"dropped":                  {(*fake.Faults).Drop, 1, soon},
		"dropped, then op 7 first": {func(f *fake.Faults) { f.FirstPacket(7); f.Drop() }, 1, soon},
		"dropped, then no HELLO":   {func(f *fake.Faults) { f.FirstPacket(11); f.Drop() }, 2, silence},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
				h.up(t)
				begin := time.Now()
				test.fault(h.s.Faults())
				h.ana.Join(h.lounge) // while nobody hears it
				h.w.awaitSeat(t, "ana", h.lounge.ID())
				h.ana.Leave()
				h.w.awaitSeat(t, "ana", "")
				if got := time.Since(begin); got > test.within {
					t.Errorf("it took %v; want at most %v", got, test.within)
				}
				if got := h.g.Stats().Sessions; got != test.sessions || int64(h.w.count("ready true")) != got {
					t.Errorf("got %d sessions, told %q; want %d", got, h.w.told(), test.sessions)
				}
				h.stop(t)
			})
		})
	}
}

func TestOpSevenAsTheVeryFirstPacketDoesNotHang(t *testing.T) {
	for _, op := range []int{1, 7, 9, 11} {
		inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
			h.s.Faults().FirstPacket(op)
			h.up(t)
			h.ana.Join(h.lounge)
			h.w.awaitSeat(t, "ana", h.lounge.ID())
			h.stop(t)
		})
	}
}

func TestAFatalCloseEndsRunWithASentence(t *testing.T) {
	tests := map[int]string{
		4004: "make a new one", 4010: "shard", 4011: "2,500", 4012: "newer version", 4013: "newer version", 4014: "switch it on",
	}
	for code, sentence := range tests {
		check := func(t *testing.T, h *harness) {
			t.Helper()
			err := h.wait(t)
			fatal, ok := errors.AsType[*gateway.Fatal](err)
			if !ok || fatal.Code != code || !strings.Contains(err.Error(), sentence) {
				t.Errorf("got %v; want Fatal %d that says %q", err, code, sentence)
			}
			if h.g.Up() {
				t.Error("still up after a fatal close")
			}
			h.end()
		}
		inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
			h.up(t)
			h.s.Faults().Close(code)
			check(t, h)
		})
		inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
			h.s.Faults().RefuseIdentify(code)
			h.run(t)
			check(t, h)
		})
	}
}

func TestAWrongTokenIsFatalAndInNoLogOrError(t *testing.T) {
	const token = "wrong-fake-token-1234"
	wrong := func(c *gateway.Config) { c.Token = token }
	inBubble(t, fake.Options{}, wrong, func(t *testing.T, h *harness) {
		h.run(t)
		err := h.wait(t)
		if fatal, ok := errors.AsType[*gateway.Fatal](err); !ok || fatal.Code != 4004 {
			t.Errorf("got %v; want Fatal 4004", err)
		}
		if strings.Contains(err.Error()+h.log.String(), token) {
			t.Errorf("the token is in %q or %q", err, h.log)
		}
		h.end()
	})
}
