package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// ErrFull is Join's error when Discord does not answer: the room is full, or closed to us.
var ErrFull = errors.New("gateway: the voice channel lets nobody in")

// ErrDown is the error of Join and Leave while there is no session.
var ErrDown = errors.New("gateway: not connected")

const (
	joinPatience = 5 * time.Second
	payloadMost  = 4096 // bytes that Discord takes; more closes the connection with 4002
)

// voiceOp is gateway op 4. ChannelID null leaves; Discord does not take its absence for that.
type voiceOp struct {
	Op int         `json:"op"`
	D  voiceChange `json:"d"`
}

type voiceChange struct {
	GuildID   string  `json:"guild_id"`
	ChannelID *string `json:"channel_id"`
	SelfMute  bool    `json:"self_mute"`
	SelfDeaf  bool    `json:"self_deaf"`
	SelfVideo bool    `json:"self_video"`
}

// Join enters a voice channel, from wherever we were in the guild, and returns when Discord says that we
// are in it. It waits for room in the send budget, then up to 5 s for Discord, which answers a full room
// with silence: ErrFull. After an error we are not in the room and nobody need call Leave. One room a guild:
// who joins another leaves the first.
func (g *Gateway) Join(ctx context.Context, guild, channel string) error {
	if g.seat.in(guild) == channel {
		return nil
	}
	if !g.Up() {
		return ErrDown
	}
	if err := g.budget.join(ctx, guild); err != nil {
		return fmt.Errorf("gateway: join: %w", err)
	}
	call := g.seat.expect(guild, channel)
	defer g.seat.forget(guild, call)
	if err := g.send(voiceOp{Op: 4, D: voiceChange{GuildID: guild, ChannelID: &channel}}); err != nil {
		g.budget.release(guild)
		return err
	}
	timer := time.NewTimer(joinPatience)
	defer timer.Stop()
	select {
	case <-call.in:
		return nil
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("gateway: join: %w", context.Cause(ctx)), g.retract(ctx, guild))
	case <-timer.C:
		if !g.Up() {
			return ErrDown
		}
		return errors.Join(ErrFull, g.retract(ctx, guild))
	}
}

// retract takes a Join back that Discord may still answer.
func (g *Gateway) retract(ctx context.Context, guild string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), joinPatience)
	defer cancel()
	return g.Leave(ctx, guild)
}

// Leave leaves voice in the guild; it does not wait for Discord to say so. After a Join there is always room
// for it in the send budget.
func (g *Gateway) Leave(ctx context.Context, guild string) error {
	if !g.Up() {
		return ErrDown
	}
	if err := g.budget.leave(ctx, guild); err != nil {
		return fmt.Errorf("gateway: leave: %w", err)
	}
	g.seat.moved(guild, "")
	return g.send(voiceOp{Op: 4, D: voiceChange{GuildID: guild}})
}

// Wait returns when there is room for sends in the send budget; a chime costs two. It takes nothing, so the
// room may be gone when somebody else is quicker.
func (g *Gateway) Wait(ctx context.Context, sends int) error { return g.budget.wait(ctx, sends) }

func (g *Gateway) send(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("gateway: send: %w", err)
	}
	if len(data) > payloadMost {
		return fmt.Errorf("gateway: send: %d bytes are more than Discord's %d", len(data), payloadMost)
	}
	w := g.line.wire()
	if w == nil {
		return ErrDown
	}
	if err := w.send(data); err != nil {
		return fmt.Errorf("gateway: send: %w", err)
	}
	g.line.count(func(s *Stats) { s.Sends++ })
	return nil
}

// seat is where we ourselves are in voice.
type seat struct {
	mu    sync.Mutex
	at    map[string]string  // guild to channel
	calls map[string][]*call // by guild
}

// call is somebody who waits until we are in a channel.
type call struct {
	channel string
	in      chan struct{} // closed when we are
}

func newSeat() *seat { return &seat{at: map[string]string{}, calls: map[string][]*call{}} }

// in is the channel where we are, or "".
func (s *seat) in(guild string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[guild]
}

// moved notes where we are now and returns where we were.
func (s *seat) moved(guild, channel string) (was string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was = s.at[guild]
	if channel == "" {
		delete(s.at, guild)
		return was
	}
	s.at[guild] = channel
	for _, c := range s.calls[guild] {
		if c.channel == channel {
			close(c.in)
		}
	}
	s.calls[guild] = slices.DeleteFunc(s.calls[guild], func(c *call) bool { return c.channel == channel })
	return was
}

func (s *seat) expect(guild, channel string) *call {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{channel: channel, in: make(chan struct{})}
	s.calls[guild] = append(s.calls[guild], c)
	return c
}

func (s *seat) forget(guild string, gone *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[guild] = slices.DeleteFunc(s.calls[guild], func(c *call) bool { return c == gone })
	if len(s.calls[guild]) == 0 {
		delete(s.calls, guild)
	}
}

// reset forgets where we were; who waits goes on waiting.
func (s *seat) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.at)
}
