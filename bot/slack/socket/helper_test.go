package socket_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// harness is a socket and the Slack it is connected to.
type harness struct {
	slack *fake.Server
	s     *socket.Socket
	opens *opener
	log   *buffer
	ana   *fake.Member

	mu      sync.Mutex
	took    []socket.Envelope
	refuses bool                  // takes nothing
	onOne   func(socket.Envelope) // of each that is taken
}

// inBubble runs f in a synctest bubble with a socket that is connected.
func inBubble(t *testing.T, f func(t *testing.T, h *harness)) {
	t.Helper()
	withPings(t, 0, f)
}

// withPings is inBubble with a Slack that pings so seldom.
func withPings(t *testing.T, every time.Duration, f func(t *testing.T, h *harness)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("slack.invalid")
		srv, err := fake.Start(fake.Options{Listener: l, PingEvery: every, App: fake.App{Events: []string{"app_home_opened"}}})
		if err != nil {
			t.Fatal(err)
		}
		defer srv.Close()
		transport := &http.Transport{DialContext: l.DialContext}
		defer transport.CloseIdleConnections()
		h := &harness{slack: srv, log: new(buffer), ana: srv.Member("ana")}
		h.opens = &opener{client: &http.Client{Transport: transport}, s: srv}
		h.s = socket.New(socket.Config{
			Open: h.opens.open, Dial: l.DialContext, Take: h.take, Log: logTo(h.log),
		})
		if h.s.Down() == nil {
			t.Error("up before Run")
		}
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { h.s.Run(ctx) })
		if err := srv.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		f(t, h)
		stop()
		running.Wait()
		synctest.Wait()
		if n := srv.Faults().Connections(); n != 0 {
			t.Errorf("%d connections are left after the end", n)
		}
		for _, v := range srv.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
}

func (h *harness) take(e socket.Envelope) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refuses {
		return false
	}
	h.took = append(h.took, e)
	if h.onOne != nil {
		h.onOne(e)
	}
	return true
}

func (h *harness) taken() []socket.Envelope {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]socket.Envelope(nil), h.took...)
}

// works fails unless a command is acknowledged at once.
func (h *harness) works(t *testing.T) {
	t.Helper()
	before := len(h.taken())
	a := h.ana.Run("/rooms", "")
	if err := a.Acked(t.Context()); err != nil || a.Took > 100*time.Millisecond {
		t.Errorf("a command was acknowledged after %v: %v", a.Took, err)
	}
	if got := len(h.taken()) - before; got != 1 {
		t.Errorf("got the command %d times; want once", got)
	}
}

// opener calls apps.connections.open.
type opener struct {
	client *http.Client
	s      *fake.Server

	calls  atomic.Int32
	broken atomic.Bool
}

var errBroken = errors.New("broken")

func (o *opener) open(ctx context.Context) (string, error) {
	o.calls.Add(1)
	if o.broken.Load() {
		return "", errBroken
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.s.URL()+"/api/apps.connections.open", nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+o.s.AppToken())
	resp, err := o.client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct{ URL, Error string }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return "", err
	}
	if answer.Error != "" {
		return "", errors.New(answer.Error)
	}
	return answer.URL, nil
}

// buffer is a log that may be read while it is written.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func logTo(b *buffer) *slog.Logger { return slog.New(slog.NewTextHandler(b, nil)) }

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) lines(with string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Count(b.b.String(), with)
}

// form is a modal as an app would open it.
func (h *harness) form(t *testing.T, a *fake.Answer) fake.View {
	t.Helper()
	if err := a.Acked(t.Context()); err != nil {
		t.Fatal(err)
	}
	taken := h.taken()
	var payload struct {
		Trigger string `json:"trigger_id"`
	}
	if err := json.Unmarshal(taken[len(taken)-1].Payload, &payload); err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"trigger_id": payload.Trigger, "view": view("Form")})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.slack.URL()+"/api/views.open", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+h.slack.BotToken())
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := h.opens.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if h.ana.Modal().ID == "" {
		t.Fatal("no form was opened")
	}
	return h.ana.Modal()
}

type object = map[string]any

func view(title string) object {
	plain := func(text string) object { return object{"type": "plain_text", "text": text} }
	return object{"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": []object{
		{"type": "section", "text": plain("Hello")},
	}}
}
