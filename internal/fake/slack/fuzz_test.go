package slack_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func FuzzNothingTheAppSendsBreaksTheServer(f *testing.F) {
	for _, seed := range []any{
		blocks(section("*x* <@U1> <!date^1^{time}|x>"), actions(button("x"), selects(many(2, option)))),
		blocks(input("x", textInput()), object{"type": "context", "elements": blocks(plain("x"))}),
		modal("Keep", input("x", textInput())),
		object{"type": "home", "blocks": blocks(section("x"))},
		object{"event_type": "x", "event_payload": object{"x": 1}},
		object{"response_action": "errors", "errors": object{"x": "y"}},
		object{"response_action": "push", "view": modal("Keep")},
		object{"text": "x", "response_type": "in_channel", "replace_original": true, "blocks": blocks(section("x"))},
		object{"status_text": "x", "status_expiration": 1},
		[]any{nil, 1, "x", object{"type": "section", "text": nil, "accessory": []any{}}},
		nil,
	} {
		data, err := json.Marshal(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add("{")
	f.Add("<!date^> <!date^x> <@> <#|> *_~*")
	l := pipe.Listen("slack.invalid")
	s := start(f, fake.Options{Listener: l, App: fake.App{Events: []string{}}, Limits: fake.Limits{Off: true}})
	a := newApp(f, s, l.DialContext)
	general, ana := s.Channel("general"), s.Member("ana")
	own, c := ana.Grant("users.profile:write"), a.connect()
	f.Fuzz(func(t *testing.T, text string) {
		a.t, c.t = t, t
		a.form("chat.postMessage", object{"channel": general.ID(), "text": text, "blocks": text, "metadata": text})
		a.form("chat.postMessage", object{"channel": general.ID(), "text": text})
		a.form("conversations.history", object{"channel": text, "cursor": text, "limit": text, "oldest": text, "latest": text})
		a.form("conversations.history", object{"channel": general.ID(), "oldest": text})
		a.form("views.publish", object{"user_id": ana.ID(), "view": text})
		a.form("users.profile.set", object{"token": own, "profile": text})
		a.post("/api/chat.update", "application/json", text)
		a.post("/api/chat.postMessage", "application/x-www-form-urlencoded", text)
		asked := ana.Run("/keep", text)
		e := c.take()
		hook, _ := e.Payload["response_url"].(string)
		if x := a.post(hook, "application/json", text); x.err != nil || x.status == http.StatusInternalServerError {
			t.Errorf("got %d %v", x.status, x.err)
		}
		_ = c.ws.WriteMessage(websocket.TextMessage, []byte(text))
		c.ack(e, payloadOf(text))
		if err := asked.Acked(t.Context()); err != nil {
			t.Error(err)
		}
		if x := a.form("auth.test", nil); x.err != nil {
			t.Fatal(x.err)
		}
		for _, m := range ana.Sees(general) {
			_ = m.Render()
			a.form("chat.delete", object{"channel": general.ID(), "ts": m.TS})
		}
		_ = ana.Home().Render()
	})
}

// payloadOf is text as a JSON value, or as a JSON text.
func payloadOf(text string) any {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	return v
}
