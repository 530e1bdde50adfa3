package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

const deadline = 10 * time.Minute // of the bubble's clock

// witness is a Handler that writes down what it is told, one line each.
type witness struct {
	mu    sync.Mutex
	lines []string
	seats map[string]string // user's name to channel
	guild gateway.Guild     // the one told last
	raw   json.RawMessage   // of the last interaction
	more  chan struct{}     // closed and renewed with each line
	panic string            // on the next line that says so
}

func newWitness() *witness {
	return &witness{seats: map[string]string{}, more: make(chan struct{})}
}

func (w *witness) note(change func(), format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := fmt.Sprintf(format, args...)
	change()
	w.lines = append(w.lines, line)
	close(w.more)
	w.more = make(chan struct{})
	if w.panic != "" && w.panic == line {
		panic("handler: " + line)
	}
}

func (w *witness) Ready(self gateway.Self) {
	w.note(func() { clear(w.seats) }, "ready %v", self.User == self.Application)
}

func (w *witness) Guild(g gateway.Guild) { w.note(func() { w.guild = g }, "guild %s", g.Name) }

func (w *witness) GuildGone(_ string, unavailable bool) {
	w.note(func() {}, "gone, unavailable %v", unavailable)
}

func (w *witness) Present(_ string, states []gateway.VoiceState) {
	w.note(func() {
		for _, s := range states {
			w.seats[s.Name] = s.Channel
		}
	}, "present %d", len(states))
}

func (w *witness) Voice(_ string, s gateway.VoiceState) {
	w.note(func() { w.seats[s.Name] = s.Channel }, "voice %s bot=%v in=%v screen=%v camera=%v", s.Name, s.Bot, s.Channel != "", s.Screen, s.Camera)
}

func (w *witness) Current(string) {}

func (w *witness) Interaction(raw json.RawMessage) { w.note(func() { w.raw = raw }, "interaction") }

func (w *witness) Played(_, _, _, sound string) { w.note(func() {}, "played %s", sound) }

func (w *witness) told() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.lines)
}

func (w *witness) count(line string) int {
	n := 0
	for _, l := range w.told() {
		if l == line {
			n++
		}
	}
	return n
}

func (w *witness) lastGuild() gateway.Guild {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.guild
}

// await returns when ok, which is asked with the lock held, says so.
func (w *witness) await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	for {
		w.mu.Lock()
		good, more := ok(), w.more
		w.mu.Unlock()
		if good {
			return
		}
		select {
		case <-more:
		case <-ctx.Done():
			t.Fatalf("%s did not come; told: %q", what, w.told())
		}
	}
}

func (w *witness) awaitSeat(t *testing.T, name, channel string) {
	t.Helper()
	w.await(t, name+"'s move", func() bool {
		at, known := w.seats[name]
		return known && at == channel
	})
}

func (w *witness) awaitLine(t *testing.T, line string) {
	t.Helper()
	w.await(t, line, func() bool { return slices.Contains(w.lines, line) })
}

// harness is a fake Discord with a Gateway on it.
type harness struct {
	s      *fake.Server
	g      *gateway.Gateway
	w      *witness
	log    *bytes.Buffer // to be read after stop
	sakura *fake.Guild
	lounge *fake.Channel
	ana    *fake.Member
	end    context.CancelFunc
	ended  chan error

	transport http.RoundTripper
}

// inBubble plays in a synctest bubble, which fails if a goroutine is left when play has returned.
func inBubble(t *testing.T, o fake.Options, change func(*gateway.Config), play func(*testing.T, *harness)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		o.Listener = listener
		h := build(t, o)
		defer h.s.Close()
		h.transport = &http.Transport{DialContext: dial, DisableKeepAlives: true}
		cfg := gateway.Config{
			Token: h.s.Token(), API: h.s.URL() + "/api/v10", Dial: dial, Handler: h.w,
			Transport: h.transport,
			Log:       slog.New(slog.NewTextHandler(h.log, nil)),
		}
		if change != nil {
			change(&cfg)
		}
		h.g = gateway.New(cfg)
		play(t, h)
	})
}

func build(t *testing.T, o fake.Options) *harness {
	t.Helper()
	s, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{s: s, w: newWitness(), log: new(bytes.Buffer), sakura: s.NewGuild("Sakura")}
	h.lounge = h.sakura.Voice("Lounge")
	h.ana = h.sakura.Member("ana")
	return h
}

// run starts the Gateway.
func (h *harness) run(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	h.end, h.ended = end, make(chan error, 1)
	go func() { h.ended <- h.g.Run(ctx) }()
}

// up starts the Gateway and waits for the guild.
func (h *harness) up(t *testing.T) {
	t.Helper()
	h.run(t)
	h.w.await(t, "the guild", func() bool { return len(h.w.lines) > 2 })
}

// stop ends the Gateway, which must say nil.
func (h *harness) stop(t *testing.T) {
	t.Helper()
	h.end()
	if err := h.wait(t); err != nil {
		t.Errorf("Run returned %v; want nil", err)
	}
	if strings.Contains(h.log.String(), h.s.Token()) {
		t.Errorf("the token is in the log: %s", h.log)
	}
	if got := h.s.Violations(); len(got) > 0 {
		t.Errorf("the fake saw violations: %q", got)
	}
}

func (h *harness) wait(t *testing.T) error {
	t.Helper()
	select {
	case err := <-h.ended:
		return err
	case <-time.After(deadline):
		t.Fatal("Run did not return")
		return nil
	}
}

// rest asks the fake something with the bot's token.
func (h *harness) rest(t *testing.T, method, path, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, h.s.URL()+"/api/v10"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+h.s.Token())
	r.Header.Set("User-Agent", "DiscordBot (https://example.invalid, 1)")
	r.Header.Set("Content-Type", "application/json")
	client := http.Client{Transport: h.transport}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		t.Fatalf("%s %s: got %s; want success", method, path, answer.Status)
	}
}
