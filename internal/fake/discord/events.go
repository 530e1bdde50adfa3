package discord

import (
	"context"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// EventKind says what happened.
type EventKind string

// What Events tells.
const (
	MessageCreated EventKind = "message created"
	MessageEdited  EventKind = "message edited"
	MessageDeleted EventKind = "message deleted"
	StatusChanged  EventKind = "status changed" // Text is the status
	SoundPlayed    EventKind = "sound played"   // Text is the sound's name
	VoiceMoved     EventKind = "voice moved"    // Channel is nil for one who left; the bot's moves too
	Answered       EventKind = "answered"       // to Member: Message, or Form if there is one
	EventScheduled EventKind = "event scheduled"
	EventChanged   EventKind = "event changed"
	EventMoved     EventKind = "event moved" // only its time has changed
	EventBegun     EventKind = "event begun"
	EventEnded     EventKind = "event ended" // it may go on to its next time
	EventCancelled EventKind = "event cancelled"
)

// Event is one thing that happened.
type Event struct {
	Kind    EventKind
	At      time.Time
	Guild   *Guild
	Channel *Channel
	Member  *Member
	Message Message
	Form    *Form
	Text    string
}

// Events delivers what happens from now on, in order, until ctx or the server ends; then it is closed.
// Nothing is dropped: a reader that stops reading must end ctx.
func (s *Server) Events(ctx context.Context) <-chan Event {
	w := server.NewReader[Event]()
	out := make(chan Event)
	s.mu.Lock()
	s.world.watchers[w] = struct{}{}
	s.mu.Unlock()
	pump := func() {
		defer close(out)
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.world.watchers, w)
		}()
		w.Pump(ctx, s.life.Done(), out)
	}
	if !s.life.Run(pump) {
		close(out)
	}
	return out
}

// tell hands an event to the watchers.
func (s *Server) tell(e Event) {
	if len(s.world.watchers) == 0 {
		return
	}
	e.At = time.Now()
	for w := range s.world.watchers {
		w.Put(e)
	}
}
