package discord

import (
	"errors"
	"fmt"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/plain"
)

// Limits of a modal. Source: Discord's 'Component Reference'.
const (
	mostTitle     = 45 // also of a question
	mostQuestions = 5
	mostRadio     = 10
	mostTyped     = 4000
)

// Styles of text input.
const (
	inputLine = 1
	inputText = 2
)

// modal is the data of an answer that opens a form.
type modal struct {
	CustomID   string     `json:"custom_id"`
	Title      string     `json:"title"`
	Components []question `json:"components"`
}

type question struct {
	Type        int    `json:"type"`
	Label       string `json:"label"`
	Description string `json:"description,omitzero"`
	Component   any    `json:"component"`
}

type textInput struct {
	Type     int    `json:"type"`
	CustomID string `json:"custom_id"`
	Style    int    `json:"style"`
	Value    string `json:"value,omitzero"`
	Required bool   `json:"required"`
	Max      int    `json:"max_length"`
}

type radioGroup struct {
	Type     int      `json:"type"`
	CustomID string   `json:"custom_id"`
	Required bool     `json:"required"`
	Options  []option `json:"options"`
}

// drawForm draws a form of team's as a modal. It fails if what the form is to bring
// back does not fit into a custom_id, and for more than a modal shows: nobody would
// know what they were not asked.
func drawForm(form bot.Form, team bot.TeamID) (modal, error) {
	if len(form.Fields) > mostQuestions {
		return modal{}, fmt.Errorf("form %q: it has %d fields, and Discord shows %d", form.Do, len(form.Fields), mostQuestions)
	}
	id, err := packID(form.Do, team, form.With)
	if err != nil {
		return modal{}, err
	}
	m := modal{CustomID: id, Title: label(form.Title, mostTitle)}
	for _, f := range form.Fields {
		if len(f.Options) > mostRadio {
			return modal{}, fmt.Errorf("form %q: %q has %d options, and Discord shows %d", form.Do, f.Key, len(f.Options), mostRadio)
		}
		m.Components = append(m.Components, question{
			Type: typeLabel, Label: label(f.Label, mostTitle), Description: unmarked(f.Hint, mostOption),
			Component: input(f),
		})
	}
	return m, nil
}

func input(f bot.Field) any {
	if f.Kind == bot.FieldRadio {
		return radioGroup{
			Type: typeRadioGroup, CustomID: f.Key, Required: !f.Optional,
			Options: options(f.Options, []string{f.Value}, 1, mostRadio),
		}
	}
	in := textInput{Type: typeTextInput, CustomID: f.Key, Style: inputText, Required: !f.Optional, Max: mostTyped}
	if f.Kind == bot.FieldLine {
		in.Style = inputLine
	}
	if f.Max > 0 {
		in.Max = min(f.Max, mostTyped)
	}
	in.Value = shorten(plain.Piece(f.Value), in.Max, "")
	return in
}

var errFormAfterForm = errors.New("form: Discord opens none in answer to a form")
