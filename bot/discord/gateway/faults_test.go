package gateway_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestAfterEachFaultMovesFlowAgain(t *testing.T) {
	resumed := func(f func(*fake.Faults)) func(*fake.Faults) (int64, bool) {
		return func(x *fake.Faults) (int64, bool) { f(x); return 1, true }
	}
	renewed := func(f func(*fake.Faults)) func(*fake.Faults) (int64, bool) {
		return func(x *fake.Faults) (int64, bool) { f(x); return 2, false }
	}
	tests := map[string]func(*fake.Faults) (sessions int64, resumed bool){
		"asked to reconnect":     resumed(func(f *fake.Faults) { f.Reconnect() }),
		"session invalid, true":  resumed(func(f *fake.Faults) { f.InvalidSession(true) }),
		"session invalid, false": renewed(func(f *fake.Faults) { f.InvalidSession(false) }),
		"silence":                resumed(func(f *fake.Faults) { f.Silence(true) }),
		"half-open":              resumed(func(f *fake.Faults) { f.HalfOpen() }),
		"close 4000":             resumed(func(f *fake.Faults) { f.Close(4000) }),
		"close 4007":             renewed(func(f *fake.Faults) { f.Close(4007) }),
		"close 4009":             renewed(func(f *fake.Faults) { f.Close(4009) }),
		"dropped":                resumed(func(f *fake.Faults) { f.Drop() }),
		"dropped, then op 7 first": resumed(func(f *fake.Faults) {
			f.FirstPacket(7)
			f.Drop()
		}),
		"dropped, then op 11 first and silence": renewed(func(f *fake.Faults) {
			f.FirstPacket(11)
			f.Drop()
		}),
	}
	for name, fault := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, nil, func(t *testing.T, h *house) {
				h.up(t)
				sessions, resumed := fault(h.s.Faults())
				h.ana.Join(h.lounge) // while nobody hears it
				h.w.awaitSeat(t, "ana", h.lounge.ID())
				h.ana.Leave()
				h.w.awaitSeat(t, "ana", "")
				if got := h.g.Stats().Sessions; got != sessions {
					t.Errorf("got %d sessions; want %d", got, sessions)
				}
				if got := h.w.count("ready true") == 1; got != resumed {
					t.Errorf("got resumed %v; want %v: %q", got, resumed, h.w.told())
				}
				h.stop(t)
			})
		})
	}
}

func TestOpSevenAsTheVeryFirstPacketDoesNotHang(t *testing.T) {
	for _, op := range []int{1, 7, 9, 11} {
		inBubble(t, fake.Options{}, nil, func(t *testing.T, h *house) {
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
		check := func(t *testing.T, h *house) {
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
		inBubble(t, fake.Options{}, nil, func(t *testing.T, h *house) {
			h.up(t)
			h.s.Faults().Close(code)
			check(t, h)
		})
		inBubble(t, fake.Options{}, nil, func(t *testing.T, h *house) {
			h.s.Faults().RefuseIdentify(code)
			h.run(t)
			check(t, h)
		})
	}
}

func TestAWrongTokenIsFatalAndInNoLogOrError(t *testing.T) {
	const token = "wrong-fake-token-1234"
	wrong := func(c *gateway.Config) { c.Token = token }
	inBubble(t, fake.Options{}, wrong, func(t *testing.T, h *house) {
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
