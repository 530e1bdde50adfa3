package discord

import (
	"context"
	"sync"
	"time"
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

// watcher is one reader of events; what it has not read yet is kept.
type watcher struct {
	mu   sync.Mutex
	todo []Event
	wake chan struct{}
}

// Events delivers what happens from now on, in order, until ctx or the server ends; then it is closed.
// Nothing is dropped: a reader that stops reading must end ctx.
func (s *Server) Events(ctx context.Context) <-chan Event {
	w := &watcher{wake: make(chan struct{}, 1)}
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
		w.pump(ctx, s.life.done, out)
	}
	if !s.life.run(pump) {
		close(out)
	}
	return out
}

func (w *watcher) pump(ctx context.Context, done <-chan struct{}, out chan<- Event) {
	for {
		w.mu.Lock()
		todo := w.todo
		w.todo = nil
		w.mu.Unlock()
		for _, e := range todo {
			select {
			case out <- e:
			case <-ctx.Done():
				return
			case <-done:
				return
			}
		}
		if len(todo) > 0 {
			continue
		}
		select {
		case <-w.wake:
		case <-ctx.Done():
			return
		case <-done:
			return
		}
	}
}

// tell hands an event to the watchers.
func (s *Server) tell(e Event) {
	if len(s.world.watchers) == 0 {
		return
	}
	e.At = time.Now()
	for w := range s.world.watchers {
		w.mu.Lock()
		w.todo = append(w.todo, e)
		w.mu.Unlock()
		select {
		case w.wake <- struct{}{}:
		default:
		}
	}
}
