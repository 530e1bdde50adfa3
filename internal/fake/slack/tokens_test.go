package slack_test

import (
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestTokensOpenOnlyWhatTheyAreFor(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana := s.Member("ana")
		own := ana.Grant("users.profile:write")
		for _, x := range []struct {
			token, method string
			want          string
		}{
			{"", "auth.test", "not_authed"},
			{"xoxb-other", "auth.test", "invalid_auth"},
			{s.BotToken(), "auth.test", ""},
			{own, "auth.test", ""},
			{s.AppToken(), "auth.test", "not_allowed_token_type"},
			{s.BotToken(), "apps.connections.open", "not_allowed_token_type"},
			{s.AppToken(), "apps.connections.open", ""},
			{own, "users.list", "missing_scope"},
			{own, "users.profile.set", ""},
			{s.BotToken(), "users.profile.set", "not_allowed_token_type"},
		} {
			a.token = x.token
			args := object{}
			if x.method == "users.profile.set" {
				args["profile"] = object{"status_text": "focus", "status_emoji": ":dart:"}
			}
			a.form(x.method, args).want(t, x.want)
		}
		a.token = s.BotToken()
		a.form("auth.test", object{"token": own}).want(t, "invalid_auth")
		a.token = ""
		a.form("auth.test", object{"token": own}).ok(t)
		a.call("auth.test", object{"token": own}).want(t, "not_authed")
		violated(t, s, "not_authed", "two different tokens", "Authorization header", "not for app tokens")
	})
}

func TestAMissingScopeIsNamed(t *testing.T) {
	inBubble(t, fake.Options{App: fake.App{BotScopes: []string{"chat:write", "users:read"}}}, func(t *testing.T, s *fake.Server, a *app) {
		general, secret, ana := s.Channel("general"), s.PrivateChannel("secret"), s.Member("ana")
		for _, x := range []struct {
			method string
			args   object
			needed string
		}{
			{"conversations.history", object{"channel": general.ID()}, "channels:history"},
			{"conversations.history", object{"channel": secret.ID()}, "groups:history"},
			{"conversations.open", object{"users": ana.ID()}, "im:write"},
			{"users.lookupByEmail", object{"email": "ana@example.com"}, "users:read.email"},
			{"team.info", object{}, "team:read"},
		} {
			got := a.form(x.method, x.args).want(t, "missing_scope")
			if got.at("needed") != x.needed || got.at("provided") != "chat:write,users:read" {
				t.Errorf("%s: got %s, want needed %s", x.method, got.body, x.needed)
			}
		}
		x := a.form("users.info", object{"user": ana.ID()}).ok(t)
		if got := x.at("user", "profile", "email"); got != "" {
			t.Errorf("got e-mail %q without its scope", got)
		}
		if got := x.header.Get("X-OAuth-Scopes"); got != "chat:write,users:read" {
			t.Errorf("got scopes %q", got)
		}
		s.SetBotScopes("channels:read")
		if got := a.form("conversations.list", object{"types": "public_channel,private_channel"}).want(t, "missing_scope").at("needed"); got != "groups:read" {
			t.Errorf("got needed %s, want groups:read", got)
		}
		clean(t, s)
	})
}

func TestAMembersOwnTokenSetsTheirStatusUntilItRunsOutOrIsRevoked(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana := s.Member("ana")
		ana.SetStatus("at lunch", ":bento:", time.Time{})
		a.token = ana.Grant("users.profile:read", "users.profile:write")
		until := time.Now().Add(time.Hour)
		set := func(text string) answer {
			return a.form("users.profile.set", object{"profile": object{
				"status_text": text, "status_emoji": ":dart:", "status_expiration": until.Unix(),
			}})
		}
		set("focus").ok(t)
		if text, emoji, end := ana.Status(); text != "focus" || emoji != ":dart:" || !end.Equal(until) {
			t.Errorf("got %s %s %v, want focus until %v", emoji, text, end, until)
		}
		set(strings.Repeat("x", 101)).want(t, "too_long")
		time.Sleep(time.Hour)
		if got := a.form("users.profile.get", nil).ok(t).at("profile", "status_text"); got != "" {
			t.Errorf("got %q an hour later, want nothing", got)
		}
		ana.Revoke()
		set("focus").want(t, "token_revoked")
		a.token = s.Member("bo").Grant("users.profile:write")
		s.Member("bo").Deactivate()
		set("focus").want(t, "account_inactive")
	})
}

func TestAnUninstalledAppIsShutOut(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		c := a.connect()
		s.Uninstall()
		if e := c.done(nil); e.Payload["event"].(object)["type"] != "app_uninstalled" {
			t.Errorf("got %+v, want app_uninstalled", e)
		}
		if e := c.take(); e.Type != "disconnect" || e.Reason != "link_disabled" {
			t.Errorf("got %+v, want disconnect", e)
		}
		a.form("auth.test", nil).want(t, "account_inactive")
		a.token = s.AppToken()
		a.form("apps.connections.open", nil).want(t, "account_inactive")
		clean(t, s)
	})
}
