package slack

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

const (
	ackPeriod = 3 * time.Second
	ackMost   = 20 << 10 // bytes of a payload in an acknowledgement; a larger one is dropped
)

// Types of envelopes.
const (
	typeEvent       = "events_api"
	typeInteractive = "interactive"
	typeCommand     = "slash_commands"
)

// envelope is what Slack wants acknowledged. Server.mu guards it.
type envelope struct {
	id      string
	kind    string
	payload object
	replies bool // takes a payload with the acknowledgement
	it      *interaction
	made    time.Time
	conn    *conn         // over which it went last
	attempt int           // 0 is the first
	acked   chan struct{} // closed by the acknowledgement
	done    bool
}

// event tells the app what happened, if it listens to such events. Server.mu is held.
func (s *Server) event(what object) { s.eventFor(nil, what) }

// eventFor is an event that a member may wait for. It says whether the app listens to such events.
func (s *Server) eventFor(it *interaction, what object) bool {
	if !goes(s.opts.App.Events, text(what, "type")) {
		return false
	}
	w, now := s.world, time.Now()
	what["event_ts"] = w.ids.stamp()
	return s.send(&envelope{kind: typeEvent, it: it, payload: object{
		"token": "fake", "team_id": w.team.id, "api_app_id": w.team.app, "event": what, "type": "event_callback",
		"event_id": w.ids.next("Ev"), "event_time": now.Unix(), "event_context": w.ids.next("4-"),
		"is_ext_shared_channel": false,
		"authorizations": []object{{
			"enterprise_id": nil, "team_id": w.team.id, "user_id": w.bot.id, "is_bot": true, "is_enterprise_install": false,
		}},
	}})
}

// send puts an envelope on its way; false means that nobody is there to take it.
func (s *Server) send(e *envelope) bool {
	e.id, e.made, e.acked = s.world.ids.next("envelope-"), time.Now(), make(chan struct{})
	e.payload = copied(e.payload)
	if s.dropped(e) {
		return true // the member waits in vain
	}
	s.link.envelopes[e.id] = e
	if !s.attempt(e) && e.kind != typeEvent {
		return false
	}
	return s.life.Run(func() { s.follow(e) })
}

// attempt writes the envelope to a connection.
func (s *Server) attempt(e *envelope) bool {
	c := s.link.pick()
	if c == nil {
		return false
	}
	e.conn = c
	o := object{"envelope_id": e.id, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.replies}
	if e.kind == typeEvent {
		o["retry_attempt"], o["retry_reason"] = e.attempt, ""
		if e.attempt > 0 {
			o["retry_reason"] = "timeout"
		}
	}
	data := mustJSON(o)
	c.out.Put(data)
	if s.link.repeat > 0 {
		s.link.repeat--
		s.link.pick().out.Put(data)
	}
	return true
}

// follow sees an envelope through.
func (s *Server) follow(e *envelope) {
	if e.kind == typeEvent {
		s.followEvent(e)
	} else {
		s.followPerson(e)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e.done, e.payload = true, nil
	if e.it != nil {
		s.changed()
	}
}

// followEvent sends it again at once, after a minute and after five. Source: "Events API", error handling.
func (s *Server) followEvent(e *envelope) {
	for _, pause := range []time.Duration{0, time.Minute, 5 * time.Minute} {
		if s.settled(e, ackPeriod) || s.settled(e, pause) {
			return
		}
		s.mu.Lock()
		e.attempt++
		s.attempt(e)
		s.mu.Unlock()
	}
	s.settled(e, ackPeriod)
}

// followPerson sends it again only when its connection is lost while the person still waits.
func (s *Server) followPerson(e *envelope) {
	until := e.made.Add(ackPeriod)
	for !s.settled(e, time.Until(until)) && time.Now().Before(until) {
		s.mu.Lock()
		e.attempt++
		sent, change := s.attempt(e), s.link.change
		s.mu.Unlock()
		if !sent && !s.comes(change, time.Until(until)) {
			return
		}
	}
}

// settled waits until the envelope is acknowledged or the server ends, and returns true; or false when the
// time is over or the connection that should have brought it is lost.
func (s *Server) settled(e *envelope, wait time.Duration) bool {
	s.mu.Lock()
	var lost chan struct{}
	if e.conn != nil {
		lost = e.conn.over
	}
	s.mu.Unlock()
	late := time.NewTimer(wait)
	defer late.Stop()
	select {
	case <-e.acked:
		return true
	case <-s.life.Done():
		return true
	case <-lost:
	case <-late.C:
	}
	return false
}

// comes waits for a connection, and says whether there may be one.
func (s *Server) comes(change chan struct{}, wait time.Duration) bool {
	late := time.NewTimer(wait)
	defer late.Stop()
	select {
	case <-change:
		return true
	case <-late.C:
	case <-s.life.Done():
	}
	return false
}

// ack is what the app sends back.
type ack struct {
	EnvelopeID string          `json:"envelope_id"`
	Payload    json.RawMessage `json:"payload"`
}

// receive takes an acknowledgement.
func (s *Server) receive(kind int, data []byte) {
	var a ack
	var fields map[string]json.RawMessage
	if kind != websocket.TextMessage || json.Unmarshal(data, &fields) != nil || json.Unmarshal(data, &a) != nil {
		s.record.Violation("socket: no JSON object: %.80q", data)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.link.envelopes[a.EnvelopeID]
	if e == nil {
		s.record.Violation("socket: acknowledges what needs none or was never sent: %.80s", data)
		return
	}
	for name := range fields {
		if name != "envelope_id" && name != "payload" {
			s.record.Violation("socket: field %q in an acknowledgement", name)
		}
	}
	if e.done || e.kind != typeEvent && time.Since(e.made) >= ackPeriod {
		return // late, or the second of two
	}
	e.done = true
	close(e.acked)
	payload, err := e.answer(a.Payload)
	if err != nil {
		s.record.Violation("socket: acknowledgement of %s: %v", e.kind, err)
	}
	if e.it != nil {
		e.it.acknowledged(payload)
	}
}

// answer is the payload of an acknowledgement, if there is one that counts.
func (e *envelope) answer(raw json.RawMessage) (object, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	if len(raw) >= ackMost {
		return nil, fmt.Errorf("payload of %d bytes dropped, must be below %d", len(raw), ackMost)
	}
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	if len(o) > 0 && !e.replies {
		return nil, fmt.Errorf("a payload, which this one does not take: %.80s", raw)
	}
	return o, nil
}
