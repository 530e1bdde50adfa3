package slack

import (
	"context"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// EventKind says what happened.
type EventKind string

// What Events tells. The messages of a channel that is deleted go without a word, and so does a status that runs
// out.
const (
	MessagePosted  EventKind = "message posted"
	MessageEdited  EventKind = "message edited"
	MessageDeleted EventKind = "message deleted" // Text is what it said
	ModalOpened    EventKind = "modal opened"
	ModalUpdated   EventKind = "modal updated" // or refused, with what is wrong in its fields
	ModalClosed    EventKind = "modal closed"
	HomePublished  EventKind = "home published"
	StatusChanged  EventKind = "status changed" // by the app or by hand
)

// Event is one thing that happened.
type Event struct {
	Kind    EventKind
	At      time.Time
	Channel *Channel // of a message; its With tells whether it is a direct one
	Member  *Member  // who alone sees it, or whose status it is; nil: everybody in Channel
	Message Message
	View    View
	Text    string // as it looked then, like Render; of a status "emoji text until 15:04"
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

// watched hands an event to the watchers. Server.mu is held.
func (s *Server) watched(e Event) {
	e.At = time.Now()
	for w := range s.world.watchers {
		w.Put(e)
	}
}

// watchedMessage is an event about a message.
func (s *Server) watchedMessage(kind EventKind, m *message) {
	if len(s.world.watchers) == 0 {
		return
	}
	e := Event{Kind: kind, Channel: m.channel, Member: m.only, Message: m.snapshot()}
	if with := m.channel.With(); with != nil {
		e.Member = with
	}
	e.Text = strings.Join(s.show(e.Message.stand()), "\n")
	s.watched(e)
}

// watchedView is an event about a modal or a home tab.
func (s *Server) watchedView(kind EventKind, v *view) {
	if len(s.world.watchers) == 0 {
		return
	}
	e := Event{Kind: kind, Member: v.owner, View: v.snapshot()}
	e.Text = strings.Join(s.show(e.View.stand()), "\n")
	s.watched(e)
}

// watchedStatus is an event about what stands beside a member's name.
func (s *Server) watchedStatus(m *Member) {
	st := m.current()
	text := strings.TrimSpace(st.emoji + " " + st.text)
	if st.until != 0 {
		text += " until " + time.Unix(st.until, 0).In(s.world.team.zone).Format("15:04")
	}
	s.watched(Event{Kind: StatusChanged, Member: m, Text: text})
}
