package discord_test

import (
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func label(name string, field object) object {
	return object{"type": 18, "label": name, "component": field}
}

func input(id string) object { return object{"type": 4, "custom_id": id, "style": 2} }

func options(values ...string) []object {
	var list []object
	for _, v := range values {
		list = append(list, object{"label": strings.ToUpper(v), "value": v})
	}
	return list
}

func modal(list ...object) object {
	return object{"custom_id": "standup", "title": "Standup", "components": list}
}

func TestModalsThatDiscordRefuses(t *testing.T) {
	long := input("a")
	long["max_length"] = 4001
	tests := map[string]object{
		"a long title":              with(modal(label("Today", input("a"))), object{"title": strings.Repeat("x", 46)}),
		"no fields":                 modal(),
		"six fields":                modal(label("1", input("1")), label("2", input("2")), label("3", input("3")), label("4", input("4")), label("5", input("5")), label("6", input("6"))),
		"a long label":              modal(label(strings.Repeat("x", 46), input("a"))),
		"a long description":        modal(with(label("Today", input("a")), object{"description": strings.Repeat("x", 101)})),
		"one radio button":          modal(label("Verdict", object{"type": 21, "custom_id": "v", "options": options("worked")})),
		"eleven radio buttons":      modal(label("Verdict", object{"type": 21, "custom_id": "v", "options": options(strings.Split("abcdefghijk", "")...)})),
		"a text of 4,001":           modal(label("Today", long)),
		"a custom_id twice":         modal(label("Today", input("a")), label("Later", input("a"))),
		"a bare input":              modal(input("a")),
		"a button":                  modal(label("Press", button("b"))),
		"a text input with a label": modal(label("Today", with(input("a"), object{"label": "Today"}))),
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, x scene) {
				x.ana.Run("rooms", nil)
				x.answer(x.asked(), 9, body).want(t, 400, 50035)
			})
		})
	}
}

// ask opens a form for ana.
func (x scene) ask(body object) fake.Form {
	x.Helper()
	a := x.ana.Run("rooms", nil)
	x.answer(x.asked(), 9, body).want(x.T, 204, 0)
	if err := a.Wait(x.Context()); err != nil {
		x.Fatal(err)
	}
	return a.Form
}

func TestAFormComesBackAsDiscordSendsIt(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		f := x.ask(modal(
			label("Today", input("today")),
			label("Verdict", object{"type": 21, "custom_id": "verdict", "options": options("worked", "failed")}),
			label("Who", object{"type": 5, "custom_id": "who", "max_values": 3}),
			label("Tell", object{"type": 23, "custom_id": "tell"}),
			label("Days", object{"type": 22, "custom_id": "days", "options": options("mon", "tue"), "required": false}),
		))
		a := x.ana.Submit(f, map[string]any{"today": "tea", "Verdict": "WORKED", "who": "ana", "tell": true})
		if a.Err != nil {
			t.Fatal(a.Err)
		}
		in := x.asked()
		var data struct {
			CustomID   string `json:"custom_id"`
			Components []struct {
				Type      int
				Component object
			}
			Resolved object
		}
		decode(t, in.Data, &data)
		if in.Type != 5 || data.CustomID != "standup" || len(data.Components) != 5 || data.Resolved["users"] == nil {
			t.Fatalf("got type %d %s", in.Type, in.Data)
		}
		for i, want := range []any{"tea", "worked", nil, true, nil} {
			c := data.Components[i]
			if got := c.Component["value"]; c.Type != 18 || got != want {
				t.Errorf("field %d: got type %d, value %v; want 18, %v", i, c.Type, got, want)
			}
		}
		if got := data.Components[2].Component["values"].([]any); len(got) != 1 || got[0] != x.ana.ID() {
			t.Errorf("got people %v; want ana", got)
		}
		x.answer(in, 9, modal(label("Again", input("a")))).want(t, 400, 50035)
		x.answer(in, 4, ephemeral("Thanks.")).want(t, 204, 0)
	})
}

func TestASubmitIsHeldToTheFormsOwnRules(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		short := with(input("today"), object{"min_length": 3, "max_length": 5})
		f := x.ask(modal(label("Today", short), label("Room", object{"type": 3, "custom_id": "room", "options": options("lounge")})))
		for want, values := range map[string]map[string]any{
			"required":        {"room": "lounge"},
			"6 long":          {"today": "123456", "room": "lounge"},
			"2 long":          {"today": "12", "room": "lounge"},
			"0 picked":        {"today": "1234"},
			"none of the opt": {"today": "1234", "room": "cellar"},
			"no field":        {"today": "1234", "room": "lounge", "other": "x"},
			"wants a text":    {"today": true, "room": "lounge"},
		} {
			if err := x.ana.Submit(f, values).Err; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v; want %q", err, want)
			}
		}
		if err := x.g.Member("bo").Submit(f, nil).Err; err == nil {
			t.Error("bo can submit ana's form")
		}
	})
}

func TestAFormIsShownWithItsFields(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		f := x.ask(modal(
			text("Ten words will do."),
			with(label("Today", with(input("today"), object{"value": "tea"})), object{"description": "what you do"}),
			label("Verdict", object{"type": 21, "custom_id": "v", "options": options("worked", "failed")}),
			label("Tell", object{"type": 23, "custom_id": "tell", "default": true}),
			label("Who", object{"type": 5, "custom_id": "who", "placeholder": "pick", "required": false, "min_values": 0}),
		))
		const want = `== Standup ==
Ten words will do.
Today* (what you do): "tea"
Verdict*: ( ) WORKED  ( ) FAILED
Tell: (x)
Who: (select: pick)`
		if got := f.Text(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}
