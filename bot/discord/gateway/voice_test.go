package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestJoinReturnsWhenDiscordSaysThatWeAreIn(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		begin := time.Now()
		if err := h.g.Join(t.Context(), h.sakura.ID(), h.lounge.ID()); err != nil {
			t.Fatal(err)
		}
		if got := h.lounge.Members(); !slices.Contains(got, h.sakura.Bot()) {
			t.Errorf("got %d people in the room; want the bot among them", len(got))
		}
		if err := h.g.Join(t.Context(), h.sakura.ID(), h.lounge.ID()); err != nil {
			t.Errorf("joining again: got %v; want nil at once", err)
		}
		if err := h.g.Leave(t.Context(), h.sakura.ID()); err != nil {
			t.Fatal(err)
		}
		h.w.awaitSeat(t, "Engawa", "")
		if got := h.lounge.Members(); len(got) != 0 {
			t.Errorf("got %d people in the room after leaving; want none", len(got))
		}
		if got := time.Since(begin); got > time.Second {
			t.Errorf("it took %v; want no waiting", got)
		}
		if got := h.g.Stats().Sends; got != 2 {
			t.Errorf("got %d sends; want 2", got)
		}
		h.stop(t)
	})
}

func TestAFullRoomIsErrFullAfterFiveSecondsAndWeAreInNone(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		const connect, speak = 1 << 20, 1 << 21
		h.sakura.SetBotPermissions(1<<10 | connect | speak)
		h.lounge.Limit(1)
		h.ana.Join(h.lounge)
		h.up(t)
		begin := time.Now()
		if err := h.g.Join(t.Context(), h.sakura.ID(), h.lounge.ID()); !errors.Is(err, gateway.ErrFull) {
			t.Errorf("got %v; want ErrFull", err)
		}
		if got := time.Since(begin); got != 5*time.Second {
			t.Errorf("it took %v; want 5 s", got)
		}
		if got := h.g.Stats().Sends; got != 2 {
			t.Errorf("got %d sends; want 2: the request, and taking it back", got)
		}
		h.ana.Leave()
		if err := h.g.Join(t.Context(), h.sakura.ID(), h.lounge.ID()); err != nil {
			t.Errorf("with room: got %v; want nil", err)
		}
		h.stop(t)
	})
}

func TestAJoinThatIsCancelledIsTakenBack(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		h.s.Faults().Silence(true)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := h.g.Join(ctx, h.sakura.ID(), h.lounge.ID()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v; want the deadline", err)
		}
		h.s.Faults().Silence(false)
		h.w.awaitSeat(t, "Engawa", "")
		h.stop(t)
	})
}

func TestWithoutASessionJoinAndLeaveSaySo(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		if err := h.g.Join(t.Context(), h.sakura.ID(), h.lounge.ID()); !errors.Is(err, gateway.ErrDown) {
			t.Errorf("Join: got %v; want ErrDown", err)
		}
		if err := h.g.Leave(t.Context(), h.sakura.ID()); !errors.Is(err, gateway.ErrDown) {
			t.Errorf("Leave: got %v; want ErrDown", err)
		}
	})
}

func TestAHundredRoomsAtOnceProvokeNoCloseAndLeavingNeverWaits(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		rooms := make([]*fake.Channel, 100)
		for i := range rooms {
			rooms[i] = h.s.NewGuild(fmt.Sprintf("Team %d", i)).Voice("Lounge")
		}
		h.run(t)
		h.w.await(t, "all guilds", func() bool { return len(h.w.lines) == 1+2*101 })
		begin := time.Now()
		var crowd sync.WaitGroup
		for _, room := range rooms {
			crowd.Go(func() {
				if err := h.g.Join(t.Context(), room.Guild().ID(), room.ID()); err != nil {
					t.Errorf("join: %v", err)
				}
				time.Sleep(6 * time.Second) // of the bubble: the chime plays
				leaving := time.Now()
				if err := h.g.Leave(t.Context(), room.Guild().ID()); err != nil {
					t.Errorf("leave: %v", err)
				}
				if got := time.Since(leaving); got != 0 {
					t.Errorf("leaving waited %v; want 0", got)
				}
			})
		}
		crowd.Wait()
		if got := time.Since(begin); got < time.Minute || got > 80*time.Second {
			t.Errorf("200 sends took %v; want 60 to 80 s", got)
		}
		if got := h.s.GatewayCloses(); len(got) != 0 {
			t.Errorf("got closes %v; want none", got)
		}
		t.Logf("100 rooms: %v, %d sends", time.Since(begin), h.g.Stats().Sends)
		h.stop(t)
	})
}

func TestWaitReturnsWhenThereIsRoomAndRefusesWhatNeverFits(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		for range 57 { // 114 sends
			if err := h.g.Join(t.Context(), h.sakura.ID(), h.lounge.ID()); err != nil {
				t.Fatal(err)
			}
			if err := h.g.Leave(t.Context(), h.sakura.ID()); err != nil {
				t.Fatal(err)
			}
			h.w.awaitSeat(t, "Engawa", "")
		}
		begin := time.Now()
		if err := h.g.Wait(t.Context(), 1); err != nil || time.Since(begin) != 0 {
			t.Errorf("one send: got %v after %v; want nil at once", err, time.Since(begin))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := h.g.Wait(ctx, 2); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("two sends: got %v; want the deadline", err)
		}
		if err := h.g.Wait(t.Context(), 2); err != nil || time.Since(begin) < 55*time.Second {
			t.Errorf("two sends: got %v after %v; want nil in the next minute", err, time.Since(begin))
		}
		if err := h.g.Wait(t.Context(), 116); err == nil {
			t.Error("116 sends: got nil; want an error")
		}
		h.stop(t)
	})
}

func TestASoundIsToldWhenItPlays(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		if err := h.g.Join(t.Context(), h.sakura.ID(), h.lounge.ID()); err != nil {
			t.Fatal(err)
		}
		h.rest(t, "POST", "/channels/"+h.lounge.ID()+"/send-soundboard-sound", `{"sound_id":"2"}`)
		h.w.awaitLine(t, "played 2")
		h.stop(t)
	})
}

func TestAnInteractionComesAsDiscordSentIt(t *testing.T) {
	inBubble(t, fake.Options{}, nil, func(t *testing.T, h *harness) {
		h.up(t)
		h.rest(t, "PUT", "/applications/"+h.s.ApplicationID()+"/guilds/"+h.sakura.ID()+"/commands", `[{"name":"rooms","description":"Who is where"}]`)
		h.ana.Run("rooms", nil)
		h.w.awaitLine(t, "interaction")
		var got struct {
			Type int
			Data struct{ Name string }
		}
		if err := json.Unmarshal(h.w.raw, &got); err != nil || got.Type != 2 || got.Data.Name != "rooms" {
			t.Errorf("got %s, %v; want the command rooms", h.w.raw, err)
		}
		h.stop(t)
	})
}
