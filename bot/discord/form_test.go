package discord

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

const callbackPath = "/interactions/500000000000000005/fake-interaction-token/callback"

func teaForm() bot.Form {
	say := func(s string) words.Text { return words.Text{{Text: s}} }
	return bot.Form{
		Title: say("ティータイム"), Do: "settings.tea", With: []string{"tea"},
		Fields: []bot.Field{
			{Key: "when", Label: say("いつ"), Hint: say("平日 16:00"), Kind: bot.FieldLine, Value: "weekdays 16:00", Max: 60},
			{Key: "about", Label: say("話題"), Kind: bot.FieldText, Optional: true},
			{Key: "sound", Label: say("音"), Kind: bot.FieldRadio, Value: "off", Options: []bot.Option{
				{Value: "on", Label: say("鳴らす"), Hint: say("ボイスで")}, {Value: "off", Label: say("鳴らさない")},
			}},
		},
	}
}

func TestAFormIsAModalOfLabels(t *testing.T) {
	m, err := drawForm(teaForm(), "sakura")
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, http.MethodPost, callbackPath, callback{callbackForm, m})
	got, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"custom_id":"settings.tea|sakura|tea","title":"ティータイム","components":[` +
		`{"type":18,"label":"いつ","description":"平日 16:00","component":{"type":4,"custom_id":"when","style":1,"value":"weekdays 16:00","required":true,"max_length":60}},` +
		`{"type":18,"label":"話題","component":{"type":4,"custom_id":"about","style":2,"required":false,"max_length":4000}},` +
		`{"type":18,"label":"音","component":{"type":21,"custom_id":"sound","required":true,"options":[` +
		`{"label":"鳴らす","value":"on","description":"ボイスで"},{"label":"鳴らさない","value":"off","default":true}]}}]}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAFormTooLongIsShortened(t *testing.T) {
	form := teaForm()
	form.Title = quoted(strings.Repeat("茶", 99))
	for i := range form.Fields {
		f := &form.Fields[i]
		f.Label, f.Hint, f.Value, f.Max = form.Title, form.Title, strings.Repeat("🍵", 9000), i*9000
	}
	m, err := drawForm(form, "sakura")
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, http.MethodPost, callbackPath, callback{callbackForm, m})
}

// Nothing of a form is left out without a word: whoever fills it in would not know
// what they were not asked.
func TestAFormOfMoreThanAModalShowsIsRefused(t *testing.T) {
	many := teaForm()
	for len(many.Fields) <= mostQuestions {
		many.Fields = append(many.Fields, many.Fields...)
	}
	choices := teaForm()
	for len(choices.Fields[2].Options) <= mostRadio {
		choices.Fields[2].Options = append(choices.Fields[2].Options, choices.Fields[2].Options...)
	}
	for name, form := range map[string]bot.Form{"fields": many, "options": choices} {
		if _, err := drawForm(form, "sakura"); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("too many %s: got error %v", name, err)
		}
	}
	if bot.MostFields > mostQuestions || bot.MostChoices > mostRadio {
		t.Error("a form may ask more than Discord shows")
	}
}

func TestAFormThatCannotComeBackIsAnError(t *testing.T) {
	form := teaForm()
	form.With = []string{strings.Repeat("x", mostID)}
	if _, err := drawForm(form, "sakura"); err == nil {
		t.Error("got no error")
	}
}
