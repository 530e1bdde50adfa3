package discord

import (
	"encoding/json"
	"net/http"
	"time"
)

// Kinds of first answers; the values are Discord's.
const (
	answerMessage     = 4
	answerDefer       = 5
	answerDeferUpdate = 6
	answerUpdate      = 7
	answerModal       = 9
)

// answerInteraction is the first answer, which the bot has three seconds for.
func answerInteraction(c *call) (any, error) {
	it := c.s.world.interactions.byToken[c.PathValue("interaction_token")]
	if it == nil || it.id != c.PathValue("interaction_id") {
		return nil, errUnknownInteraction
	}
	if !it.answered.IsZero() {
		return nil, errAnswered
	}
	if time.Since(it.made) >= firstAnswerPeriod {
		return nil, errUnknownInteraction
	}
	var ask struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := c.decode(&ask); err != nil {
		return nil, err
	}
	if !present(ask.Data) {
		ask.Data = json.RawMessage("{}")
	}
	c.body = ask.Data
	if err := it.answer(c, ask.Type); err != nil {
		return nil, err
	}
	it.answered = time.Now()
	it.changes()
	if c.URL.Query().Get("with_response") != "true" {
		return nil, nil
	}
	c.status = http.StatusOK
	return it.callbackWire(ask.Type), nil
}

func (it *interaction) answer(c *call, kind int) error {
	updates := kind == answerDeferUpdate || kind == answerUpdate
	if updates && it.source == nil {
		return invalid("type", "INTERACTION_APPLICATION_COMMAND_INVALID_TYPE", "Only an interaction from a message can update one.")
	}
	if len(c.files) > 0 && kind != answerMessage && kind != answerUpdate {
		return invalid("type", "BASE_TYPE_CHOICES", "Answer type %d takes no files.", kind)
	}
	switch kind {
	case answerMessage:
		return it.answerMessage(c)
	case answerDefer:
		d, err := c.readDraft(placeAnswer)
		if err != nil {
			return err
		}
		if d.Flags != nil {
			it.flags = *d.Flags
		}
		it.loading, it.deferred = true, true
	case answerDeferUpdate:
		it.deferred, it.original = true, it.source
	case answerUpdate:
		it.original, it.updated = it.source, true
		return it.editOriginal(c)
	case answerModal:
		return it.answerModal(c)
	default:
		return invalid("type", "BASE_TYPE_CHOICES", "Answer type %d does not fit interaction type %d.", kind, it.kind)
	}
	return nil
}

func (it *interaction) answerMessage(c *call) error {
	d, err := c.readDraft(placeAnswer)
	if err != nil {
		return err
	}
	b, err := d.apply(body{}, c)
	if err != nil {
		return err
	}
	it.original = it.channel.post(d, b, it)
	return nil
}

func (it *interaction) editOriginal(c *call) error {
	d, err := c.readDraft(placeEdit)
	if err != nil {
		return err
	}
	if it.original.gone {
		return errUnknownMessage
	}
	b, err := d.apply(it.original.body, c)
	if err != nil {
		return err
	}
	it.original.edit(d, b)
	return nil
}

func (it *interaction) answerModal(c *call) error {
	if it.kind == interactionModal {
		return invalid("type", "INTERACTION_MODAL_FOR_MODAL", "A modal submit cannot be answered with a modal.")
	}
	var f formData
	if err := c.decode(&f); err != nil {
		return err
	}
	if err := f.judge(); err != nil {
		return err
	}
	it.form = &Form{Title: f.Title, CustomID: f.CustomID, Components: complete(f.Raw), it: it}
	return nil
}

func (it *interaction) callbackWire(kind int) object {
	w := object{"id": it.id, "type": it.kind, "channel_id": it.channel.id}
	if it.channel.chat.with == nil {
		w["guild_id"] = it.member.g.id
	}
	answer := object{"interaction": w}
	if it.original != nil {
		w["response_message_id"] = it.original.id
		w["response_message_ephemeral"] = it.original.onlyFor != nil
		w["response_message_loading"] = it.loading
		answer["resource"] = object{"type": kind, "message": it.original.wire()}
	}
	return answer
}

// hook is the interaction of a webhook's token, once it has been answered.
func (c *call) hook() (*interaction, error) {
	it := c.s.world.interactions.byToken[c.PathValue("webhook_token")]
	if it == nil || c.PathValue("webhook_id") != c.s.world.bot.ID || it.answered.IsZero() {
		return nil, errUnknownWebhook
	}
	if time.Since(it.made) >= tokenPeriod {
		return nil, errWebhookToken
	}
	return it, nil
}

// hookMessage is the message in the path: "@original", the path without an id, or a follow-up.
func (c *call) hookMessage() (*interaction, *message, error) {
	it, err := c.hook()
	if err != nil {
		return nil, nil, err
	}
	id := c.PathValue("message_id")
	if id == "" || it.original != nil && it.original.id == id {
		if it.original == nil || it.original.gone {
			return it, nil, errUnknownMessage
		}
		return it, it.original, nil
	}
	for _, m := range it.followUps {
		if m.id == id && !m.gone {
			return it, m, nil
		}
	}
	return it, nil, errUnknownMessage
}

func followUp(c *call) (any, error) {
	it, err := c.hook()
	if err != nil {
		return nil, err
	}
	if it.loading {
		return it.fill(c) // the first follow-up fills in what was deferred
	}
	d, err := c.readDraft(placeAnswer)
	if err != nil {
		return nil, err
	}
	b, err := d.apply(body{}, c)
	if err != nil {
		return nil, err
	}
	m := it.channel.post(d, b, it)
	it.followUps = append(it.followUps, m)
	it.changes()
	return m.wire(), nil
}

// fill puts the message where the deferral promised one; whether it is ephemeral was said then.
func (it *interaction) fill(c *call) (any, error) {
	d, err := c.readDraft(placeAnswer)
	if err != nil {
		return nil, err
	}
	b, err := d.apply(body{}, c)
	if err != nil {
		return nil, err
	}
	b.flags = b.flags&^flagEphemeral | it.flags&flagEphemeral
	it.original, it.loading = it.channel.post(d, b, it), false
	it.changes()
	return it.original.wire(), nil
}

func getFollowUp(c *call) (any, error) {
	_, m, err := c.hookMessage()
	if err != nil {
		return nil, err
	}
	return m.wire(), nil
}

func editFollowUp(c *call) (any, error) {
	it, err := c.hook()
	if err != nil {
		return nil, err
	}
	if it.loading && c.PathValue("message_id") == "" {
		return it.fill(c)
	}
	_, m, err := c.hookMessage()
	if err != nil {
		return nil, err
	}
	d, err := c.readDraft(placeEdit)
	if err != nil {
		return nil, err
	}
	b, err := d.apply(m.body, c)
	if err != nil {
		return nil, err
	}
	if m == it.source {
		it.updated = true
	}
	m.edit(d, b)
	it.changes()
	return m.wire(), nil
}

func deleteFollowUp(c *call) (any, error) {
	it, m, err := c.hookMessage()
	if err != nil {
		return nil, err
	}
	m.delete()
	it.changes()
	return nil, nil
}
