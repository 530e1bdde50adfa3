package slack

import (
	"fmt"
	"strings"
	"time"
)

// Lengths of messages. Sources: chat.postMessage and the release notes of chat.update; that of the text in all
// blocks together is what people have measured.
const (
	textMost       = 40000
	blocksTextMost = 13000
	blocksMost     = 50
	metadataMost   = 16000
)

// content is what a call says.
type content struct {
	text        string
	blocks      []object
	metadata    object
	hasMetadata bool
}

// content reads what the call says; tooLong is how its method calls blocks that are.
func (c *call) content(tooLong string) (content, error) {
	var x content
	var err error
	x.text = c.args.text("text")
	if utf16Length(x.text) > textMost {
		return x, misuse("msg_too_long", "text is longer than %d", textMost)
	}
	if c.args.given("blocks") {
		if x.blocks, err = c.s.readBlocks(c.args, tooLong); err != nil {
			return x, err
		}
	}
	if x.hasMetadata = c.args.given("metadata"); x.hasMetadata {
		if x.metadata, err = readMetadata(c.args); err != nil {
			return x, err
		}
	}
	if c.args.given("markdown_text") {
		if x.text != "" || len(x.blocks) > 0 {
			return x, misuse("markdown_text_conflict", "markdown_text together with text or blocks")
		}
		x.text = c.args.text("markdown_text")
	}
	if x.text == "" && len(x.blocks) == 0 && !c.args.given("attachments") {
		return x, misuse("no_text", "neither text nor blocks")
	}
	c.s.pressable("message", x.blocks, x.text)
	return x, nil
}

// readBlocks decodes and judges the argument blocks.
func (s *Server) readBlocks(a arguments, tooLong string) ([]object, error) {
	v, err := a.value("blocks")
	raw, ok := v.([]any)
	if err != nil || !ok {
		return nil, misuse("invalid_blocks_format", "blocks is no JSON array")
	}
	var p problems
	blocks := judgeBlocks(&p, "/blocks", raw, blocksMost)
	if len(p) == 0 && s.opts.Spec != nil {
		if err := s.opts.Spec.Blocks(raw); err != nil {
			p = append(p, "[ERROR] "+err.Error())
		}
	}
	if err := p.as("invalid_blocks"); err != nil {
		return nil, err
	}
	if n := textOf(raw); n > blocksTextMost {
		return nil, misuse(tooLong, "%d characters in all blocks, must be at most %d", n, blocksTextMost)
	}
	name(blocks, &s.world.ids)
	return blocks, nil
}

func readMetadata(a arguments) (object, error) {
	v, err := a.value("metadata")
	o, ok := v.(object)
	if err != nil || !ok {
		return nil, misuse("invalid_metadata_format", "metadata is no JSON object")
	}
	if len(o) == 0 {
		return nil, nil // takes away what there was
	}
	payload, ok := o["event_payload"].(object)
	if kind, _ := o["event_type"].(string); kind == "" || !ok || len(o) != 2 {
		return nil, misuse("invalid_metadata_schema", "metadata is event_type and event_payload")
	}
	for name, v := range payload {
		switch v.(type) {
		case object, []any:
			return nil, misuse("invalid_metadata_schema", "event_payload.%s is neither text, number nor boolean", name)
		}
	}
	if len(mustJSON(o)) > metadataMost {
		return nil, misuse("metadata_too_large", "must be at most %d bytes", metadataMost)
	}
	return o, nil
}

// target is the channel into which the app speaks; a user id means the channel with that member.
func (c *call) target() (*Channel, error) {
	id, err := c.args.need("channel")
	if err != nil {
		return nil, err
	}
	w, who := c.s.world, c.token.who
	ch := w.channel(id)
	if m := w.person(id); m != nil && !m.bot && !m.gone && who == w.bot {
		ch = w.direct(m)
	}
	switch {
	case ch == nil || ch.kind != public && !ch.has(who):
		return nil, failure("channel_not_found")
	case ch.kind == direct && ch.members[0].gone:
		return nil, failure("channel_not_found")
	case ch.archived:
		return nil, failure("is_archived")
	case !ch.has(who) && !c.token.has("chat:write.public"):
		return nil, failure("not_in_channel")
	}
	return ch, nil
}

func postMessage(c *call) (object, error) {
	ch, err := c.target()
	if err != nil {
		return nil, err
	}
	x, err := c.content("msg_blocks_too_long")
	if err != nil {
		return nil, err
	}
	if x.text == "" && len(x.blocks) > 0 {
		c.warn = append(c.warn, "missing_text_in_message")
	}
	m := c.s.world.post(ch, &message{
		author: c.token.who, text: x.text, surface: surface{blocks: x.blocks}, metadata: x.metadata,
		thread: c.args.text("thread_ts"),
	})
	if ch.kind == direct {
		ch.members[0].noticed(m, nil)
	}
	return object{"channel": ch.id, "ts": m.ts, "message": m.wire(true)}, nil
}

func postEphemeral(c *call) (object, error) {
	ch, err := c.target()
	if err != nil {
		return nil, err
	}
	id, err := c.args.need("user")
	if err != nil {
		return nil, err
	}
	reader := c.s.world.person(id)
	if reader == nil || reader.gone || !ch.has(reader) {
		return nil, failure("user_not_in_channel")
	}
	x, err := c.content("msg_too_long")
	if err != nil {
		return nil, err
	}
	m := c.s.world.post(ch, &message{author: c.token.who, text: x.text, surface: surface{blocks: x.blocks}, only: reader})
	reader.noticed(m, nil)
	return object{"message_ts": m.ts}, nil
}

// existing is the message that the call names by channel and ts. Source of is_inactive: chat.update.
func (c *call) existing(ts, frozen string) (*message, error) {
	ch, err := c.visible()
	if err != nil {
		return nil, err
	}
	if ts, err = c.args.need(ts); err != nil {
		return nil, err
	}
	if ch.archived && frozen != "" {
		return nil, failure(frozen)
	}
	m := ch.message(ts)
	if m == nil {
		return nil, failure("message_not_found")
	}
	return m, nil
}

func updateMessage(c *call) (object, error) {
	m, err := c.existing("ts", "is_inactive")
	if err != nil {
		return nil, err
	}
	if m.author != c.token.who {
		return nil, failure("cant_update_message")
	}
	x, err := c.content("msg_too_long")
	if err != nil {
		return nil, err
	}
	m.change(x)
	return object{"channel": m.channel.id, "ts": m.ts, "text": m.text, "message": m.wire(true)}, nil
}

// change gives a message new content; blocks that are not sent are taken away, metadata stay.
func (m *message) change(x content) {
	m.text = x.text
	m.surface = surface{blocks: x.blocks}
	if x.hasMetadata {
		m.metadata = x.metadata
	}
	m.edited = time.Now()
	m.channel.s.updated(m)
}

func deleteMessage(c *call) (object, error) {
	m, err := c.existing("ts", "")
	if err != nil {
		return nil, err
	}
	if m.author != c.token.who {
		return nil, failure("cant_delete_message")
	}
	m.gone = true
	c.s.updated(m)
	return object{"channel": m.channel.id, "ts": m.ts}, nil
}

func getPermalink(c *call) (object, error) {
	m, err := c.existing("message_ts", "")
	if err != nil {
		return nil, err
	}
	link := fmt.Sprintf("https://%s.slack.com/archives/%s/p%s", c.s.world.team.domain, m.channel.id, strings.Replace(m.ts, ".", "", 1))
	return object{"channel": m.channel.id, "permalink": link}, nil
}
