package slack_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestACommandIsAnsweredByTheAcknowledgementOrLater(t *testing.T) {
	inBubble(t, fake.Options{App: fake.App{Commands: []string{"/keep"}}}, func(t *testing.T, s *fake.Server, a *app) {
		general, ana := s.Channel("general"), s.Member("ana")
		c := a.connect()
		if err := ana.Run("/shout", "").Err; err == nil {
			t.Error("a command that is in no manifest was sent")
		}
		ana.At(general)
		at := ana.Run("/keep", "pairing")
		e := c.done(object{"text": "Kept.", "response_type": "ephemeral"})
		for name, want := range map[string]any{
			"command": "/keep", "text": "pairing", "channel_id": general.ID(), "channel_name": "general",
			"user_id": ana.ID(), "team_id": s.TeamID(), "api_app_id": s.AppID(),
		} {
			if got := e.Payload[name]; got != want {
				t.Errorf("%s: got %v, want %v", name, got, want)
			}
		}
		if err := at.Wait(t.Context()); err != nil || at.Messages[0].Render() != "Kept." || at.Messages[0].Only != ana {
			t.Errorf("got %+v, %v; want Kept. for ana alone", at, err)
		}
		later := ana.Run("/keep", "tea")
		e = c.done(nil)
		if err := later.Acked(t.Context()); err != nil || len(later.Messages) != 0 {
			t.Errorf("got %+v, %v; want nothing yet", later, err)
		}
		hook, _ := e.Payload["response_url"].(string)
		if x := a.post(hook, "application/json", `{"text":"Kept, too.","response_type":"in_channel"}`); x.status != 200 || x.body != "ok" {
			t.Errorf("got %d %s, want ok", x.status, x.body)
		}
		if err := later.Wait(t.Context()); err != nil || general.Messages()[0].Render() != "Kept, too." {
			t.Errorf("got %+v, %v; want Kept, too. for all", later, err)
		}
		general.Invite(ana)
		aside := ana.Run("/keep", "focus")
		for c.done(nil).Type != "slash_commands" { // it hears of the invitation, too
		}
		a.call("chat.postEphemeral", object{"channel": general.ID(), "user": ana.ID(), "text": "Kept, aside."}).ok(t)
		if err := aside.Wait(t.Context()); err != nil || aside.Messages[0].Render() != "Kept, aside." {
			t.Errorf("got %+v, %v; want Kept, aside.", aside, err)
		}
		clean(t, s)
	})
}

func TestAResponseURLIsGoodFiveTimesForHalfAnHour(t *testing.T) {
	inBubble(t, fake.Options{PingEvery: time.Hour, App: fake.App{Events: []string{}}}, func(t *testing.T, s *fake.Server, a *app) {
		ana, c := s.Member("ana"), a.connect()
		ask := func() string {
			ana.Run("/keep", "x")
			hook, _ := c.done(nil).Payload["response_url"].(string)
			return hook
		}
		post := func(hook string) (int, string) {
			x := a.post(hook, "application/json", `{"text":"x"}`)
			return x.status, x.at("error")
		}
		hook := ask()
		for range 5 {
			if status, _ := post(hook); status != http.StatusOK {
				t.Errorf("got %d, want 200", status)
			}
		}
		if status, why := post(hook); status != http.StatusNotFound || why != "used_url" {
			t.Errorf("got %d %s, want 404 used_url", status, why)
		}
		old := ask()
		time.Sleep(30*time.Minute + time.Second)
		if status, why := post(old); status != http.StatusNotFound || why != "expired_url" {
			t.Errorf("got %d %s, want 404 expired_url", status, why)
		}
		clean(t, s)
		if x := a.post(ask(), "application/json", `{"txt":"x"}`); x.status != http.StatusBadRequest {
			t.Errorf("got %d %s, want 400", x.status, x.body)
		}
		violated(t, s, `unknown field "txt"`)
	})
}

func TestAPressTellsWhereAndActsInPlace(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, ana, bo := s.Channel("general"), s.Member("ana"), s.Member("bo")
		general.Invite(ana, bo)
		ts := a.form("chat.postEphemeral", object{
			"channel": general.ID(), "user": ana.ID(), "text": "x",
			"blocks": blocks(section("Write?"), actions(button("Done"), selects(many(3, option)))),
		}).ok(t).at("message_ts")
		c, seen := a.connect(), ana.Sees(general)[0]
		if err := bo.Press(seen, "Done").Err; err == nil {
			t.Error("bo pressed what only ana sees")
		}
		if err := ana.Press(seen, "Shout").Err; err == nil {
			t.Error("a button was pressed that is not there")
		}
		picked := ana.Choose(seen, "Pick", "2")
		e := c.done(nil)
		action := e.Payload["actions"].([]any)[0].(object)
		if got := action["selected_option"].(object)["value"]; got != "2" || action["action_id"] != "s" {
			t.Errorf("got %v, want 2 of s", action)
		}
		pressed := ana.Press(seen, "do_Done")
		e = c.done(nil)
		if got := e.Payload["container"].(object); got["message_ts"] != ts || got["is_ephemeral"] != true {
			t.Errorf("got %v, want the ephemeral message", got)
		}
		if got := e.Payload["actions"].([]any)[0].(object)["value"]; got != "Done" {
			t.Errorf("got %v, want Done", got)
		}
		hook, _ := e.Payload["response_url"].(string)
		a.post(hook, "application/json", `{"replace_original":true,"text":"Written."}`)
		for _, x := range []*fake.Answer{pressed, picked} {
			if err := x.Wait(t.Context()); err != nil || !x.Updated {
				t.Errorf("got %+v, %v; want it updated", x, err)
			}
		}
		if got := ana.Sees(general)[0].Render(); got != "Written." {
			t.Errorf("got %q, want Written.", got)
		}
		a.post(hook, "application/json", `{"delete_original":true}`)
		if got := len(ana.Sees(general)); got != 0 {
			t.Errorf("got %d messages, want 0", got)
		}
		if err := ana.Press(seen, "Done").Err; err == nil {
			t.Error("a button of a message was pressed that is gone")
		}
		clean(t, s)
	})
}

func TestAShortcutOnAMessageBringsTheMessage(t *testing.T) {
	o := fake.Options{App: fake.App{MessageShortcuts: []string{"add"}, GlobalShortcuts: []string{"kpt"}}}
	inBubble(t, o, func(t *testing.T, s *fake.Server, a *app) {
		general, ana, bo := s.Channel("general"), s.Member("ana"), s.Member("bo")
		said, c := bo.Say(general, "Tea was nice"), a.connect()
		if ana.ShortcutOn("kpt", said).Err == nil || ana.Shortcut("add").Err == nil {
			t.Error("a shortcut was picked that is in no manifest")
		}
		ana.ShortcutOn("add", said)
		e := c.done(nil)
		m := e.Payload["message"].(object)
		if e.Payload["type"] != "message_action" || m["text"] != "Tea was nice" || m["user"] != bo.ID() || e.Payload["response_url"] == nil {
			t.Errorf("got %v, want bo's message", e.Payload)
		}
		ana.Shortcut("kpt")
		if e := c.done(nil); e.Payload["type"] != "shortcut" || e.Payload["trigger_id"] == nil {
			t.Errorf("got %v, want the shortcut", e.Payload)
		}
		clean(t, s)
	})
}

func TestTheAppHearsWhatPeopleDoToItsChannels(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, secret, ana := s.Channel("general"), s.PrivateChannel("secret"), s.Member("ana")
		ana.Grant("users.profile:write")
		c := a.connect()
		for _, x := range []struct {
			do   func()
			want string
		}{
			{func() { general.Invite(ana) }, "member_joined_channel"},
			{func() { general.Kick(ana) }, "member_left_channel"},
			{general.Archive, "channel_archive"},
			{general.Unarchive, "channel_unarchive"},
			{secret.KickApp, "group_left"},
			{general.Delete, "channel_deleted"},
			{ana.Revoke, "tokens_revoked"},
			{s.RevokeBotToken, "tokens_revoked"},
		} {
			x.do()
			if got := c.done(nil).Payload["event"].(object)["type"]; got != x.want {
				t.Errorf("got %v, want %s", got, x.want)
			}
			if x.want == "group_left" {
				c.done(nil) // and member_left_channel
			}
		}
		synctest.Wait()
		clean(t, s)
	})
}

func TestPeopleAndChannelsAreAsTheyWereMade(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		tokyo := time.FixedZone("Asia/Tokyo", 9*60*60)
		ana := s.Member("ana", fake.Email("ana@engawa.example"), fake.Locale("ja-JP"), fake.Zone(tokyo))
		x := a.form("users.lookupByEmail", object{"email": "ANA@engawa.example"}).ok(t)
		if x.at("user", "id") != ana.ID() || x.at("user", "tz") != "Asia/Tokyo" || x.at("user", "profile", "email") != "ana@engawa.example" || x.object["user"].(object)["tz_offset"] != 32400.0 {
			t.Errorf("got %s", x.body)
		}
		if got := a.form("users.info", object{"user": ana.ID(), "include_locale": "true"}).ok(t).at("user", "locale"); got != "ja-JP" {
			t.Errorf("got locale %q, want ja-JP", got)
		}
		s.Channel("general").Invite(ana)
		s.PrivateChannel("secret")
		s.PrivateChannel("theirs").KickApp()
		s.Channel("old").Archive()
		names := func(types, archived string) (all string) {
			list := a.form("conversations.list", object{"types": types, "exclude_archived": archived}).ok(t)
			for _, c := range list.object["channels"].([]any) {
				all += c.(object)["name"].(string) + " "
			}
			return all
		}
		if got := names("public_channel,private_channel", "false"); got != "general secret old " {
			t.Errorf("got %s", got)
		}
		if got := names("public_channel", "true"); got != "general " {
			t.Errorf("got %s", got)
		}
		id := a.form("conversations.open", object{"users": ana.ID(), "return_im": "true"}).ok(t).at("channel", "id")
		if again := a.form("conversations.open", object{"users": ana.ID()}).ok(t); again.at("channel", "id") != id || again.object["already_open"] != true {
			t.Errorf("got %s, want %s again", again.body, id)
		}
		a.form("chat.postMessage", object{"channel": ana.ID(), "text": "hi"}).ok(t)
		if got := ana.Direct(); len(got) != 1 || got[0].Text != "hi" {
			t.Errorf("got %v, want hi", got)
		}
		ana.Deactivate()
		a.form("conversations.open", object{"users": ana.ID()}).want(t, "user_disabled")
		clean(t, s)
	})
}
