package slack

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

// Limits of a modal. Source: Slack's reference of views, blocks and elements.
const (
	mostTitle     = 24 // also of what its buttons say
	mostQuestion  = 2000
	mostRadio     = 10
	mostTyped     = 3000
	mostFields    = 100 // blocks of a view
	mostFormState = 3000
)

// formState is what a modal brings back: what it asks, and where it began.
type formState struct {
	Do      string        `json:"do,omitzero"`
	Team    bot.TeamID    `json:"team,omitzero"`
	With    []string      `json:"with,omitzero"`
	Channel bot.ChannelID `json:"channel,omitzero"`
	Hook    string        `json:"hook,omitzero"` // the response_url of the card whose button opened it
	Home    bool          `json:"home,omitzero"` // it was opened from the home tab
	Seal    string        `json:"seal,omitzero"` // of Hook: see Face.seal
	Who     string        `json:"-"`             // who fills it in
}

// pack writes s down as a modal carries it.
func (s formState) pack() (string, error) {
	data, err := json.Marshal(s)
	if err == nil && len(data) > mostFormState {
		err = fmt.Errorf("form %q: it brings back %d bytes; at most %d", s.Do, len(data), mostFormState)
	}
	return string(data), err
}

// modal is an empty one that brings s back.
func modal(c *controls, title words.Text, s formState) (slack.ModalViewRequest, error) {
	packed, err := s.pack()
	return slack.ModalViewRequest{Type: slack.VTModal, Title: c.label(title, mostTitle), PrivateMetadata: packed}, err
}

// drawForm draws a form as a modal. It fails for what Slack would refuse, or not
// bring back.
func (f *Face) drawForm(form bot.Form, s formState, lang words.Lang) (slack.ModalViewRequest, error) {
	s.Do, s.With, s.Seal = form.Do, form.With, f.seal(s)
	c := &controls{scribe: f.scribe(s.Team, nil)}
	view, err := modal(c, form.Title, s)
	if err != nil {
		return view, err
	}
	view.Submit = c.label(words.Say(lang, "slack.send"), mostTitle)
	view.Close = c.label(words.Say(lang, "slack.cancel"), mostTitle)
	if len(form.Fields) > mostFields {
		return view, fmt.Errorf("form %q: it has %d fields, and Slack shows %d", form.Do, len(form.Fields), mostFields)
	}
	for _, field := range form.Fields {
		element, err := c.field(field)
		if err != nil {
			return view, fmt.Errorf("form %q: %w", form.Do, err)
		}
		block := slack.NewInputBlock(field.Key, c.label(field.Label, mostQuestion), nil, element)
		if !field.Hint.Empty() {
			block.Hint = c.label(field.Hint, mostQuestion)
		}
		block.Optional = field.Optional
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, block)
	}
	narrow(view)
	return view, nil
}

// narrow lets no more be filled in than Slack brings back; what stands there already
// stays.
func narrow(view slack.ModalViewRequest) {
	var fields []*slack.PlainTextInputBlockElement
	all := 0
	for _, b := range view.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock).Element.(*slack.PlainTextInputBlockElement); ok {
			fields, all = append(fields, in), all+in.MaxLength
		}
	}
	fits := (mostOfFilled - weight(view)) / unitWeight
	for _, in := range fields {
		if all > fits {
			in.MaxLength = max(in.MaxLength*fits/all, units(in.InitialValue), 1)
		}
	}
}

// drawView draws a card as a modal with nothing to fill in; its buttons work.
func (f *Face) drawView(card bot.Card, s formState, lang words.Lang) (slack.ModalViewRequest, error) {
	c := &controls{scribe: f.scribe(s.Team, nil)}
	s.Seal = f.seal(s)
	view, err := modal(c, words.Text{{Text: appName}}, s)
	view.Close = c.label(words.Say(lang, "slack.close"), mostTitle)
	view.Blocks.BlockSet = f.drawIn(card, s.Team, weight(view)).Blocks
	return view, err
}

// filledIn is the action_id of what is filled in; its block has the field's key.
const filledIn = "field"

func (c *controls) field(f bot.Field) (slack.BlockElement, error) {
	if f.Kind == bot.FieldRadio {
		return c.radio(f)
	}
	in := slack.NewPlainTextInputBlockElement(nil, filledIn)
	in.Multiline = f.Kind == bot.FieldText
	in.MaxLength = min(cmp.Or(f.Max, mostTyped), mostTyped)
	in.InitialValue = plain.Piece(f.Value)
	if units(in.InitialValue) > in.MaxLength {
		in.InitialValue = begin(in.InitialValue, in.MaxLength)
	}
	return in, nil
}

func (c *controls) radio(f bot.Field) (slack.BlockElement, error) {
	options := c.options(f.Options, mostOption, mostOption)
	if len(options) != len(f.Options) || len(options) == 0 || len(options) > mostRadio {
		return nil, fmt.Errorf("%q: Slack takes %d of its %d options, and 1 to %d", f.Key, len(options), len(f.Options), mostRadio)
	}
	in := slack.NewRadioButtonsBlockElement(filledIn, options...)
	for _, o := range options {
		if o.Value == f.Value {
			in.InitialOption = o
		}
	}
	return in, nil
}
