package slack_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestAMessageIsPostedEditedLinkedAndDeleted(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general := s.Channel("general")
		for _, send := range []func(string, object) answer{a.call, a.form} {
			posted := send("chat.postMessage", object{"channel": general.ID(), "text": "tea", "blocks": blocks(section("*tea*"))}).ok(t)
			ts := posted.at("ts")
			if got := general.Messages()[0].Render(); got != "tea" {
				t.Errorf("got %q, want tea", got)
			}
			send("chat.update", object{"channel": general.ID(), "ts": ts, "text": "over"}).ok(t)
			if m := general.Messages()[0]; m.Render() != "over" || !m.Edited || m.TS != ts {
				t.Errorf("got %+v, want over, edited", m)
			}
			link := send("chat.getPermalink", object{"channel": general.ID(), "message_ts": ts})
			if link.want(t, link.at("error")); link.at("error") == "" && !strings.HasSuffix(link.at("permalink"), "/p"+strings.Replace(ts, ".", "", 1)) {
				t.Errorf("got %s", link.body)
			}
			send("chat.delete", object{"channel": general.ID(), "ts": ts}).ok(t)
			if got := general.Messages(); len(got) != 0 {
				t.Errorf("got %v, want none", got)
			}
		}
		violated(t, s, "chat.getPermalink takes forms only")
	})
}

func TestEveryPlaceRefusesAsSlackDoes(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, old, secret, gone := s.Channel("general"), s.Channel("old"), s.PrivateChannel("secret"), s.Channel("gone")
		ana, bo := s.Member("ana"), s.Member("bo")
		general.Invite(ana)
		said := ana.Say(general, "hi")
		posted := a.call("chat.postMessage", object{"channel": old.ID(), "text": "x"}).ok(t)
		left := s.Channel("left")
		left.KickApp()
		secret.KickApp()
		old.Archive()
		gone.Delete()
		s.SetBotScopes(slices.DeleteFunc(s.BotScopes(), func(x string) bool { return x == "chat:write.public" })...)
		for _, x := range []struct {
			method string
			args   object
			want   string
		}{
			{"chat.postMessage", object{"channel": old.ID(), "text": "x"}, "is_archived"},
			{"chat.postMessage", object{"channel": left.ID(), "text": "x"}, "not_in_channel"},
			{"chat.postMessage", object{"channel": secret.ID(), "text": "x"}, "channel_not_found"},
			{"chat.postMessage", object{"channel": gone.ID(), "text": "x"}, "channel_not_found"},
			{"chat.postMessage", object{"channel": "#general", "text": "x"}, "channel_not_found"},
			{"chat.postMessage", object{"channel": general.ID()}, "no_text"},
			{"chat.postEphemeral", object{"channel": general.ID(), "user": bo.ID(), "text": "x"}, "user_not_in_channel"},
			{"chat.postEphemeral", object{"channel": old.ID(), "user": bo.ID(), "text": "x"}, "is_archived"},
			{"chat.update", object{"channel": old.ID(), "ts": posted.at("ts"), "text": "x"}, "is_inactive"},
			{"chat.update", object{"channel": general.ID(), "ts": said.TS, "text": "x"}, "cant_update_message"},
			{"chat.update", object{"channel": general.ID(), "ts": "1.000001", "text": "x"}, "message_not_found"},
			{"chat.delete", object{"channel": general.ID(), "ts": said.TS}, "cant_delete_message"},
			{"chat.delete", object{"channel": general.ID(), "ts": "1.000001"}, "message_not_found"},
			{"conversations.history", object{"channel": left.ID()}, "not_in_channel"},
			{"conversations.history", object{"channel": secret.ID()}, "channel_not_found"},
			{"conversations.info", object{"channel": gone.ID()}, "channel_not_found"},
			{"conversations.join", object{"channel": old.ID()}, "is_archived"},
			{"conversations.open", object{"users": "U1"}, "user_not_found"},
			{"users.info", object{"user": "U1"}, "user_not_found"},
			{"users.lookupByEmail", object{"email": "x@example.com"}, "users_not_found"},
			{"views.update", object{"view_id": "V1", "view": modal("x")}, "not_found"},
		} {
			a.form(x.method, x.args).want(t, x.want)
		}
		if got := s.Violations(); len(got) != 1 || !strings.Contains(got[0], "no_text") {
			t.Errorf("got violations %q, want the empty message alone", got)
		}
	})
}

func TestWhatIsMendedWorksAgain(t *testing.T) {
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, a *app) {
		general := s.Channel("general")
		post := func() answer { return a.call("chat.postMessage", object{"channel": general.ID(), "text": "x"}) }
		general.Archive()
		post().want(t, "is_archived")
		general.Unarchive()
		post().ok(t)
		general.KickApp()
		a.form("conversations.join", object{"channel": general.ID()}).ok(t)
		if got := a.form("conversations.join", object{"channel": general.ID()}).ok(t).at("warning"); got != "already_in_channel" {
			t.Errorf("got warning %q, want already_in_channel", got)
		}
		post().ok(t)
		s.RevokeBotToken()
		post().want(t, "token_revoked")
		s.RestoreTokens()
		post().ok(t)
		clean(t, s)
	})
}

func TestOnlyItsReaderSeesAnEphemeralMessage(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, ana, bo := s.Channel("general"), s.Member("ana"), s.Member("bo")
		general.Invite(ana, bo)
		ts := a.form("chat.postEphemeral", object{"channel": general.ID(), "user": ana.ID(), "text": "psst"}).ok(t).at("message_ts")
		if got := ana.Sees(general); len(got) != 1 || got[0].TS != ts || got[0].Only != ana {
			t.Errorf("ana: got %+v, want psst", got)
		}
		if got := len(bo.Sees(general)) + len(general.Messages()); got != 0 {
			t.Errorf("others: got %d messages, want 0", got)
		}
		if got := a.form("conversations.history", object{"channel": general.ID()}).ok(t).object["messages"].([]any); len(got) != 0 {
			t.Errorf("history: got %v, want none", got)
		}
		a.form("chat.update", object{"channel": general.ID(), "ts": ts, "text": "x"}).want(t, "message_not_found")
	})
}

func TestHistoryIsNewestFirstInPagesAndWindows(t *testing.T) {
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, a *app) {
		general := s.Channel("general")
		var stamps []string
		for i := range 5 {
			metadata := object{"event_type": "engawa", "event_payload": object{"key": fmt.Sprint(i)}}
			stamps = append(stamps, a.call("chat.postMessage", object{"channel": general.ID(), "text": fmt.Sprint(i), "metadata": metadata}).ok(t).at("ts"))
		}
		read := func(more object) (texts string, cursor string) {
			t.Helper()
			more["channel"] = general.ID()
			x := a.form("conversations.history", more).ok(t)
			for _, m := range x.object["messages"].([]any) {
				m := m.(object)
				texts += m["text"].(string)
				if metadata, ok := m["metadata"].(object); ok {
					texts += "=" + metadata["event_payload"].(object)["key"].(string)
				}
			}
			return texts, x.at("response_metadata", "next_cursor")
		}
		for _, x := range []struct {
			args object
			want string
		}{
			{object{}, "43210"},
			{object{"include_all_metadata": "true", "limit": "1"}, "4=4"},
			{object{"oldest": stamps[2]}, "43"},
			{object{"oldest": stamps[2], "inclusive": "true"}, "432"},
			{object{"latest": stamps[2]}, "10"},
			{object{"latest": stamps[2], "oldest": stamps[0], "inclusive": "1"}, "210"},
		} {
			if got, _ := read(x.args); got != x.want {
				t.Errorf("%v: got %s, want %s", x.args, got, x.want)
			}
		}
		got, cursor := read(object{"limit": 3})
		rest, end := read(object{"limit": 3, "cursor": cursor})
		if got+rest != "43210" || end != "" {
			t.Errorf("got %s and %s, then %q; want 43210 and the end", got, rest, end)
		}
		clean(t, s)
	})
}

func TestMetadataIsFlatAndStaysThroughEdits(t *testing.T) {
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, a *app) {
		general := s.Channel("general")
		good := object{"event_type": "engawa", "event_payload": object{"key": "k"}}
		ts := a.form("chat.postMessage", object{"channel": general.ID(), "text": "x", "metadata": good}).ok(t).at("ts")
		a.form("chat.update", object{"channel": general.ID(), "ts": ts, "text": "y"}).ok(t)
		if got := general.Messages()[0].Metadata["event_type"]; got != "engawa" {
			t.Errorf("got %v, want metadata kept", got)
		}
		a.form("chat.update", object{"channel": general.ID(), "ts": ts, "text": "y", "metadata": object{}}).ok(t)
		if got := general.Messages()[0].Metadata; got != nil {
			t.Errorf("got %v, want metadata taken away", got)
		}
		clean(t, s)
		for want, metadata := range map[string]any{
			"invalid_metadata_format": "x",
			"invalid_metadata_schema": object{"event_type": "engawa", "event_payload": object{"key": object{}}},
			"metadata_too_large":      object{"event_type": "engawa", "event_payload": object{"key": strings.Repeat("x", 16001)}},
		} {
			a.form("chat.postMessage", object{"channel": general.ID(), "text": "x", "metadata": metadata}).want(t, want)
		}
	})
}
