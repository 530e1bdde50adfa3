package slack

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/bot/words"
)

// lastWord is how long an answer may take after the bot was told to stop.
const lastWord = 5 * time.Second

// talk is the answers to one thing that somebody did, in their order.
type talk struct {
	face  *Face
	heard heard
	lang  words.Lang

	said    bool // something was shown
	changed bool // namely in place of the card from which it was done
}

// pending tells whether a form that was sent waits for its answer.
func (t *talk) pending() bool { return t.heard.Answer != nil }

// say gives a reply, in place of the one before where Slack can do that.
func (t *talk) say(ctx context.Context, reply bot.Reply) error {
	ctx, cancel := outlasting(ctx)
	defer cancel()
	t.heard.State.Team = reply.Team
	switch {
	case reply.Form != nil:
		return t.ask(ctx, reply)
	case reply.Card == nil && t.pending():
		return t.closeForm()
	case reply.Card == nil && (reply.Then != nil || t.said || t.heard.Request.Way != bot.Slash):
		return nil
	case reply.Card == nil:
		reply.Card = t.tell("slack.done")
	}
	if reply.File != nil {
		card := *reply.Card
		card.Lines = append(card.Lines[:len(card.Lines):len(card.Lines)], words.Say(t.lang, "slack.file", words.Quote("name", reply.File.Name)))
		reply.Card = &card
	}
	return t.show(ctx, reply)
}

// ask opens a form.
func (t *talk) ask(ctx context.Context, reply bot.Reply) error {
	view, err := t.face.drawForm(*reply.Form, t.heard.State, t.lang)
	if err != nil {
		return errors.Join(err, t.show(ctx, bot.Reply{Card: t.tell("ask.internal")}))
	}
	switch {
	case t.pending():
		err = t.answer(slack.NewUpdateViewSubmissionResponse(&view))
	case t.heard.View != "":
		err = t.face.api.UpdateView(ctx, t.heard.View, view)
	default:
		return t.open(ctx, view)
	}
	if err == nil || web.Unknown(err) {
		return err
	}
	why := "ask.internal"
	if web.Late(err) {
		why = "ask.again"
	}
	return errors.Join(err, t.show(ctx, bot.Reply{Card: t.tell(why)}))
}

// show shows a card: in the modal in which it was asked for, through the
// response_url, in a modal of its own, or in a direct message, whichever works
// first.
func (t *talk) show(ctx context.Context, reply bot.Reply) error {
	if t.pending() {
		if t.inForm(reply) == nil {
			return nil
		}
		if err := t.closeForm(); err != nil {
			return err
		}
	}
	err := t.place(ctx, reply)
	if err == nil || web.Unknown(err) {
		t.said = true
		return err
	}
	if own := t.direct(ctx, reply); own != nil {
		return errors.Join(err, own)
	}
	t.said = true
	return nil
}

var errElsewhere = errors.New("the answer does not belong into the form")

// inForm answers a form with the card, unless it belongs where all can read it, or
// in the place of the card that the form was opened from.
func (t *talk) inForm(reply bot.Reply) error {
	if t.public(reply) || reply.Update && t.card() != "" {
		return errElsewhere
	}
	view, err := t.face.drawView(*reply.Card, t.heard.State, t.lang)
	if err != nil {
		return err
	}
	return t.answer(slack.NewUpdateViewSubmissionResponse(&view))
}

// closeForm closes a form that waits for its answer.
func (t *talk) closeForm() error {
	t.heard.View, t.heard.Trigger = "", web.Trigger{}
	return t.answer(nil)
}

// answer acknowledges the form.
func (t *talk) answer(payload any) error {
	err := t.heard.Answer(payload)
	if err == nil {
		t.heard.Answer = nil
	}
	return err
}

// place shows a card where it was asked for.
func (t *talk) place(ctx context.Context, reply bot.Reply) error {
	d := t.face.draw(*reply.Card, reply.Team)
	h := &t.heard
	switch {
	case (reply.Update || t.changed) && t.card() != "":
		t.changed = true
		return t.face.api.Respond(ctx, t.card(), web.Response{Text: d.Text, Blocks: d.Blocks, Replace: true})
	case t.public(reply) && h.Hook == "":
		_, _, err := t.face.api.Post(ctx, web.Message{Channel: string(h.State.Channel), Text: d.Text, Blocks: d.Blocks})
		return err
	case h.View != "":
		view, err := t.face.drawView(*reply.Card, h.State, t.lang)
		if err != nil {
			return err
		}
		return t.face.api.UpdateView(ctx, h.View, view)
	case h.Hook != "":
		return t.face.api.Respond(ctx, h.Hook, web.Response{
			Text: d.Text, Blocks: d.Blocks, Public: reply.Public || t.mailbox(),
			Replace: t.said && h.Request.Way == bot.Slash, // of others it would be a message that is not this answer
		})
	case h.Trigger.ID != "":
		trigger := h.Trigger
		h.Trigger = web.Trigger{}
		view, err := t.face.drawView(*reply.Card, h.State, t.lang)
		if err != nil {
			return err
		}
		return t.face.api.OpenView(ctx, trigger, view)
	}
	return t.direct(ctx, reply)
}

// direct shows a card in a direct message. Slack takes the person for the channel;
// to ask for it would cost one of 50 calls a minute. Source: chat.postMessage.
func (t *talk) direct(ctx context.Context, reply bot.Reply) error {
	d := t.face.draw(*reply.Card, reply.Team)
	to := t.heard.Request.From.Account.ID
	_, _, err := t.face.api.Post(ctx, web.Message{Channel: to, Text: d.Text, Blocks: d.Blocks})
	return err
}

// public tells whether a reply is for everybody in the channel.
func (t *talk) public(reply bot.Reply) bool {
	return reply.Public && !reply.Update && t.heard.State.Channel != ""
}

// card is the response_url of the card from which it was done; "" if it was not
// done from one. What is pressed in a modal is done in the modal.
func (t *talk) card() string {
	if t.heard.OnCard || t.heard.Request.Way == bot.Submit {
		return t.heard.State.Hook
	}
	return ""
}

// mailbox tells whether it was done on a card in a direct message, where an answer
// is to stay like the card.
func (t *talk) mailbox() bool {
	return t.heard.OnCard && strings.HasPrefix(string(t.heard.State.Channel), "D")
}

func (t *talk) tell(key string) *bot.Card {
	return &bot.Card{Lines: []words.Text{words.Say(t.lang, key)}}
}

// outlasting ends a moment after ctx, to let an answer out although the bot is
// being stopped.
func outlasting(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, end := context.WithCancel(context.WithoutCancel(ctx))
	unhook := context.AfterFunc(ctx, func() { time.AfterFunc(lastWord, end) })
	return longer, func() {
		unhook()
		end()
	}
}
