package gateway_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestAThousandMovesAreToldInOrderAndNoneIsLost(t *testing.T) {
	tests := map[string]func(*fake.Faults){
		"in peace":      func(*fake.Faults) {},
		"through drops": (*fake.Faults).Drop,
	}
	for name, fault := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
				focus := h.sakura.Voice("Focus")
				h.up(t)
				var want []string
				for i := range 500 {
					if i%100 == 50 {
						fault(h.s.Faults())
					}
					h.ana.Join([]*fake.Channel{h.lounge, focus}[i%2])
					if i%100 == 50 {
						time.Sleep(90 * time.Second) // until it is connected again
					}
					synctest.Wait() // told before the next: those of a burst are one
					h.ana.Share(i%3 == 0)
					synctest.Wait()
					want = append(want, fmt.Sprintf("voice ana bot=false in=true screen=%v camera=false", i%3 == 0))
				}
				h.ana.Leave()
				h.w.awaitSeat(t, "ana", "")
				var got []string
				for _, line := range h.w.told() {
					if strings.HasPrefix(line, "voice") {
						got = append(got, line)
					}
				}
				checkMoves(t, got, want)
				h.stop(t)
			})
		})
	}
}

// checkMoves compares the share states that ended each step; a Share that changed nothing is not told.
func checkMoves(t *testing.T, got, want []string) {
	t.Helper()
	changes := 0
	shared := false
	for i := range want {
		changes++ // the move
		if now := i%3 == 0; now != shared {
			shared = now
			changes++
		}
	}
	if len(got) != changes+1 { // and the leaving
		t.Errorf("got %d changes; want %d", len(got), changes+1)
	}
	next := 0
	for _, line := range got {
		if next < len(want) && line == want[next] {
			next++
		}
	}
	if next != len(want) {
		t.Errorf("only the first %d steps came in order; want %d", next, len(want))
	}
}

func TestTheHandlerIsToldTheWholePictureFirst(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.ana.Join(h.lounge)
		h.ana.Camera(true)
		robot := h.sakura.Member("robot", fake.Bot())
		h.up(t)
		robot.Join(h.lounge)
		h.w.awaitSeat(t, "robot", h.lounge.ID())
		h.ana.Mute(true)
		h.ana.Share(true)
		h.sakura.Remove()
		h.w.awaitLine(t, "gone, unavailable false")
		want := []string{
			"ready true", "guild Sakura", "present 1",
			"voice robot bot=true in=true screen=false camera=false",
			"voice ana bot=false in=true screen=true camera=true",
			"gone, unavailable false",
		}
		if got := h.w.told(); !slices.Equal(got, want) {
			t.Errorf("got %q; want %q", got, want)
		}
		h.stop(t)
	})
}

func TestAChangeOfTheGuildIsToldWhole(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		before := h.w.lastGuild()
		focus := h.sakura.Voice("Focus")
		crew := h.sakura.Role("crew")
		h.w.await(t, "the role", func() bool { return len(h.w.guild.Roles) == len(before.Roles)+1 })
		g := h.w.lastGuild()
		if c, ok := g.Channel(focus.ID()); !ok || c.Name != "Focus" || c.Kind != gateway.KindVoice {
			t.Errorf("got channel %+v, %v; want Focus, voice", c, ok)
		}
		if len(before.Channels)+1 != len(g.Channels) {
			t.Errorf("got %d channels; want one more than %d, and the picture given before unchanged", len(g.Channels), len(before.Channels))
		}
		focus.Limit(3)
		h.w.await(t, "the limit", func() bool { c, _ := h.w.guild.Channel(focus.ID()); return c.UserLimit == 3 })
		focus.Rename("Deep focus")
		h.w.await(t, "the name", func() bool { c, _ := h.w.guild.Channel(focus.ID()); return c.Name == "Deep focus" })
		focus.Delete()
		h.w.await(t, "the deletion", func() bool { _, ok := h.w.guild.Channel(focus.ID()); return !ok })
		crew.Delete()
		h.w.await(t, "the role's deletion", func() bool { return len(h.w.guild.Roles) == len(before.Roles) })
		h.stop(t)
	})
}

func TestPermissionsTakenAwayAtRunTimeAreSeen(t *testing.T) {
	const connect = 1 << 20
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		if got := h.w.lastGuild().Permissions(h.lounge.ID()); got&connect == 0 {
			t.Errorf("got permissions %b; want connect among them", got)
		}
		h.sakura.Deny(h.lounge, connect)
		h.w.await(t, "the denial", func() bool { return h.w.guild.Permissions(h.lounge.ID())&connect == 0 })
		if got := h.w.lastGuild().Permissions(""); got&connect == 0 {
			t.Errorf("got permissions %b in the guild; want connect among them", got)
		}
		h.stop(t)
	})
}

func TestAGuildThatTheBotWasTakenOutOfMeanwhileIsGone(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		h.s.Faults().Close(4009)
		h.sakura.Remove()
		h.w.awaitLine(t, "gone, unavailable false")
		h.stop(t)
	})
}

func TestAPanicInTheHandlerDoesNotStopWhatFollows(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.w.panic = "voice ana bot=false in=true screen=false camera=false"
		h.up(t)
		h.ana.Join(h.lounge)
		h.w.awaitSeat(t, "ana", h.lounge.ID())
		h.ana.Leave()
		h.w.awaitSeat(t, "ana", "")
		if got := h.g.Stats().Panics; got != 1 {
			t.Errorf("got %d panics counted; want 1", got)
		}
		h.stop(t)
		if !strings.Contains(h.log.String(), "panic while handling") {
			t.Errorf("the log does not tell of the panic: %s", h.log)
		}
	})
}

func TestNewSessionsKeepFiveSecondsApart(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		begin := time.Now()
		for want := range int64(5) {
			h.w.await(t, "a session", func() bool { return h.g.Up() && h.g.Stats().Sessions == want+1 })
			if want == 4 {
				break
			}
			h.s.Faults().Close(4009)
			h.w.await(t, "the next session", func() bool {
				ready := 0
				for _, l := range h.w.lines {
					if l == "present 0" {
						ready++
					}
				}
				return int64(ready) == want+2
			})
		}
		if got := time.Since(begin); got < 20*time.Second {
			t.Errorf("four new sessions took %v; want at least 20 s", got)
		}
		if got := h.s.GatewayCloses(); slices.Contains(got, 4008) {
			t.Errorf("got closes %v; want no 4008", got)
		}
		h.stop(t)
	})
}
