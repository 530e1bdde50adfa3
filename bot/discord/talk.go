package discord

import (
	"context"
	"net/http"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/bot/words"
)

// Types of callback, the first answer to an interaction.
const (
	callbackMessage      = 4
	callbackThinking     = 5 // a message follows
	callbackAcknowledged = 6 // the card stays as it is, for now
	callbackUpdate       = 7 // the card changes
	callbackForm         = 9
)

const (
	// original is the message of the first answer: the pressed card itself
	// after callbackAcknowledged and callbackUpdate.
	original = "@original"
	// lastWord is how long an answer may take after the bot was told to stop.
	lastWord = 5 * time.Second
)

type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

type thinking struct {
	Flags int `json:"flags,omitzero"`
}

// talk is one interaction's answers in their order. A callback can be given
// once; everything further is an edit or a follow-up.
type talk struct {
	api answering
	in  interaction

	opened   bool   // the callback is given
	card     bool   // 'original' is the card that was pressed
	thinking bool   // Discord shows that an answer is coming
	own      string // the message that the next reply replaces; empty: none yet
	mark     int32  // who answers: see twins
	tries    int    // callbacks that were sent
	foreign  bool   // somebody else has given the callback
	taken    bool   // ours was
}

// wait gives the callback that buys time. A public reply that comes after it is
// read by the asker only, for Discord settles that with the callback.
func (t *talk) wait(ctx context.Context) error {
	if t.in.OnCard {
		t.card = true
		return t.callback(ctx, callbackAcknowledged, nil, nil)
	}
	t.own, t.thinking = original, true
	return t.callback(ctx, callbackThinking, thinking{flagEphemeral}, nil)
}

// say gives a reply: as the callback, or in place of the reply before.
func (t *talk) say(ctx context.Context, reply bot.Reply) error {
	fault := misfiled(reply)
	if fault != nil {
		reply = t.tell("ask.internal")
	}
	give := t.open
	if t.opened {
		give = t.add
	}
	if err := give(ctx, reply); err != nil {
		return err
	}
	return fault
}

func (t *talk) open(ctx context.Context, reply bot.Reply) error {
	var fault error
	switch {
	case reply.Form != nil:
		form, err := t.form(reply)
		if err == nil {
			return t.callback(ctx, callbackForm, form, nil)
		}
		fault, reply = err, t.tell("ask.internal")
	case reply.Card == nil && t.in.OnCard:
		t.card = true
		return t.callback(ctx, callbackAcknowledged, nil, nil)
	case reply.Card == nil && reply.Then != nil:
		t.own, t.thinking = original, true
		return t.callback(ctx, callbackThinking, thinking{privacy(reply)}, nil)
	case reply.Card == nil:
		reply = t.tell("discord.done")
	case reply.File != nil && len(reply.File.Data) > quickFile:
		if err := t.wait(ctx); err != nil && !rest.Unknown(err) {
			return err
		}
		return t.add(ctx, reply)
	}
	t.own = original
	m := render(*reply.Card, reply.Team, t.markOf(reply))
	file := m.attach(reply.File)
	kind := callbackMessage
	if t.card = reply.Update && t.in.OnCard; t.card {
		kind, m = callbackUpdate, m.edit()
	} else {
		m.Flags |= privacy(reply)
	}
	if err := t.callback(ctx, kind, m, file); err != nil {
		return err
	}
	return fault
}

// add gives a reply after the callback, where no form can follow any more.
func (t *talk) add(ctx context.Context, reply bot.Reply) error {
	switch {
	case reply.Form != nil:
		reply = t.tell("ask.again")
	case reply.Card == nil && (reply.Then != nil || !t.thinking):
		return nil
	case reply.Card == nil:
		reply = t.tell("discord.done")
	}
	t.thinking = false
	m := render(*reply.Card, reply.Team, t.markOf(reply))
	file := m.attach(reply.File)
	ctx, cancel := t.lastWord(ctx)
	defer cancel()
	hook := "/webhooks/" + t.in.App + "/" + t.in.Token
	target := t.own
	if reply.Update && t.card {
		target = original
	}
	if target != "" {
		return t.api.Answer(ctx, rest.Call{Method: http.MethodPatch, Path: hook + "/messages/" + target, Body: m.edit(), File: file})
	}
	m.Flags |= privacy(reply)
	var made struct{ ID string }
	err := t.api.Answer(ctx, rest.Call{Method: http.MethodPost, Path: hook, Body: m, File: file, Out: &made})
	t.own = made.ID
	return err
}

// callback gives the first answer. It is given again only if it certainly did
// not arrive: a second one would be refused and could hide the first.
func (t *talk) callback(ctx context.Context, kind int, data any, file *rest.File) error {
	t.opened = true
	ctx, cancel := t.lastWord(ctx)
	defer cancel()
	call := rest.Call{
		Method: http.MethodPost,
		Path:   "/interactions/" + t.in.ID + "/" + t.in.Token + "/callback",
		Body:   callback{kind, data},
		File:   file,
	}
	t.tries++
	err := t.api.Answer(ctx, call)
	t.foreign, t.taken = t.tries == 1 && rest.Code(err) == codeAnswered, err == nil
	if err != nil && rest.Status(err) == 0 && !rest.Unknown(err) {
		err = t.api.Answer(ctx, call)
	}
	return err
}

// markOf says who answers. The card that was pressed keeps what it has.
func (t *talk) markOf(reply bot.Reply) int32 {
	if reply.Update && t.in.OnCard {
		return 0
	}
	return t.mark
}

// lastWord lets an answer out although the bot is being stopped.
func (t *talk) lastWord(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), lastWord)
}

func (t *talk) form(reply bot.Reply) (modal, error) {
	if t.in.Request.Way == bot.Submit {
		return modal{}, errFormAfterForm
	}
	return drawForm(*reply.Form, reply.Team)
}

func (t *talk) tell(key string) bot.Reply {
	return bot.Tell(words.Say(t.in.Request.From.Lang, key))
}

func privacy(reply bot.Reply) int {
	if reply.Public {
		return 0
	}
	return flagEphemeral
}
