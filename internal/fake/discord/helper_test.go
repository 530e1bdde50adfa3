package discord_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// object is a JSON object.
type object = map[string]any

// rest is a plain HTTP client of the API.
type rest struct {
	t      testing.TB
	s      *fake.Server
	client *http.Client
	token  string
}

func start(t testing.TB, o fake.Options) *fake.Server {
	t.Helper()
	s, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func newRest(t testing.TB, s *fake.Server) *rest {
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	return &rest{t: t, s: s, client: client, token: s.Token()}
}

// answer is a REST answer, decoded.
type answer struct {
	status int
	header http.Header
	body   []byte
	err    error
}

func (a answer) code() int {
	var e struct{ Code int }
	_ = json.Unmarshal(a.body, &e)
	return e.Code
}

func (a answer) object() object {
	var o object
	_ = json.Unmarshal(a.body, &o)
	return o
}

func (r *rest) do(method, path string, body any) answer {
	r.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = bytes.NewReader([]byte(b))
	default:
		data, err := json.Marshal(b)
		if err != nil {
			r.t.Fatal(err)
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.s.URL()+"/api/v10"+path, reader)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("User-Agent", "DiscordBot (https://example.invalid, 1)")
	req.Header.Set("Authorization", "Bot "+r.token)
	if reader != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, data, err}
}

// want fails unless the answer has this status and error code.
func (a answer) want(t *testing.T, status, code int) answer {
	t.Helper()
	if a.err != nil {
		t.Fatal(a.err)
	}
	if a.status != status || a.code() != code {
		t.Fatalf("got %d (%d): %s\nwant %d (%d)", a.status, a.code(), a.body, status, code)
	}
	return a
}

// v10 sends discordgo's requests to the server, as API version 10.
type v10 struct{ s *fake.Server }

func (v v10) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	target, err := r.URL.Parse(v.s.URL() + "/api/v10" + r.URL.Path[len("/api/v9"):])
	if err != nil {
		return nil, err
	}
	target.RawQuery = r.URL.RawQuery
	r.URL, r.Host = target, target.Host
	return http.DefaultTransport.RoundTrip(r)
}

// bot is discordgo, connected.
func bot(t *testing.T, s *fake.Server, handlers ...any) *discordgo.Session {
	t.Helper()
	b, err := discordgo.New("Bot " + s.Token())
	if err != nil {
		t.Fatal(err)
	}
	b.StateEnabled, b.SyncEvents, b.ShouldReconnectOnError = false, true, false
	b.ShouldRetryOnRateLimit = false
	b.Client = &http.Client{Transport: v10{s}}
	b.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildVoiceStates
	b.Identify.Compress = false
	for _, h := range handlers {
		b.AddHandler(h)
	}
	if err := b.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// soon is a context for what should happen at once.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// receive takes the next value, or fails.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-soon(t).Done():
		t.Fatal("nothing came")
		panic("unreachable")
	}
}
