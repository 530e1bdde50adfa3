package apptest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
)

const secret = "MTE2.not-a-real-token.4pNq" // obviously of no use

// overheard is what a keeper could read, and the secrets that must not be in it.
type overheard struct {
	lines
	tokens map[string]bool // guarded by mu: of interactions, and the bot's
}

func newOverheard() *overheard { return &overheard{tokens: map[string]bool{secret: true}} }

// listen notes the tokens of the interactions that the bot answers, as it
// checks the request.
func (o *overheard) listen(check func(*http.Request, []byte) error) func(*http.Request, []byte) error {
	return func(r *http.Request, body []byte) error {
		parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v10/"), "/")
		if len(parts) > 2 && (parts[0] == "interactions" || parts[0] == "webhooks") {
			o.mu.Lock()
			o.tokens[parts[2]] = true
			o.mu.Unlock()
		}
		return check(r, body)
	}
}

// mustHoldNoSecret fails if a token is in what was overheard, or in text.
func (o *overheard) mustHoldNoSecret(t *testing.T, where string, text string) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for token := range o.tokens {
		if i := strings.Index(text, token); i >= 0 {
			t.Errorf("a token is in %s: …%s…", where, text[max(0, i-80):min(len(text), i+len(token)+20)])
		}
	}
}

func (o *overheard) logged() string { return strings.Join(o.with(""), "") }

func TestNoTokenIsInLogsErrorsMetricsStoreOrRecordings(t *testing.T) {
	together(t)
	for _, format := range []string{"text", "json"} {
		for _, level := range []string{"debug", "info", "warn", "error"} {
			t.Run(format+","+level, func(t *testing.T) {
				t.Parallel()
				o := newOverheard()
				s := newStage(t, fake.Options{Token: secret, Check: o.listen(spec.ForTest(t).Check)})
				bo := s.guild.Member("bo", fake.Manager())
				bo.Join(s.guild.Voice("Pairing"))
				environ := map[string]string{
					"ENGAWA_DISCORD_TOKEN": secret, "ENGAWA_DISCORD_API": s.fake.URL() + "/api/v10",
					"ENGAWA_STORE": s.path, "ENGAWA_HTTP": freeAddress(t), "ENGAWA_LOG": format + "," + level,
				}
				ctx, cancel := context.WithCancel(context.Background())
				ended := make(chan error, 1)
				go func() { ended <- app.Serve(ctx, app.World{Environ: environ, Err: o, Now: time.Now}) }()
				s.eventually("commands", 20*time.Second, func() bool { return s.fake.Registrations() == 1 })
				s.provoke(bo)
				o.mustHoldNoSecret(t, "/metrics", page(t, "http://"+environ["ENGAWA_HTTP"]+"/metrics"))
				cancel()
				err := <-ended
				o.mustHoldNoSecret(t, "the log", o.logged())
				o.mustHoldNoSecret(t, "the error", errorText(err))
				o.mustHoldNoSecret(t, "the fake's recordings", strings.Join(s.fake.Violations(), "\n"))
				data, err := os.ReadFile(s.path)
				if err != nil {
					t.Fatal(err)
				}
				o.mustHoldNoSecret(t, "the store", string(data))
				if o.mu.Lock(); len(o.tokens) < 4 {
					t.Errorf("%d tokens, want those of some interactions: the test has not seen them", len(o.tokens))
				}
				o.mu.Unlock()
				if level == "debug" && o.logged() == "" {
					t.Error("nothing was logged: the test sees nothing")
				}
			})
		}
	}
}

// provoke makes everything go wrong that prints an error.
func (s *stage) provoke(bo *fake.Member) {
	s.t.Helper()
	faults := s.fake.Faults()
	isAnswer := func(r *http.Request) bool {
		return strings.Contains(r.URL.Path, "/interactions/") || strings.Contains(r.URL.Path, "/webhooks/")
	}
	for _, strike := range []func(){
		func() {},
		func() { faults.Fail(isAnswer, 2, http.StatusInternalServerError) },
		func() { faults.Refuse(isAnswer, 2, http.StatusNotFound, 10062, "Unknown interaction "+secret) },
		func() { faults.LoseAnswers(isAnswer, 2) },
		func() { faults.Refuse(isAnswer, 2, http.StatusBadRequest, 50035, "Invalid Form Body") },
		func() { faults.TooManyRoute(isAnswer, 2, 3*time.Second) },
		faults.Drop,
	} {
		faults.Clear()
		strike()
		ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
		_ = bo.Run("rooms", nil).Wait(ctx) // that it is answered is not this test's business
		_ = bo.Run("engawa help", nil).Wait(ctx)
		cancel()
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}

func page(t *testing.T, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What ends the bot, or keeps it from connecting, names no token either.
func TestNoTokenIsInWhatIsSaidWhenDiscordCannotBeReached(t *testing.T) {
	together(t)
	refused := "http://" + freeAddress(t)
	for name, api := range map[string]string{
		"connection refused": refused + "/api/v10",
		"no such host":       "http://engawa.invalid/api/v10",
		"401":                answering(t, http.StatusUnauthorized, `{"message": "401: Unauthorized, `+secret+`"}`),
		"500":                answering(t, http.StatusInternalServerError, "<html>"+secret+"</html>"),
		"no gateway":         answering(t, http.StatusOK, `{"url": "ws://127.0.0.1:1/?token=`+secret+`"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOverheard()
			ctx, cancel := context.WithTimeout(context.Background(), 1200*time.Millisecond)
			defer cancel()
			err := app.Serve(ctx, app.World{Environ: map[string]string{
				"ENGAWA_DISCORD_TOKEN": secret, "ENGAWA_DISCORD_API": api, "ENGAWA_HTTP": "127.0.0.1:0",
				"ENGAWA_STORE": filepath.Join(t.TempDir(), "engawa.db"), "ENGAWA_LOG": "text,debug",
			}, Err: o, Now: time.Now})
			if said := o.logged() + errorText(err); !strings.Contains(said, "gateway") {
				t.Errorf("nothing was said of the gateway: %s", said)
			}
			o.mustHoldNoSecret(t, "the log", o.logged())
			o.mustHoldNoSecret(t, "the error", errorText(err))
		})
	}
}

// answering is a server that answers everything alike.
func answering(t *testing.T, status int, body string) (api string) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	t.Cleanup(func() { _ = server.Close(); serving.Wait() })
	return "http://" + listener.Addr().String() + "/api/v10"
}

// clumsy is a bot that panics whatever happens, with all that it was told.
type clumsy struct{ app.Deaf }

func (clumsy) Commands() []bot.Command {
	return []bot.Command{{Name: "rooms", Way: bot.Slash}}
}
func (clumsy) Ask(_ context.Context, r bot.Request) bot.Reply { panic(r) }
func (clumsy) Moved(context.Context, bot.ServerID, []bot.Move) {
	panic("moved")
}

// The face's own log is looked at here, without the censor that stands behind it
// in a real run.
func TestNoTokenIsInWhatAPanicLeavesInTheLog(t *testing.T) {
	together(t)
	o := newOverheard()
	s := newStage(t, fake.Options{Token: secret, Check: o.listen(spec.ForTest(t).Check)})
	log := slog.New(slog.NewTextHandler(o, &slog.HandlerOptions{Level: slog.LevelDebug}))
	face, err := discord.New(discord.Config{Token: secret, API: s.fake.URL() + "/api/v10", Log: log})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- face.Run(ctx, clumsy{}) }()
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() == 1 })
	bo := s.guild.Member("bo")
	bo.Join(s.guild.Voice("Lounge"))
	if err := bo.Run("rooms", nil).Wait(ctx); err != nil {
		t.Errorf("/rooms of a bot that panics: %v, want an answer", err)
	}
	s.provoke(bo)
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("the face ended with %v", err)
	}
	face.Close()
	for _, want := range []string{"panic in a command", "panic while handling an event", "cannot answer"} {
		if len(o.with(want)) == 0 {
			t.Errorf("the log does not say %q: the test sees nothing", want)
		}
	}
	o.mustHoldNoSecret(t, "the log", o.logged())
}

func TestNoTokenIsInErrorsOfTheConfiguration(t *testing.T) {
	o := newOverheard()
	for _, wrong := range []map[string]string{
		{"ENGAWA_DISCORD_TOKEN": secret + " \"x\""},
		{"ENGAWA_DISCORD_TOKEN": secret, "ENGAWA_DISCORD_API": "https://bot:" + secret + "@example.test/api"},
		{"ENGAWA_DISCORD_TOKEN": secret, "ENGAWA_DISCORD_API": "://" + secret},
		{"ENGAWA_DISCORD_TOKEN": secret, "ENGAWA_HTTP": secret},
		{"ENGAWA_DISCORD_TOKEN": secret, "ENGAWA_LOG": secret},
	} {
		var said bytes.Buffer
		err := app.Serve(t.Context(), app.World{Environ: wrong, Err: &said, Now: time.Now})
		if err == nil {
			t.Errorf("%v is taken for right", wrong)
		}
		o.mustHoldNoSecret(t, "the error", errorText(err)+said.String())
	}
}
