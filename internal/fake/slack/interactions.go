package slack

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// interaction is one thing that a member did and the app is told of. Server.mu guards it.
type interaction struct {
	member  *Member
	kind    string // of the payload; "command" for a slash command
	made    time.Time
	channel *Channel // where; nil outside of one
	source  *message // in which; nil outside of one
	in      *view    // in which; nil outside of one
	hook    *hook    // behind its response_url; nil without one
	acked   time.Time
	told    told
}

// told is what the member has seen because of an interaction.
type told struct {
	messages []*message
	view     *view
	updated  bool // the message in which it was done is another now, or gone
	closed   bool // the modal in which it was done
}

// start tells the app what the member does.
func (m *Member) start(it *interaction, payload object) *Answer {
	s := m.s
	it.member, it.made = m, time.Now()
	id := s.world.ids.next("trigger-")
	s.world.triggers[id] = &trigger{it: it, made: it.made}
	e := &envelope{kind: typeInteractive, it: it, replies: it.kind == "view_submission"}
	w := s.world
	if it.kind == "command" {
		e.kind, e.replies = typeCommand, true
		payload["team_id"], payload["team_domain"] = w.team.id, w.team.domain
		payload["is_enterprise_install"] = "false"
	} else {
		payload["type"] = it.kind
		payload["team"] = object{"id": w.team.id, "domain": w.team.domain}
		payload["user"] = object{"id": m.id, "username": m.handle(), "name": m.handle(), "team_id": w.team.id}
		payload["is_enterprise_install"], payload["enterprise"] = false, nil
	}
	payload["token"], payload["api_app_id"] = "fake", w.team.app
	if it.kind != "view_closed" {
		payload["trigger_id"] = id
	}
	if it.channel != nil {
		payload["response_url"] = s.newHook(it)
	}
	e.payload = payload
	m.remember(it)
	if !s.send(e) {
		return refused(ErrNoAnswer)
	}
	return &Answer{it: it}
}

// remember keeps the interaction as what the member did last.
func (m *Member) remember(it *interaction) {
	m.screen.last = slices.DeleteFunc(m.screen.last, func(x *interaction) bool { return time.Since(x.made) > hookPeriod })
	m.screen.last = append(m.screen.last, it)
}

// acknowledged is the app's first answer.
func (it *interaction) acknowledged(payload object) {
	s := it.member.s
	it.acked = time.Now()
	defer s.changed()
	var err error
	switch {
	case it.kind == "command" && len(payload) > 0:
		err = it.hook.take(payload)
	case it.kind == "view_submission":
		err = it.submitted(payload)
	}
	if err != nil {
		s.record.Violation("socket: payload of an acknowledgement: %v", err)
	}
}

// submitted does what the app answers to a modal.
func (it *interaction) submitted(payload object) error {
	action, m := text(payload, "response_action"), it.member
	switch action {
	case "":
		if len(payload) > 0 {
			return fmt.Errorf("no response_action in %s", mustJSON(payload))
		}
		it.told.closed = true
		m.pop(it.in)
		return nil
	case "clear":
		it.told.closed = true
		if len(m.screen.modals) > 0 {
			m.pop(m.screen.modals[0])
		}
		return nil
	case "errors":
		return it.refusedFields(inner(payload, "errors"))
	case "update", "push":
		definition, err := m.s.readView(payload["view"], "modal")
		if err != nil {
			return err
		}
		if action == "update" {
			it.in.define(definition)
			it.told.view = it.in
			m.s.watchedView(ModalUpdated, it.in)
			return nil
		}
		if len(m.screen.modals) >= modalsMost {
			return fmt.Errorf("more than %d modals on top of each other", modalsMost)
		}
		v := m.s.world.newView(m, definition)
		m.push(v)
		it.told.view = v
		m.s.watchedView(ModalOpened, v)
		return nil
	}
	return fmt.Errorf("response_action %q", action)
}

// refusedFields shows the member what the app found wrong with what they entered.
func (it *interaction) refusedFields(found object) error {
	if len(found) == 0 {
		return errors.New("response_action errors without errors")
	}
	said := map[string]string{}
	for id, v := range found {
		t, ok := v.(string)
		at := slices.IndexFunc(it.in.blocks, func(b object) bool { return text(b, "block_id") == id && text(b, "type") == "input" })
		if !ok || at < 0 {
			return fmt.Errorf("errors: %q is no input block of the view, or its text is none", id)
		}
		said[id] = t
	}
	it.in.errors = said
	it.told.view = it.in
	it.member.s.watchedView(ModalUpdated, it.in)
	return nil
}

// noticed is a message or a view that the member sees, most likely because of what they did last.
func (m *Member) noticed(x *message, v *view) {
	if n := len(m.screen.last); n > 0 {
		it := m.screen.last[n-1]
		if x != nil {
			it.told.messages = append(it.told.messages, x)
		}
		if v != nil {
			it.told.view = v
		}
	}
	m.s.changed()
}

// shows is a modal that the app opens for the interaction.
func (it *interaction) shows(v *view) {
	it.told.view = v
	it.member.s.watchedView(ModalOpened, v)
	it.member.s.changed()
}

// updated is a message that has changed or gone; whoever pressed in it sees that.
func (s *Server) updated(x *message) {
	kind := MessageEdited
	if x.gone {
		kind = MessageDeleted
	}
	s.watchedMessage(kind, x)
	for _, m := range s.world.people {
		for _, it := range m.screen.last {
			it.told.updated = it.told.updated || it.source == x
		}
	}
	s.changed()
}

// changed wakes those who wait for something to see.
func (s *Server) changed() {
	close(s.world.change)
	s.world.change = make(chan struct{})
}
