package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

const (
	// Discord answers heartbeats in order with events: an answer proves that all that happened before the
	// heartbeat was sent has been told. Events of our own queue that are no dispatches have such names.
	kindProof = "(proof)"

	// Between two heartbeats of our own; each further one in a row waits twice as long, up to the most.
	proofPause = 20 * time.Millisecond
	proofMost  = time.Second
	proofCalm  = 10 * time.Second // without a wish: what follows is not in a row
	proofSpare = 40               // sends a minute that they leave to others
	beatsMost  = 16               // heartbeats without an answer that are remembered
)

// sight is until when all that happened has been told.
type sight struct {
	wish chan struct{} // holds one token when somebody wants a proof

	mu     sync.Mutex
	lost   bool                 // there was no connection since
	proven time.Time            // all that happened before has been told
	whole  map[string]time.Time // guilds of this session → when one was told whole
}

func newSight() *sight {
	return &sight{wish: make(chan struct{}, 1), lost: true, whole: map[string]time.Time{}}
}

// Told tells whether all that happened in a guild before a time has been told to the Handler. If not, Discord
// is asked to prove it, and Current follows. It never waits.
func (g *Gateway) Told(guild string, since time.Time) bool {
	s := g.sight
	s.mu.Lock()
	defer s.mu.Unlock()
	now := wall()
	covers := func(at time.Time) bool { return !at.Before(since) && !at.After(now) } // after now: the clock was put back
	whole, ok := s.whole[guild]
	if ok && !s.lost && g.Up() && (covers(whole) || covers(s.proven)) {
		return true
	}
	select {
	case s.wish <- struct{}{}:
	default:
	}
	return false
}

// wall is the time by the clock on the wall, which goes on while the machine is asleep.
func wall() time.Time { return time.Now().Round(0) }

// begin notes a new session: nothing of it has been told yet.
func (s *sight) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost, s.proven = false, time.Time{}
	clear(s.whole)
}

// lose notes that the connection has ended.
func (s *sight) lose() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost, s.proven = true, time.Time{}
	for guild := range s.whole {
		s.whole[guild] = time.Time{}
	}
}

// prove notes that all that happened before a time has been told; again, that the session was resumed.
func (s *sight) prove(at time.Time, again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost = s.lost && !again
	s.proven = at
}

// told notes that a guild was told whole as it was at a time.
func (s *sight) told(guild string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whole[guild] = at
}

func (s *sight) gone(guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.whole, guild)
}

// see draws from an event that was told until when all has been told.
func (g *Gateway) see(e event) {
	switch e.kind {
	case "READY":
		g.sight.begin()
	case "GUILD_CREATE":
		var w wireGone
		if json.Unmarshal(e.data, &w) == nil && !w.Unavailable {
			g.sight.told(w.ID, e.at)
			g.cfg.Handler.Current(w.ID)
		}
	case "RESUMED", kindProof:
		g.sight.prove(e.at, e.kind == "RESUMED")
		g.cfg.Handler.Current("")
	}
}

// askForProof sends a heartbeat of our own whenever somebody wants a proof, until stop is closed.
func (g *Gateway) askForProof(ctx context.Context) {
	pause, last := proofPause, time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-g.sight.wish:
		}
		if time.Since(last) > proofCalm {
			pause = proofPause
		}
		if err := g.budget.wait(ctx, proofSpare); err != nil {
			return
		}
		if w := g.line.wire(); w != nil && g.budget.spend() {
			_ = w.send(fmt.Appendf(nil, `{"op":1,"d":%d}`, g.line.heard())) // after an error the connection ends
		}
		sleep(ctx, pause)
		pause, last = min(2*pause, proofMost), time.Now()
	}
}

// beats is the heartbeats of a connection that Discord has not answered, oldest first.
type beats struct {
	proof func(at time.Time) // is told when a heartbeat that Discord has answered was sent; nil: nobody is

	mu   sync.Mutex
	sent []time.Time
}

// note notes a message to Discord if it is a heartbeat.
func (b *beats) note(payload []byte, at time.Time) {
	const heartbeat = `{"op":1,`
	if len(payload) < len(heartbeat) || string(payload[:len(heartbeat)]) != heartbeat {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.sent) < beatsMost {
		b.sent = append(b.sent, at)
	}
}

// answered notes that Discord has answered the oldest.
func (b *beats) answered() {
	b.mu.Lock()
	var at time.Time
	known := len(b.sent) > 0
	if known {
		at, b.sent = b.sent[0], b.sent[1:]
	}
	b.mu.Unlock()
	if known && b.proof != nil {
		b.proof(at)
	}
}

// unmasked is the beginning of what a client's short frame says.
func unmasked(frame []byte) []byte {
	const head = 2 + 4 // with the mask
	if len(frame) < head || frame[1]&lowSeven >= size16 {
		return nil
	}
	said := make([]byte, 0, 16)
	for i, b := range frame[head:min(len(frame), head+cap(said))] {
		said = append(said, b^frame[2+i%4])
	}
	return said
}
