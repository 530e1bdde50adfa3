package discord

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	oldEditAge    = time.Hour // a message older than this is edited rarely
	oldEditWindow = time.Hour
)

// message is one message; its channel's guild's world guards it.
type message struct {
	id      string
	channel *Channel
	author  *user
	body
	pings   pings
	nonce   string
	dates   Dates
	via     *interaction // whose answer it is; nil for none
	onlyFor *Member      // an ephemeral message's one reader; nil for all
	gone    bool
}

// Message is a message as it was when it was asked for.
type Message struct {
	ID, Author, Channel string // Author and Channel are names
	Said
	Dates
	Nonce     string
	Mentions  []string // who was really pinged: "@everyone", "@role", "@member"
	Ephemeral bool
	live      *message
}

// Said is what a message says.
type Said struct {
	Content    string
	Flags      int
	Components json.RawMessage
	Embeds     json.RawMessage
	Files      []File
}

// Dates is when a message came, when it was last edited, and how often.
type Dates struct {
	Created, Edited time.Time
	Edits           int
}

func (m *message) snapshot() Message {
	return Message{
		ID: m.id, Author: m.author.shown(), Channel: m.channel.name,
		Said:  Said{m.content, m.flags, slices.Clone(m.components), slices.Clone(m.embeds), m.files()},
		Dates: m.dates, Nonce: m.nonce, Mentions: m.pings.names(), Ephemeral: m.onlyFor != nil, live: m,
	}
}

// text is everything in a message that may name somebody.
func (m *message) text() string {
	var b strings.Builder
	b.WriteString(m.content)
	walk(parts(m.components), "", func(_ string, c *component) {
		b.WriteString("\n" + c.Content)
	})
	return b.String()
}

// post puts a message of the bot's into the world.
func (c *Channel) post(d *draft, b body, via *interaction) *message {
	s := c.g.s
	m := &message{id: s.world.newID(), channel: c, author: s.world.bot, body: b, via: via}
	m.dates.Created = time.Now()
	_, m.nonce = d.nonce()
	if via != nil && b.flags&flagEphemeral != 0 {
		m.onlyFor = via.member
		s.world.private[m.id] = m
		return m
	}
	m.pings = pingsOf(m.text(), d.AllowedMentions, c, c.g.bot)
	c.chat.messages = append(c.chat.messages, m)
	c.chat.byID[m.id] = m
	if m.nonce != "" {
		c.chat.byNonce[m.nonce] = sent{m, s.world.wall.nonces()}
	}
	s.dispatchLazy(c.intent(), c.guildID(), "MESSAGE_CREATE", m.eventWire)
	s.tell(Event{Kind: MessageCreated, Guild: c.g, Channel: c, Message: m.snapshot()})
	return m
}

func createMessage(c *call) (any, error) {
	ch, err := c.channel(sendMessages)
	if err != nil {
		return nil, err
	}
	if ch.chat.with != nil && !ch.chat.with.takesDMs() {
		return nil, errClosedDMs
	}
	d, err := c.readDraft(placeChannel)
	if err != nil {
		return nil, err
	}
	if given, nonce := d.nonce(); given && d.EnforceNonce {
		if first, ok := ch.chat.byNonce[nonce]; ok && c.s.world.wall.nonces().Sub(first.at) < c.s.limits.cfg.NonceWindow {
			return first.message.wire(), nil
		}
	}
	reply, err := d.replies(ch)
	if err != nil {
		return nil, err
	}
	b, err := d.apply(body{}, c)
	if err != nil {
		return nil, err
	}
	b.reply = reply
	return ch.post(d, b, nil).wire(), nil
}

// replies is the message that a draft answers; nil for none.
func (d *draft) replies(ch *Channel) (*message, error) {
	if d.Reference == nil {
		return nil, nil
	}
	if m := ch.chat.byID[d.Reference.MessageID]; m != nil {
		return m, nil
	}
	return nil, invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
}

// message is the one in the path, in a channel that the bot sees.
func (c *call) message(need uint64) (*message, error) {
	ch, err := c.channel(need)
	if err != nil {
		return nil, err
	}
	m := ch.chat.byID[c.PathValue("message_id")]
	if m == nil {
		return nil, errUnknownMessage
	}
	return m, nil
}

func getMessage(c *call) (any, error) {
	m, err := c.message(readHistory)
	if err != nil {
		return nil, err
	}
	return m.wire(), nil
}

func editMessage(c *call) (any, error) {
	m, err := c.message(0)
	if err != nil {
		return nil, err
	}
	if m.author != c.s.world.bot {
		return nil, errNotAuthor
	}
	d, err := c.readDraft(placeEdit)
	if err != nil {
		return nil, err
	}
	b, err := d.apply(m.body, c)
	if err != nil {
		return nil, err
	}
	if most := c.s.limits.cfg.OldEdits; most > 0 && time.Since(m.dates.Created) > oldEditAge && !m.channel.g.oldEdit(time.Now(), most) {
		return nil, errManyOldEdits
	}
	m.edit(d, b)
	return m.wire(), nil
}

// oldEdit counts an edit of an old message, unless there were too many of late.
func (g *Guild) oldEdit(now time.Time, most int) bool {
	g.oldEdits = slices.DeleteFunc(g.oldEdits, func(t time.Time) bool { return now.Sub(t) >= oldEditWindow })
	if len(g.oldEdits) >= most {
		return false
	}
	g.oldEdits = append(g.oldEdits, now)
	return true
}

func (m *message) edit(d *draft, b body) {
	s := m.channel.g.s
	m.body = b
	m.dates.Edited = time.Now()
	m.dates.Edits++
	if m.onlyFor == nil {
		m.pings = pingsOf(m.text(), d.AllowedMentions, m.channel, m.channel.g.bot)
		s.dispatchLazy(m.channel.intent(), m.channel.guildID(), "MESSAGE_UPDATE", m.eventWire)
	}
	s.tell(Event{Kind: MessageEdited, Guild: m.channel.g, Channel: m.channel, Member: m.onlyFor, Message: m.snapshot()})
}

func deleteMessage(c *call) (any, error) {
	m, err := c.message(0)
	if err != nil {
		return nil, err
	}
	if m.author != c.s.world.bot {
		if err := m.channel.demand(manageMessages); err != nil {
			return nil, err
		}
	}
	m.delete()
	return nil, nil
}

// delete takes the message out of the world.
func (m *message) delete() {
	s, c := m.channel.g.s, m.channel
	m.gone = true
	delete(s.world.private, m.id)
	delete(c.chat.byID, m.id)
	c.chat.messages = slices.DeleteFunc(c.chat.messages, func(x *message) bool { return x == m })
	c.chat.pins = slices.DeleteFunc(c.chat.pins, func(p pin) bool { return p.message == m })
	if m.onlyFor == nil {
		w := object{"id": m.id, "channel_id": c.id}
		if c.chat.with == nil {
			w["guild_id"] = c.g.id
		}
		s.dispatch(c.intent(), c.guildID(), "MESSAGE_DELETE", w)
	}
	s.tell(Event{Kind: MessageDeleted, Guild: c.g, Channel: c, Member: m.onlyFor, Message: m.snapshot()})
}

// listMessages answers newest first, as Discord does; before, after and around take an id.
func listMessages(c *call) (any, error) {
	ch, err := c.channel(readHistory)
	if err != nil {
		return nil, err
	}
	limit := 50
	if text := c.URL.Query().Get("limit"); text != "" {
		limit, err = strconv.Atoi(text)
		if err != nil || limit < 1 || limit > 100 {
			return nil, invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
		}
	}
	list, err := ch.chat.page(c, limit)
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, m := range slices.Backward(list) {
		all = append(all, m.wire())
	}
	return all, nil
}

func (t *chat) page(c *call, limit int) ([]*message, error) {
	list := t.messages
	find := func(name string) (at int, given bool, err error) {
		text := c.URL.Query().Get(name)
		if text == "" {
			return 0, false, nil
		}
		id, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return 0, false, invalid(name, "NUMBER_TYPE_COERCE", "Value %q is not snowflake.", text)
		}
		at, _ = slices.BinarySearchFunc(list, id, func(m *message, id uint64) int {
			n, _ := strconv.ParseUint(m.id, 10, 64)
			return int(min(1, max(-1, int64(n)-int64(id))))
		})
		return at, true, nil
	}
	if at, ok, err := find("around"); ok || err != nil {
		from := max(0, at-limit/2)
		return list[from:min(len(list), from+limit)], err
	}
	if at, ok, err := find("after"); ok || err != nil {
		if at < len(list) && list[at].id == c.URL.Query().Get("after") {
			at++
		}
		return list[at:min(len(list), at+limit)], err
	}
	end := len(list)
	if at, ok, err := find("before"); ok || err != nil {
		if err != nil {
			return nil, err
		}
		end = at
	}
	return list[max(0, end-limit):end], nil
}
