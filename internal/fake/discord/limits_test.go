package discord_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestAFifthMessageIn5SecondsIsTheLastAndHeadersSayIt(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		r, g := pipeRest(t, s, d), s.NewGuild("Sakura")
		path := "/channels/" + g.Text("general").ID() + "/messages"
		for i := range 5 {
			time.Sleep(time.Second)
			a := r.do("POST", path, plain("x")).want(t, 200, 0)
			h := a.header
			if h.Get("X-RateLimit-Limit") != "5" || h.Get("X-RateLimit-Remaining") != strconv.Itoa(4-i) ||
				h.Get("X-RateLimit-Reset-After") != fmt.Sprintf("%d.000", 5-i) || h.Get("X-RateLimit-Bucket") == "" || h.Get("X-RateLimit-Reset") == "" {
				t.Errorf("message %d: got headers %v", i, h)
			}
		}
		a := r.do("POST", path, plain("x")).want(t, 429, 0)
		if got := a.object(); got["retry_after"] != 1.0 || got["global"] != false || a.header.Get("Retry-After") != "1" ||
			a.header.Get("X-RateLimit-Scope") != "user" || a.header.Get("X-RateLimit-Remaining") != "0" {
			t.Errorf("got %v %v", got, a.header)
		}
		r.do("POST", "/channels/"+g.Text("other").ID()+"/messages", plain("x")).want(t, 200, 0)
		time.Sleep(time.Second)
		r.do("POST", path, plain("x")).want(t, 200, 0)
		if got := s.TooMany(); got != 1 {
			t.Errorf("got %d times 429; want 1", got)
		}
		if got := s.Requests()["POST /channels/{channel_id}/messages"]; got != 8 {
			t.Errorf("got %d requests; want 8", got)
		}
	})
}

func TestFiftyRequestsASecondAreAllowedAndCallbacksDoNotCount(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		r, g := pipeRest(t, s, d), s.NewGuild("Sakura")
		register(t, s, r, g, command("rooms"))
		time.Sleep(time.Second)
		for i := range 50 {
			r.do("GET", "/channels/"+g.Text(fmt.Sprint("c", i)).ID(), nil).want(t, 200, 0)
		}
		a := r.do("GET", "/users/@me", nil).want(t, 429, 0)
		if got := a.object(); got["global"] != true || got["retry_after"] != 1.0 || a.header.Get("X-RateLimit-Scope") != "global" {
			t.Errorf("got %v %v", got, a.header)
		}
		r.do("POST", "/interactions/1/x/callback", object{"type": 5}).want(t, 404, 10062)
		time.Sleep(time.Second)
		r.do("GET", "/users/@me", nil).want(t, 200, 0)
	})
}

func TestLimitsCanBeSetOrSwitchedOff(t *testing.T) {
	inBubble(t, fake.Options{Limits: fake.Limits{RoutePerWindow: 1, RouteWindow: time.Minute}}, func(t *testing.T, s *fake.Server, d dialer) {
		r, path := pipeRest(t, s, d), "/channels/"+s.NewGuild("Sakura").Text("general").ID()+"/messages"
		r.do("POST", path, plain("x")).want(t, 200, 0)
		if got := r.do("POST", path, plain("x")).want(t, 429, 0).object()["retry_after"]; got != 60.0 {
			t.Errorf("got retry_after %v; want 60", got)
		}
	})
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, d dialer) {
		r, path := pipeRest(t, s, d), "/channels/"+s.NewGuild("Sakura").Text("general").ID()+"/messages"
		for range 100 {
			r.do("POST", path, plain("x")).want(t, 200, 0)
		}
	})
}

func TestTheDoorIsStrict(t *testing.T) {
	s := start(t, fake.Options{Check: func(r *http.Request, body []byte) error {
		if r.URL.Path == "/api/v10/users/@me" {
			return fmt.Errorf("not in the specification")
		}
		return nil
	}})
	r := newRest(t, s)
	r.do("GET", "/users/@me", nil).want(t, 400, 50035)
	r.do("GET", "/guilds/1", nil).want(t, 404, 10004)
	r.do("GET", "/channels/1", nil).want(t, 404, 10003)
	r.do("GET", "/nowhere", nil).want(t, 404, 0)
	r.token = "other"
	r.do("GET", "/guilds/1", nil).want(t, 401, 0)
	raw := func(method, path string, header http.Header) int {
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL()+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.Header = header
		resp, err := r.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	token, agent := []string{"Bot " + s.Token()}, []string{"DiscordBot (x, 1)"}
	for name, tt := range map[string]struct {
		path   string
		header http.Header
		want   int
	}{
		"another version": {"/api/v9/gateway", http.Header{"Authorization": token, "User-Agent": agent}, 404},
		"no agent":        {"/api/v10/guilds/1", http.Header{"Authorization": token, "User-Agent": nil}, 403},
		"no token":        {"/api/v10/guilds/1", http.Header{"User-Agent": agent}, 401},
		"a gateway":       {"/api/v10/gateway", http.Header{"User-Agent": agent}, 200},
	} {
		if got := raw(http.MethodGet, tt.path, tt.header); got != tt.want {
			t.Errorf("%s: got %d; want %d", name, got, tt.want)
		}
	}
	if got := len(s.Violations()); got != 4 { // the check, two routes that are none, no agent
		t.Errorf("got %d violations %q; want 4", got, s.Violations())
	}
}
