package slack

import (
	"fmt"
	"slices"
	"time"
)

// Message is what stands in a channel. Its fields are as they were when it was looked at.
type Message struct {
	TS       string
	From     string // a user id
	Text     string // as sent; with Blocks it is only for notifications
	Blocks   []map[string]any
	Metadata map[string]any // nil, or with event_type and event_payload
	Thread   string         // the ts of the message it answers
	Edited   bool
	Only     *Member  // who alone sees it; nil: everybody in the channel
	Pings    []string // whom it mentions, by name: "ana", "here"

	live *message
}

// message is a Message that lives.
type message struct {
	surface
	ts       string
	channel  *Channel
	author   *Member
	text     string
	metadata object
	thread   string
	edited   time.Time // zero: never
	only     *Member
	gone     bool
}

// surface is what blocks stand on: a message or a view.
type surface struct {
	blocks []object
	values map[string]object // what people have entered, by block_id and then action_id
}

func (m *message) snapshot() Message {
	return Message{
		TS: m.ts, From: m.author.id, Text: m.text, Blocks: copied(m.blocks), Metadata: copied(m.metadata),
		Thread: m.thread, Edited: !m.edited.IsZero(), Only: m.only, Pings: m.pings(), live: m,
	}
}

// wire is the message as conversations.history gives it.
func (m *message) wire(withMetadata bool) object {
	o := object{
		"type": "message", "ts": m.ts, "user": m.author.id, "text": m.text, "team": m.channel.s.world.team.id,
	}
	if m.author == m.channel.s.world.bot {
		o["bot_id"], o["app_id"] = m.channel.s.world.team.botID, m.channel.s.world.team.app
	}
	if len(m.blocks) > 0 {
		o["blocks"] = m.blocks
	}
	if m.thread != "" {
		o["thread_ts"] = m.thread
	}
	if withMetadata && m.metadata != nil {
		o["metadata"] = m.metadata
	}
	if !m.edited.IsZero() {
		o["edited"] = object{"user": m.author.id, "ts": fmt.Sprintf("%d.000000", m.edited.Unix())}
	}
	return o
}

// post puts a message into a channel.
func (w *world) post(ch *Channel, m *message) *message {
	m.ts, m.channel = w.ids.stamp(), ch
	ch.messages = append(ch.messages, m)
	w.bot.s.watchedMessage(MessagePosted, m)
	w.bot.s.changed()
	return m
}

// Messages lists what everybody in the channel sees, oldest first.
func (c *Channel) Messages() []Message { return c.seen(nil) }

// Sees lists what the member sees in a channel, oldest first, with what only they see.
func (m *Member) Sees(c *Channel) []Message { return c.seen(m) }

func (c *Channel) seen(by *Member) []Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var all []Message
	for _, m := range c.messages {
		if !m.gone && (m.only == nil || m.only == by) {
			all = append(all, m.snapshot())
		}
	}
	return all
}

// Direct lists what the app and the member have said to each other, oldest first.
func (m *Member) Direct() []Message {
	m.s.mu.Lock()
	ch := m.s.world.direct(m)
	m.s.mu.Unlock()
	return ch.seen(m)
}

// Say writes a message into a channel.
func (m *Member) Say(c *Channel, text string) Message {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	return m.s.world.post(c, &message{author: m, text: text}).snapshot()
}

// message finds one that is there, for everybody.
func (c *Channel) message(ts string) *message {
	i := slices.IndexFunc(c.messages, func(m *message) bool { return m.ts == ts && !m.gone && m.only == nil })
	if i < 0 {
		return nil
	}
	return c.messages[i]
}
