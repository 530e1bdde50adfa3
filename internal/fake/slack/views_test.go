package slack_test

import (
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

// opened is a modal that the app has opened for ana.
func opened(t *testing.T, a *app, c *socket, ana *fake.Member, view object) fake.View {
	t.Helper()
	asked := ana.Shortcut("keep")
	trigger, _ := c.done(nil).Payload["trigger_id"].(string)
	a.call("views.open", object{"trigger_id": trigger, "view": view}).ok(t)
	if err := asked.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	return asked.View
}

func TestATriggerOpensOneModalWithinThreeSeconds(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, c := s.Member("ana"), a.connect()
		ask := func() string {
			ana.Shortcut("keep")
			trigger, _ := c.done(nil).Payload["trigger_id"].(string)
			return trigger
		}
		trigger := ask()
		a.form("views.open", object{"trigger_id": trigger, "view": modal("Keep")}).ok(t)
		clean(t, s)
		a.form("views.open", object{"trigger_id": trigger, "view": modal("Keep")}).want(t, "exchanged_trigger_id")
		trigger = ask()
		time.Sleep(3*time.Second + time.Millisecond)
		a.form("views.open", object{"trigger_id": trigger, "view": modal("Keep")}).want(t, "expired_trigger_id")
		a.form("views.open", object{"trigger_id": "1.2.3", "view": modal("Keep")}).want(t, "invalid_trigger_id")
	})
}

func TestAViewThatDoesNotFitIsRefused(t *testing.T) {
	field := input("x", textInput())
	good := modal("Keep", field)
	for name, bad := range map[string]any{
		"a long title":        with(good, "title", plain(long(25))),
		"a long submit":       with(good, "submit", plain(long(25))),
		"a long close":        with(good, "close", plain(long(25))),
		"a marked title":      with(good, "title", mrkdwn("x")),
		"no title":            with(good, "title", nil),
		"no submit":           object{"type": "modal", "title": plain("x"), "blocks": blocks(field)},
		"no blocks":           object{"type": "modal", "title": plain("x")},
		"101 blocks":          modal("x", many(101, func(int) object { return object{"type": "divider"} })...),
		"much metadata":       with(good, "private_metadata", long(3001)),
		"an unknown field":    with(good, "colour", "red"),
		"a home tab":          object{"type": "home", "blocks": blocks(section("x"))},
		"an unknown block":    modal("x", object{"type": "shout"}),
		"the same field ids":  modal("x", field, field),
		"what is no object":   "[]",
		"more than 250 kB":    modal("x", many(100, func(int) object { return section(long(2900)) })...),
		"what is broken JSON": "{",
	} {
		inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
			ana, c := s.Member("ana"), a.connect()
			ana.Shortcut("keep")
			trigger := c.done(nil).Payload["trigger_id"]
			want := "invalid_arguments"
			if name == "more than 250 kB" {
				want = "view_too_large"
			}
			a.form("views.open", object{"trigger_id": trigger, "view": bad}).want(t, want)
			if got := len(s.Violations()); got != 1 {
				t.Errorf("%s: got violations %q, want one", name, s.Violations())
			}
			if ana.Modal().ID != "" {
				t.Errorf("%s: opened", name)
			}
			a.form("views.open", object{"trigger_id": trigger, "view": with(good, "private_metadata", long(3000))}).ok(t)
		})
	}
}

func TestASubmissionBringsWhatWasEnteredAndClosesOrGoesOn(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, c := s.Member("ana"), a.connect()
		form := opened(t, a, c, ana, modal("Keep",
			input("Text", with(textInput(), "max_length", 10)),
			input("Kind", with(selects(many(3, option)), "initial_option", option(1))),
			with(input("With", object{"type": "multi_users_select", "action_id": "u"}), "optional", true),
		))
		for _, x := range []struct {
			want   string
			values map[string]any
		}{
			{`"Text": must be filled in`, nil},
			{`"Text": is 11 long, must be 0 to 10`, map[string]any{"Text": long(11)}},
			{`"Kind": "9" is none of the options`, map[string]any{"Text": "x", "Kind": "9"}},
			{`there is no field "Colour"`, map[string]any{"Text": "x", "Colour": "red"}},
			{`"With": nobody is called "nobody"`, map[string]any{"With": []string{"nobody"}}},
			{`"Text": wants a text or a list of them`, map[string]any{"Text": 1}},
		} {
			if got := ana.Submit(form, x.values).Err; got == nil || got.Error() != x.want {
				t.Errorf("got %v, want %s", got, x.want)
			}
		}
		first := ana.Submit(form, map[string]any{"Text": "pairing", "With": []string{"ana"}})
		e := c.done(object{"response_action": "errors", "errors": object{"Text": "Again?"}})
		values := e.Payload["view"].(object)["state"].(object)["values"].(object)
		if got := values["Text"].(object)["entered"].(object)["value"]; got != "pairing" {
			t.Errorf("got %v, want pairing", got)
		}
		if got := values["Kind"].(object)["s"].(object)["selected_option"].(object)["value"]; got != "1" {
			t.Errorf("got %v, want what was chosen already", got)
		}
		if got := values["With"].(object)["u"].(object)["selected_users"].([]any)[0]; got != ana.ID() {
			t.Errorf("got %v, want ana", got)
		}
		if err := first.Wait(t.Context()); err != nil || first.Closed || first.View.Errors["Text"] != "Again?" {
			t.Errorf("got %+v, %v; want errors", first, err)
		}
		second := ana.Submit(first.View, nil)
		c.done(object{"response_action": "push", "view": modal("Sure")})
		if err := second.Wait(t.Context()); err != nil || second.View.Title != "Sure" || ana.Modal().Title != "Sure" {
			t.Errorf("got %+v, %v; want another on top", second, err)
		}
		third := ana.Submit(second.View, nil)
		c.done(object{"response_action": "update", "view": modal("Really")})
		if err := third.Wait(t.Context()); err != nil || third.View.Title != "Really" {
			t.Errorf("got %+v, %v; want it changed", third, err)
		}
		fourth := ana.Submit(third.View, nil)
		c.done(nil)
		if err := fourth.Wait(t.Context()); err != nil || !fourth.Closed || ana.Modal().Title != "Keep" {
			t.Errorf("got %+v, %v; want the first again", fourth, err)
		}
		fifth := ana.Submit(ana.Modal(), nil)
		c.done(object{"response_action": "clear"})
		if err := fifth.Wait(t.Context()); err != nil || !fifth.Closed || ana.Modal().ID != "" {
			t.Errorf("got %+v, %v; want none", fifth, err)
		}
		clean(t, s)
	})
}

func TestABadAnswerToASubmissionIsAViolation(t *testing.T) {
	for want, payload := range map[string]object{
		"no response_action":          {"text": "x"},
		`response_action "shout"`:     {"response_action": "shout"},
		`"Nothing" is no input block`: {"response_action": "errors", "errors": object{"Nothing": "x"}},
		"errors without errors":       {"response_action": "errors"},
		"view is no JSON object":      {"response_action": "update"},
		"/view/blocks/0/type":         {"response_action": "update", "view": modal("x", object{"type": "shout"})},
		"bytes dropped":               {"response_action": "errors", "errors": object{"Text": long(20 << 10)}},
	} {
		inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
			ana, c := s.Member("ana"), a.connect()
			ana.Submit(opened(t, a, c, ana, modal("Keep", input("Text", textInput()))), map[string]any{"Text": "x"})
			c.done(payload)
			synctest.Wait()
			violated(t, s, want)
		})
	}
}

func TestAHomeTabIsEachMembersOwn(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, bo, c := s.Member("ana"), s.Member("bo"), a.connect()
		look := ana.OpenHome()
		if e := c.done(nil); e.Payload["event"].(object)["user"] != ana.ID() {
			t.Errorf("got %+v, want ana at home", e)
		}
		home := object{"type": "home", "blocks": blocks(section("my notes"), actions(button("More")))}
		hash := a.call("views.publish", object{"user_id": ana.ID(), "view": home}).ok(t).at("view", "hash")
		if err := look.Wait(t.Context()); err != nil || look.View.Render() != "my notes\n[More]" {
			t.Errorf("got %q, %v", look.View.Render(), err)
		}
		if bo.Home().ID != "" {
			t.Error("bo has ana's home tab")
		}
		ana.Press(ana.Home(), "More")
		e := c.done(nil)
		if e.Payload["container"].(object)["view_id"] != ana.Home().ID || e.Payload["response_url"] != nil {
			t.Errorf("got %v, want a press in the home tab", e.Payload)
		}
		id := ana.Home().ID
		a.call("views.update", object{"view_id": id, "hash": hash, "view": home}).ok(t)
		a.call("views.update", object{"view_id": id, "hash": hash, "view": home}).want(t, "hash_conflict")
		a.call("views.publish", object{"user_id": ana.ID(), "hash": hash, "view": home}).want(t, "hash_conflict")
		clean(t, s)
		a.call("views.publish", object{"user_id": "U1", "view": home}).want(t, "invalid_arguments")
	})
}

func TestTheAppHearsOfAClosedModalOnlyIfItAsked(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, c := s.Member("ana"), a.connect()
		if x := ana.CloseView(opened(t, a, c, ana, modal("Keep"))); x.Err != nil {
			t.Error(x.Err)
		}
		form := opened(t, a, c, ana, with(modal("Keep"), "notify_on_close", true))
		ana.CloseView(form)
		if e := c.done(nil); e.Payload["type"] != "view_closed" {
			t.Errorf("got %v, want view_closed", e.Payload)
		}
		if got := ana.Submit(form, nil).Err; got == nil {
			t.Error("a closed modal was submitted")
		}
		clean(t, s)
	})
}
