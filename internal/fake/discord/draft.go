package discord

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Flags of messages; the values are Discord's.
const (
	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
	flagSilent         = 1 << 12
	flagV2             = 1 << 15

	contentMost = 2000
	nonceMost   = 25
)

// draft is a message as the bot sends it, for a create or an edit.
type draft struct {
	Content         *string          `json:"content"`
	Embeds          json.RawMessage  `json:"embeds"`
	Components      json.RawMessage  `json:"components"`
	Flags           *int             `json:"flags"`
	AllowedMentions *allowedMentions `json:"allowed_mentions"`
	Attachments     []attachmentRef  `json:"attachments"`
	Nonce           json.RawMessage  `json:"nonce"`
	EnforceNonce    bool             `json:"enforce_nonce"`
	Reference       *struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
}

// place says where a draft is to go, which decides the flags it may have.
type place int

const (
	placeChannel place = iota
	placeAnswer
	placeEdit
)

// readDraft decodes and judges what does not depend on the message it changes.
func (c *call) readDraft(where place) (*draft, error) {
	var d draft
	if err := c.decode(&d); err != nil {
		return nil, err
	}
	return &d, d.judge(where)
}

func (d *draft) judge(where place) error {
	var p problems
	if d.Content != nil {
		p.length("content", *d.Content, 0, contentMost)
	}
	if _, nonce := d.nonce(); utf8.RuneCountInString(nonce) > nonceMost {
		p.add("nonce", "NONCE_TYPE_TOO_LONG", "Must be at most %d characters.", nonceMost)
	}
	allowed := map[place]int{
		placeChannel: flagSuppressEmbeds | flagSilent | flagV2,
		placeAnswer:  flagSuppressEmbeds | flagSilent | flagV2 | flagEphemeral,
		placeEdit:    flagSuppressEmbeds | flagV2,
	}[where]
	if d.Flags != nil && *d.Flags&^allowed != 0 {
		p.add("flags", "MESSAGE_FLAGS_INVALID", "Flags %d cannot be set here.", *d.Flags&^allowed)
	}
	d.AllowedMentions.judge(&p)
	return p.err()
}

// nonce is the key that the bot gave, as text.
func (d *draft) nonce() (given bool, text string) {
	if len(d.Nonce) == 0 || string(d.Nonce) == "null" {
		return false, ""
	}
	if json.Unmarshal(d.Nonce, &text) != nil {
		text = string(d.Nonce)
	}
	return true, text
}

func present(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

// body is what a message says.
type body struct {
	content     string
	embeds      json.RawMessage
	components  json.RawMessage
	flags       int
	attachments []attachment
	reply       *message // that it answers; nil for none
}

// apply is b changed by the draft, judged as a whole. Absent fields stay, null ones are emptied.
func (d *draft) apply(b body, c *call) (body, error) {
	var p problems
	was := b.flags
	if d.Flags != nil {
		keep := b.flags & (flagEphemeral | flagSilent)
		b.flags = *d.Flags | keep
	}
	if was&flagV2 != 0 && b.flags&flagV2 == 0 {
		p.add("flags", "MESSAGE_FLAGS_V2_CANNOT_BE_REMOVED", "The IS_COMPONENTS_V2 flag cannot be removed.")
	}
	v2 := b.flags&flagV2 != 0
	if v2 {
		b.content, b.embeds = "", nil
		if d.Content != nil {
			p.add("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
		}
		if present(d.Embeds) {
			p.add("embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
		}
	} else if err := d.applyPlain(&b); err != nil {
		return b, err
	}
	if d.Components != nil {
		var list []component
		if err := json.Unmarshal(d.Components, &list); err != nil {
			return b, invalid("components", "BASE_TYPE_BAD", "%v", err)
		}
		judge(&p, list, v2)
		b.components = complete(d.Components)
	}
	b.attachments = d.attach(&p, b.attachments, c)
	b.judgeFiles(&p)
	if err := p.err(); err != nil {
		return b, err
	}
	if b.empty() {
		return b, errEmptyMessage
	}
	if d.AllowedMentions == nil && (d.Content != nil && *d.Content != "" || saysText(d.Components)) {
		c.s.record.Violation("%s: text without allowed_mentions", c.route.operation())
	}
	return b, nil
}

func (d *draft) applyPlain(b *body) error {
	if d.Content != nil {
		b.content = *d.Content
	}
	if d.Embeds == nil {
		return nil
	}
	var embeds []object
	if err := json.Unmarshal(d.Embeds, &embeds); err != nil {
		return invalid("embeds", "BASE_TYPE_BAD", "%v", err)
	}
	if len(embeds) > 10 {
		return invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	}
	for _, e := range embeds {
		e["type"] = "rich"
	}
	b.embeds = nil
	if len(embeds) > 0 {
		b.embeds = mustJSON(embeds)
	}
	return nil
}

func (b *body) empty() bool {
	return strings.TrimSpace(b.content) == "" && b.embeds == nil && len(parts(b.components)) == 0 && len(b.attachments) == 0
}

func saysText(components json.RawMessage) bool {
	found := false
	walk(parts(components), "", func(_ string, c *component) { found = found || c.Type == typeText })
	return found
}
