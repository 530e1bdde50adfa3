package slack

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/internal/plain"
)

// heard is something that somebody did in Slack.
type heard struct {
	// Request is what was asked, without what Slack does not say with it: the
	// asker's name and language.
	Request bot.Request
	Sorry   *bot.Sorry // if not nil, the answer: there is nothing to ask the bot

	Trigger web.Trigger
	Hook    string    // the response_url; "": none
	View    string    // the modal in which it was done; "": none
	OnCard  bool      // it was done on a message of ours
	State   formState // what a modal that follows is to bring back

	// Answer says what becomes of the form that was sent; nil if none was.
	Answer func(payload any) error
}

// triggerLasts is how long a trigger is used after it was heard of: of the three
// seconds that Slack gives it, the rest is for the two ways.
const triggerLasts = 2500 * time.Millisecond

func triggered(id string) web.Trigger {
	return web.Trigger{ID: id, By: time.Now().Add(triggerLasts), Urgency: web.Soon}
}

// wireInteraction is what of an interactive payload is read. Source: Slack's
// reference of interaction payloads.
type wireInteraction struct {
	Type     string `json:"type"`
	Callback string `json:"callback_id"`
	Trigger  string `json:"trigger_id"`
	Hook     string `json:"response_url"`
	User     struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"user"`
	Team struct {
		Domain string `json:"domain"`
	} `json:"team"`
	Channel struct {
		ID bot.ChannelID `json:"id"`
	} `json:"channel"`
	Message struct {
		TS   string `json:"ts"`
		Text string `json:"text"`
	} `json:"message"`
	View    wireView            `json:"view"`
	Actions []slack.BlockAction `json:"actions"`
}

type wireView struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Back   string `json:"private_metadata"` // a formState
	Blocks []struct {
		ID string `json:"block_id"`
	} `json:"blocks"`
	State struct {
		Values map[string]map[string]wireField `json:"values"`
	} `json:"state"`
}

// wireField is what was filled in; an empty field's value is null.
type wireField struct {
	Type   string  `json:"type"`
	Value  *string `json:"value"`
	Option *struct {
		Value string `json:"value"`
	} `json:"selected_option"`
}

// readEnvelope reads an envelope. Not ok means that it asks for no answer: a link was
// followed, or it is of a kind that Engawa does nothing about.
func readEnvelope(e socket.Envelope, all ways) (h heard, ok bool, err error) {
	switch e.Kind {
	case socket.Command:
		h, err = readCommand(e.Payload, all)
		ok = err == nil
	case socket.Event:
		h, ok, err = readEvent(e.Payload)
	case socket.Interactive:
		h, ok, err = readInteraction(e.Payload)
		h.Answer = e.Answer
	}
	h.Request.On = Platform
	if err == nil && ok && h.Request.From.Account.ID == "" {
		return h, false, fmt.Errorf("%s: it does not say who did it", e.Kind)
	}
	return h, ok, err
}

func readCommand(raw json.RawMessage, all ways) (heard, error) {
	var w slack.SlashCommand
	if err := json.Unmarshal(raw, &w); err != nil {
		return heard{}, fmt.Errorf("command: %w", err)
	}
	h := heard{Trigger: triggered(w.TriggerID), Hook: w.ResponseURL}
	h.Request, h.Sorry = all.request(w.Command, unescaped(w.Text))
	h.Request.From = account(w.UserID)
	h.Request.From.Name = plain.Line(w.UserName)
	h.Request.Once = w.TriggerID
	h.Request.Channel = bot.ChannelID(w.ChannelID)
	h.State.Channel = h.Request.Channel
	return h, nil
}

// readEvent reads of one kind only: somebody looks at the home tab. What else
// comes, an app that hears of more than its manifest says, is of other shapes.
func readEvent(raw json.RawMessage) (h heard, ok bool, err error) {
	var w struct {
		Event json.RawMessage `json:"event"`
	}
	var kind struct {
		Type string `json:"type"`
	}
	if err := errors.Join(json.Unmarshal(raw, &w), json.Unmarshal(w.Event, &kind)); err != nil {
		return h, false, fmt.Errorf("event: %w", err)
	}
	if kind.Type != homeOpened {
		return h, false, nil
	}
	var opened struct {
		Tab  string `json:"tab"`
		User string `json:"user"`
	}
	if err := json.Unmarshal(w.Event, &opened); err != nil {
		return h, false, fmt.Errorf("event: %w", err)
	}
	h.Request.From, h.State.Home = account(opened.User), true
	return h, opened.Tab == "home", nil
}

func readInteraction(raw json.RawMessage) (h heard, ok bool, err error) {
	var w wireInteraction
	if err := json.Unmarshal(raw, &w); err != nil {
		return h, false, fmt.Errorf("interaction: %w", err)
	}
	h = heard{Trigger: triggered(w.Trigger), Hook: w.Hook}
	if w.View.Type == string(slack.VTModal) {
		h.View = w.View.ID
		_ = json.Unmarshal([]byte(w.View.Back), &h.State) // one that is not ours brings nothing back
	}
	h.State.Home = h.State.Home || w.View.Type == string(slack.VTHomeTab)
	h.State.Channel = cmp.Or(w.Channel.ID, h.State.Channel)
	switch slack.InteractionType(w.Type) {
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		h.Request, ok = picked(w.Callback)
		h.Request.About = w.about()
	case slack.InteractionTypeBlockActions:
		ok = len(w.Actions) > 0 && w.press(&h)
	case slack.InteractionTypeViewSubmission:
		w.View.submit(&h)
		ok = true
	}
	h.Request.From = account(w.User.ID)
	h.Request.From.Name = plain.Line(w.User.Name)
	h.Request.Channel = h.State.Channel
	return h, ok, nil
}

// press takes over what was pressed or chosen; false is a link, which Slack follows
// by itself.
func (w wireInteraction) press(h *heard) bool {
	a := w.Actions[0] // Slack sends one
	p, ours := pressedBy(a)
	if !ours && a.Type == "button" && a.Value == "" {
		return false
	}
	if !ours {
		h.Sorry = &bot.Sorry{Key: "ask.unknown"}
	}
	if h.OnCard = w.View.ID == ""; h.OnCard {
		h.State.Hook = w.Hook
	}
	h.State.Team = p.Team
	h.Request.Way, h.Request.Do, h.Request.Whose, h.Request.With = bot.Press, p.Do, p.Team, p.With
	for _, o := range a.SelectedOptions {
		h.Request.Chosen = append(h.Request.Chosen, o.Value)
	}
	if a.SelectedOption.Value != "" {
		h.Request.Chosen = []string{a.SelectedOption.Value}
	}
	return true
}

// submit takes over what was filled in, in the fields' order.
func (v wireView) submit(h *heard) {
	r := &h.Request
	r.Way, r.Do, r.Whose, r.With = bot.Submit, h.State.Do, h.State.Team, h.State.With
	if r.Do == "" {
		h.Sorry = &bot.Sorry{Key: "ask.unknown"}
	}
	r.Values = map[string]string{}
	for _, b := range v.Blocks {
		for _, f := range v.State.Values[b.ID] {
			switch {
			case f.Option != nil:
				r.Values[b.ID] = f.Option.Value
			case f.Value != nil:
				r.Values[b.ID] = *f.Value
				r.Typed = append(r.Typed, *f.Value)
			}
		}
	}
}

// about is the message that a shortcut was picked on, with its mentions as they are
// on the wire.
func (w wireInteraction) about() bot.Message {
	if w.Message.TS == "" {
		return bot.Message{}
	}
	return bot.Message{
		Text: w.Message.Text,
		Link: "https://" + w.Team.Domain + ".slack.com/archives/" + string(w.Channel.ID) + "/p" + strings.ReplaceAll(w.Message.TS, ".", ""),
	}
}
