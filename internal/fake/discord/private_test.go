package discord_test

import (
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func (x scene) open(m *fake.Member) string {
	x.Helper()
	return "/channels/" + x.r.do("POST", "/users/@me/channels", object{"recipient_id": m.ID()}).want(x.T, 200, 0).object()["id"].(string)
}

// visitPrivate uses what only direct messages and forms with files have.
func (x scene) visitPrivate() {
	path := x.open(x.ana)
	x.get(path, path+"/messages")
	x.r.do("POST", path+"/messages", card(row(button("done")))).want(x.T, 200, 0)
	x.ana.Say(x.ana.Private(), "thank you")
	x.get(path, path+"/messages")
	x.ana.Press(x.ana.Private().Messages()[0], "done")
	in := x.asked()
	url := "/interactions/" + in.ID + "/" + in.Token + "/callback?with_response=true"
	x.form("POST", url, object{"type": 4, "data": withFile("a.md", 64)}, files{"files[0]": {"a.md", "x"}}).want(x.T, 200, 0)
	x.get(x.hook(in) + "/messages/@original")
}

func TestADirectMessageIsSeenByItsPersonAlone(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		path := x.open(x.ana)
		if again := x.open(x.ana); again != path {
			t.Errorf("got %s, then %s; want one channel", path, again)
		}
		body := with(card(text("<@"+x.ana.ID()+"> @everyone"), row(button("done"))), object{"nonce": "n", "enforce_nonce": true})
		delete(body, "allowed_mentions")
		body["allowed_mentions"] = object{"parse": []string{"users", "everyone"}}
		id := x.r.do("POST", path+"/messages", body).want(t, 200, 0).object()["id"]
		if again := x.r.do("POST", path+"/messages", body).want(t, 200, 0).object()["id"]; again != id {
			t.Errorf("got %v; want the first, %v: nonces hold here too", again, id)
		}
		private := x.ana.Private()
		messages := private.Messages()
		if len(messages) != 1 || messages[0].Channel != "@ana" || private.With() != x.ana || strings.Join(messages[0].Mentions, " ") != "@ana" {
			t.Errorf("got %+v; want one message that pings ana alone", messages)
		}
		if x.g.Member("bo").Press(messages[0], "done").Err == nil {
			t.Error("bo sees a message to ana")
		}
		for _, c := range x.g.Channels() {
			if c == private {
				t.Error("the channel is one of the guild's")
			}
		}
	})
}

func TestAPressInDirectMessagesKnowsNoGuildAndNoMember(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		x.r.do("POST", x.open(x.ana)+"/messages", card(row(button("done")))).want(t, 200, 0)
		x.ana.Press(x.ana.Private().Messages()[0], "done")
		var in object
		decode(t, x.c.want(0, "INTERACTION_CREATE").D, &in)
		user, _ := in["user"].(object)
		if in["guild_id"] != nil || in["member"] != nil || in["context"] != 1.0 || user["id"] != x.ana.ID() {
			t.Errorf("got %v", in)
		}
	})
}

func TestCommandsOfTheServerAreNotInDirectMessages(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		x.ana.At(x.ana.Private())
		if err := x.ana.Run("rooms", nil).Err; err != nil {
			t.Errorf("one for everywhere: %v", err)
		}
		register(t, x.s, x.r, nil, with(command("rooms"), object{"contexts": []int{0}}))
		if err := x.ana.Run("rooms", nil).Err; err == nil {
			t.Error("one for servers alone can be given")
		}
	})
}

func TestWhoClosedDirectMessagesGetsNone(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		path := x.open(x.ana) + "/messages"
		id := x.r.do("POST", path, plain("one")).want(t, 200, 0).object()["id"].(string)
		x.ana.CloseDMs(true)
		x.open(x.ana)
		x.r.do("POST", path, plain("two")).want(t, 403, 50007)
		x.r.do("PATCH", path+"/"+id, plain("one, edited")).want(t, 200, 0)
		x.ana.CloseDMs(false)
		x.r.do("POST", path, plain("three")).want(t, 200, 0)
		x.g.Remove()
		x.r.do("POST", path, plain("four")).want(t, 403, 50007)
		if got := x.ana.Private().Messages(); len(got) != 2 || got[1].Content != "three" {
			t.Errorf("got %+v; want one and three", got)
		}
	})
}

func TestDirectMessagesGoToPeopleOnly(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		robot := x.g.Member("robot", fake.Bot())
		x.r.do("POST", "/users/@me/channels", object{"recipient_id": robot.ID()}).want(t, 400, 50007)
		x.r.do("POST", "/users/@me/channels", object{"recipient_id": "1"}).want(t, 400, 50033)
		x.r.do("PUT", x.open(x.ana)+"/voice-status", object{"status": "x"}).want(t, 403, 50013)
	})
}
