package discord

import (
	"encoding/json"
	"time"
)

// wire is the message in an answer.
func (m *message) wire() object {
	users, roles := []wireUser{}, []string{}
	for _, u := range m.pings.users {
		users = append(users, u.user.wire())
	}
	for _, r := range m.pings.roles {
		roles = append(roles, r.id)
	}
	w := object{
		"id": m.id, "channel_id": m.channel.id, "type": 0, "author": m.author.wire(), "content": m.content, "flags": m.flags,
		"components": m.shownFiles(), "embeds": orEmpty(m.embeds), "attachments": m.attachmentWires(),
		"mentions": users, "mention_roles": roles, "mention_everyone": m.pings.everyone, "pinned": m.channel.chat.pinned(m),
		"tts": false, "timestamp": timestamp(m.dates.Created), "edited_timestamp": nil,
	}
	if m.dates.Edits > 0 {
		w["edited_timestamp"] = timestamp(m.dates.Edited)
	}
	if m.nonce != "" {
		w["nonce"] = m.nonce
	}
	if m.reply != nil {
		w["type"], w["message_reference"] = 19, object{"type": 0, "message_id": m.reply.id, "channel_id": m.channel.id, "guild_id": m.channel.guildID()}
	}
	if m.via != nil {
		w["application_id"], w["webhook_id"] = m.author.ID, m.author.ID
		w["interaction_metadata"] = m.via.metadata()
		if m.via.kind == interactionCommand {
			w["type"] = 20
		}
	}
	return w
}

// eventWire is the message in an event. What people wrote is empty: our application has not the intent
// MESSAGE_CONTENT.
func (m *message) eventWire() any {
	w := m.wire()
	if m.channel.chat.with == nil {
		w["guild_id"] = m.channel.g.id
		if author := m.channel.g.members[m.author.ID]; author != nil {
			w["member"] = author.wire()
		}
	}
	if m.author != m.channel.g.s.world.bot {
		w["content"], w["embeds"], w["components"], w["attachments"] = "", []string{}, []string{}, []string{}
	}
	return w
}

func orEmpty(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("[]")
	}
	return raw
}

// Say writes a message as a person, in the channel.
func (m *Member) Say(c *Channel, text string) Message {
	s := m.g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	x := &message{id: s.world.newID(), channel: c, author: m.user, body: body{content: text}}
	x.pings = pingsOf(text, nil, c, m)
	x.dates.Created = time.Now()
	c.chat.messages = append(c.chat.messages, x)
	c.chat.byID[x.id] = x
	s.dispatchLazy(c.intent(), c.guildID(), "MESSAGE_CREATE", x.eventWire)
	s.tell(Event{Kind: MessageCreated, Guild: m.g, Channel: c, Member: m, Message: x.snapshot()})
	return x.snapshot()
}

// Now is the message as it is at this moment; false when it has been deleted.
func (m Message) Now() (Message, bool) {
	if m.live == nil {
		return m, false
	}
	s := m.live.channel.g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return m.live.snapshot(), !m.live.gone
}

// last is the newest message's id; nil for none.
func (t *chat) last() any {
	if n := len(t.messages); n > 0 {
		return t.messages[n-1].id
	}
	return nil
}

// pin is a pinned message.
type pin struct {
	message *message
	at      time.Time
}

func (t *chat) pinned(m *message) bool {
	for _, p := range t.pins {
		if p.message == m {
			return true
		}
	}
	return false
}

func listPins(c *call) (any, error) {
	ch, err := c.channel(readHistory)
	if err != nil {
		return nil, err
	}
	items := []object{}
	for _, p := range ch.chat.pins {
		items = append(items, object{"pinned_at": timestamp(p.at), "message": p.message.wire()})
	}
	return object{"items": items, "has_more": false}, nil
}

func pinMessage(c *call) (any, error) {
	m, err := c.message(pinMessages)
	if err != nil {
		return nil, err
	}
	if t := &m.channel.chat; !t.pinned(m) {
		t.pins = append([]pin{{m, time.Now()}}, t.pins...)
	}
	return nil, nil
}

func unpinMessage(c *call) (any, error) {
	m, err := c.message(pinMessages)
	if err != nil {
		return nil, err
	}
	t := &m.channel.chat
	for i, p := range t.pins {
		if p.message == m {
			t.pins = append(t.pins[:i:i], t.pins[i+1:]...)
			break
		}
	}
	return nil, nil
}
