package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot/slack/web"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
)

// against starts a workspace without rates on a real socket, and a client.
func against(t *testing.T, more ...func(*web.Config)) (*fake.Server, *web.Client) {
	t.Helper()
	s, err := fake.Start(fake.Options{Spec: spec.ForTest(t), Limits: fake.Limits{Off: true}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	cfg := web.Config{Token: s.BotToken(), Base: s.URL() + "/api/"}
	for _, m := range more {
		m(&cfg)
	}
	t.Cleanup(func() {
		for _, v := range s.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
	return s, start(t, cfg)
}

func TestAMessageIsFoundByItsKey(t *testing.T) {
	s, c := against(t)
	channel := s.Channel("tea")
	find := func(key string, since time.Time) string {
		t.Helper()
		ts, err := c.Find(t.Context(), channel.ID(), key, since)
		if err != nil {
			t.Fatal(err)
		}
		return ts
	}
	_, ts, err := c.Post(t.Context(), message(channel.ID(), "one"))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Update(t.Context(), channel.ID(), ts, message("", "changed")); err != nil {
		t.Fatal(err)
	}
	for range 250 { // more than a page
		s.Member("bo").Say(channel, "one")
	}
	if got := find("one", time.Now().Add(-time.Hour)); got != ts {
		t.Errorf("got %q, want %q", got, ts)
	}
	if got := find("two", time.Time{}); got != "" {
		t.Errorf("another key: got %q, want none", got)
	}
	if got := find("one", time.Now().Add(time.Hour)); got != "" {
		t.Errorf("since later: got %q, want none", got)
	}
	if err := c.Delete(t.Context(), channel.ID(), ts); err != nil {
		t.Fatal(err)
	}
	if got := find("one", time.Time{}); got != "" {
		t.Errorf("deleted: got %q, want none", got)
	}
}

func TestAnotherAppsMessageIsNotTakenForOurs(t *testing.T) {
	metadata := `"metadata":{"event_type":"engawa","event_payload":{"key":"one"}}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth.test" {
			_, _ = io.WriteString(w, `{"ok":true,"user_id":"U1","bot_id":"B1"}`)
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"messages":[
			{"ts":"3.0","user":"U2","bot_id":"B2",`+metadata+`},{"ts":"2.0","user":"U3",`+metadata+`},{"ts":"1.0","user":"U1",`+metadata+`}]}`)
	}))
	defer server.Close()
	c := start(t, web.Config{Token: "xoxb-fake", Base: server.URL})
	if got, err := c.Find(t.Context(), "C1", "one", time.Time{}); err != nil || got != "1.0" {
		t.Errorf("got %q, %v; want our own, 1.0", got, err)
	}
}

func TestPeopleAndTheirDirectChannelsAreAskedForOnce(t *testing.T) {
	s, c := against(t)
	ana := s.Member("ana", fake.Locale("ja-JP"), fake.Email("ana@sakura.example"))
	for range 3 {
		u, err := c.User(t.Context(), ana.ID())
		want := web.User{ID: ana.ID(), Name: "ana", Email: "ana@sakura.example", Zone: "UTC", Locale: "ja-JP", Team: s.TeamID()}
		if err != nil || u != want {
			t.Errorf("got %+v, %v; want %+v", u, err, want)
		}
		if d, err := c.Direct(t.Context(), ana.ID()); err != nil || !strings.HasPrefix(d, "D") {
			t.Errorf("got %q, %v; want a direct channel", d, err)
		}
	}
	if got := s.Requests(); got["users.info"] != 1 || got["conversations.open"] != 1 {
		t.Errorf("got the requests %v, want one of each", got)
	}
}

func TestWhoTellsTheScopesAndMembersAllPages(t *testing.T) {
	s, c := against(t)
	s.SetBotScopes("chat:write", "channels:read")
	me, err := c.Who(t.Context())
	if err != nil || me.User != s.BotUser() || me.Bot == "" || me.Team == "" || !slices.Equal(me.Scopes, []string{"chat:write", "channels:read"}) {
		t.Errorf("got %+v, %v", me, err)
	}
	channel := s.Channel("all")
	for i := range 450 {
		channel.Invite(s.Member(fmt.Sprint("m", i)))
	}
	if ids, err := c.Members(t.Context(), channel.ID()); err != nil || len(ids) != 451 {
		t.Errorf("got %d members, %v; want 450 and the app", len(ids), err)
	}
}

func TestAStatusIsSetAndReadWithTheMembersOwnToken(t *testing.T) {
	s, c := against(t)
	ana := s.Member("ana")
	token := ana.Grant("users.profile:read", "users.profile:write")
	want := web.Status{Text: "focus & <quiet>", Emoji: ":dart:", Until: time.Now().Add(time.Hour).Truncate(time.Second).UTC()}
	if err := c.SetProfile(t.Context(), token, want); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Profile(t.Context(), token); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if err := c.SetProfile(t.Context(), token, web.Status{}); err != nil {
		t.Fatal(err)
	}
	if text, emoji, until := ana.Status(); text != "" || emoji != "" || !until.IsZero() {
		t.Errorf("got %q %q %v, want none", text, emoji, until)
	}
}

func TestErrorsSayWhatSlackSaid(t *testing.T) {
	s, c := against(t)
	post := fake.Call{Method: "chat.postMessage"}
	for _, x := range []struct {
		name          string
		spoil         func(*fake.Faults)
		code, outcome string
		unknown       bool
	}{
		{"refused", func(f *fake.Faults) { f.Fail(post, 1, "is_archived") }, "is_archived", "is_archived", false},
		{"fatal", func(f *fake.Faults) { f.Fail(post, 1, "fatal_error") }, "fatal_error", "fatal_error", true},
		{"502", func(f *fake.Faults) { f.FailStatus(post, 1, 502) }, "http_502", "http_502", true},
		{"404", func(f *fake.Faults) { f.FailStatus(post, 1, 404) }, "http_404", "http_404", false},
		{"lost", func(f *fake.Faults) { f.LoseAnswers(post, 1) }, "", "unknown", true},
	} {
		x.spoil(s.Faults())
		_, _, err := c.Post(t.Context(), message(s.Channel("tea").ID(), "tea"))
		if web.Code(err) != x.code || web.Unknown(err) != x.unknown {
			t.Errorf("%s: got %v (code %q, unknown %v), want %q, %v", x.name, err, web.Code(err), web.Unknown(err), x.code, x.unknown)
		}
	}
	s.SetBotScopes("im:write")
	_, _, err := c.Post(t.Context(), message(s.Channel("tea").ID(), "tea"))
	if got, want := web.Needed(err), "chat:write"; got != want || !strings.Contains(err.Error(), "needs chat:write") {
		t.Errorf("got %v, want that %s is needed", err, want)
	}
}

func TestEachRequestIsObserved(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	s, c := against(t, func(cfg *web.Config) {
		cfg.Observe = func(method, outcome string, _ time.Duration) {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, method+" "+outcome)
		}
	})
	join := fake.Call{Method: "conversations.join"}
	s.Faults().TooMany(join, 1, time.Second)
	s.Faults().LoseAnswers(join, 1)
	for range 2 {
		_ = c.Join(t.Context(), s.Channel("tea").ID())
	}
	want := []string{"conversations.join 429", "conversations.join unknown", "conversations.join ok"}
	if !slices.Equal(seen, want) {
		t.Errorf("got %v, want %v", seen, want)
	}
}

func TestWhatWasNeverSentIsNotUnknown(t *testing.T) {
	refuse := func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
	}
	c := start(t, web.Config{Token: "xoxb-fake", Base: "http://slack.invalid/api", Dial: refuse})
	if err := c.Join(t.Context(), "C1"); err == nil || web.Unknown(err) {
		t.Errorf("got %v, want an error that is not unknown", err)
	}
}

func TestNoErrorHoldsASecret(t *testing.T) {
	const hidden = "SECRET"
	secrets := map[string]string{
		"post": "xoxb-" + hidden, "profile": "xoxp-" + hidden, "socket": "xapp-" + hidden, "respond": "http://slack.invalid/hooks/" + hidden,
	}
	leak := func(context.Context, string, string) (net.Conn, error) {
		return nil, fmt.Errorf("cannot dial with %v", secrets)
	}
	c := start(t, web.Config{Token: secrets["post"], Base: "http://slack.invalid/api/", Dial: leak})
	for name, call := range map[string]func() error{
		"post":    func() error { _, _, err := c.Post(t.Context(), web.Message{Channel: "C1", Text: "x"}); return err },
		"profile": func() error { _, err := c.Profile(t.Context(), secrets["profile"]); return err },
		"socket":  func() error { _, err := c.OpenSocket(t.Context(), secrets["socket"]); return err },
		"respond": func() error { return c.Respond(t.Context(), secrets["respond"], web.Response{Text: "x"}) },
	} {
		if err := call(); err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), secrets[name]) {
			t.Errorf("%s: got %v, want an error without the secret", name, err)
		}
	}
	if _, err := web.New(web.Config{Token: hidden + " "}); err == nil || strings.Contains(err.Error(), hidden) {
		t.Errorf("got %v, want an error without the token", err)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	s, c := against(t)
	s.Faults().FailStatus(fake.Call{}, 1, http.StatusFound)
	if err := c.Join(t.Context(), s.Channel("tea").ID()); web.Code(err) != "http_302" {
		t.Errorf("got %v, want http_302", err)
	}
}

func TestAHomeTabReachesTheMemberAndAUsedHookIsRefused(t *testing.T) {
	s, c := against(t)
	ana := s.Member("ana")
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: message("", "notes").Blocks}}
	if err := c.PublishHome(t.Context(), ana.ID(), home); err != nil {
		t.Fatal(err)
	}
	if got := len(ana.Home().Blocks); got != 1 {
		t.Errorf("got %d blocks at home, want one", got)
	}
	if err := c.Respond(t.Context(), s.URL()+"/hooks/none", web.Response{Text: "x"}); web.Code(err) != "http_404" {
		t.Errorf("got %v, want http_404", err)
	}
}
