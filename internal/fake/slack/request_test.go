package slack_test

import (
	"net/http"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
)

func TestWhatSlackWouldIgnoreIsRefused(t *testing.T) {
	const form, js = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, a *app) {
		id := s.Channel("general").ID()
		for _, x := range []struct{ path, kind, body, want, violation string }{
			{"/api/conversations.info", form, "channel=" + id, "", ""},
			{"/api/conversations.info", js, `{"channel":"` + id + `"}`, "invalid_arguments", "forms only"},
			{"/api/chat.postMessage", js, `{"channel":"` + id + `","text":"x"}`, "", ""},
			{"/api/chat.postMessage", js, `{"channel":`, "invalid_json", "invalid_json"},
			{"/api/chat.postMessage", js, `[]`, "json_not_object", "json_not_object"},
			{"/api/chat.postMessage", "", `{}`, "missing_post_type", "missing_post_type"},
			{"/api/chat.postMessage", "text/plain", `{}`, "invalid_post_type", "invalid_post_type"},
			{"/api/chat.postMessage", form, "text=x", "invalid_arguments", "channel"},
			{"/api/chat.postMessage", form, "channel=" + id + "&blocks=x", "invalid_blocks_format", "no JSON array"},
			{"/api/chat.postMessage?text=x", form, "channel=" + id, "invalid_arguments", "a POST with a query"},
			{"/api/chat.shout", form, "channel=" + id, "unknown_method", "chat.shout: no such method"},
			{"/api/users.list", form, "limit=-1", "invalid_limit", "invalid_limit"},
			{"/api/users.list", form, "cursor=x", "invalid_cursor", "invalid_cursor"},
		} {
			was := len(s.Violations())
			a.post(x.path, x.kind, x.body).want(t, x.want)
			found := s.Violations()[was:]
			if x.violation == "" && len(found) > 0 || x.violation != "" && (len(found) != 1 || !strings.Contains(found[0], x.violation)) {
				t.Errorf("%s %s: got violations %q, want %q", x.path, x.body, found, x.violation)
			}
		}
		if got := a.post("/api/auth.test", "application/json", "{}").ok(t).at("warning"); got != "missing_charset" {
			t.Errorf("got warning %q, want missing_charset", got)
		}
	})
}

// Which arguments a method has, only Slack's own files know.
func TestAnArgumentThatAMethodDoesNotHaveIsRefused(t *testing.T) {
	spec.Folder(t)
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		body := "channel=" + s.Channel("general").ID() + "&text=x&txt=x"
		a.post("/api/chat.postMessage", "application/x-www-form-urlencoded", body).want(t, "invalid_arguments")
		if found := s.Violations(); len(found) != 1 || !strings.Contains(found[0], "txt") {
			t.Errorf("got violations %q, want one of txt", found)
		}
	})
}

func TestReadingMayBeAGetWithTheTokenInTheHeader(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		get := func(path string) int {
			t.Helper()
			was := len(s.Violations())
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Authorization", "Bearer "+s.BotToken())
			resp, err := a.client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			return len(s.Violations()) - was
		}
		if n := get("/api/conversations.info?channel=" + s.Channel("general").ID()); n != 0 {
			t.Errorf("got %d violations, want 0: %q", n, s.Violations())
		}
		if n := get("/api/auth.test?token=" + s.BotToken()); n != 1 {
			t.Errorf("a token in the query: got %d violations, want 1", n)
		}
	})
}
