package slack_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
)

// output is the part of a method's file about its answers.
type output struct {
	Output struct {
		Required   []string
		Properties map[string]any
	}
}

// judged fails unless a good answer has what the method's file requires, and nothing that it does not know.
func (x answer) judged(t testing.TB, method string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(spec.Folder(t), "slack-methods", method+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file output
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, name := range file.Output.Required {
		if _, ok := x.object[name]; !ok {
			t.Errorf("%s: no %q in %s", method, name, x.body)
		}
	}
	for name := range x.object {
		known := slices.Contains([]string{"ok", "warning", "response_metadata"}, name) || file.Output.Properties == nil
		if _, ok := file.Output.Properties[name]; !ok && !known {
			t.Errorf("%s: %q is unknown in %s", method, name, x.body)
		}
	}
}

func TestEveryMethodAnswersInTheShapeOfItsFile(t *testing.T) {
	spec.Folder(t)
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, ana := s.Channel("general"), s.Member("ana")
		general.Invite(ana)
		c := a.connect()
		ana.Shortcut("keep")
		trigger := c.done(nil).Payload["trigger_id"]
		bot, seen := a.token, map[string]int{"apps.connections.open": 1}
		call := func(method string, args object) answer {
			t.Helper()
			x := a.form(method, args).ok(t)
			x.judged(t, method)
			seen[method]++
			return x
		}
		channel := func(more object) object { return with(more, "channel", general.ID()) }
		card := object{"text": "x", "blocks": blocks(section("x"), actions(button("x"))), "metadata": object{"event_type": "x", "event_payload": object{}}}
		call("auth.test", nil)
		call("team.info", nil)
		ts := call("chat.postMessage", channel(card)).at("ts")
		call("chat.update", with(channel(card), "ts", ts))
		call("chat.getPermalink", channel(object{"message_ts": ts}))
		call("chat.postEphemeral", with(channel(card), "user", ana.ID()))
		call("conversations.history", channel(object{"include_all_metadata": "true"}))
		call("conversations.info", channel(object{"include_num_members": "true", "include_locale": "true"}))
		call("conversations.join", channel(nil))
		call("conversations.list", object{"types": "public_channel,private_channel,im"})
		call("conversations.members", channel(nil))
		call("conversations.open", object{"users": ana.ID(), "return_im": "true"})
		call("users.info", object{"user": ana.ID()})
		call("users.list", nil)
		call("users.lookupByEmail", object{"email": "ana@example.com"})
		call("users.profile.get", object{"user": ana.ID()})
		view := call("views.open", object{"trigger_id": trigger, "view": modal("x", input("x", textInput()))}).at("view", "id")
		call("views.update", object{"view_id": view, "view": modal("y")})
		call("views.publish", object{"user_id": ana.ID(), "view": object{"type": "home", "blocks": blocks(section("x"))}})
		call("chat.delete", channel(object{"ts": ts}))
		a.token = ana.Grant("users.profile:write")
		call("users.profile.set", object{"profile": object{"status_text": "x", "status_emoji": ":tea:", "status_expiration": 1}})
		a.token = bot
		for method := range s.Requests() {
			if seen[method] == 0 {
				t.Errorf("%s was not judged", method)
			}
		}
		if len(seen) != 22 {
			t.Errorf("got %d methods, %v; want all 22", len(seen), slices.Sorted(maps.Keys(seen)))
		}
		clean(t, s)
	})
}
