package slack

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

// visit is a face that runs, in a workspace whose app is as the manifest has it.
type visit struct {
	*workspace
	host *host
	log  *strings.Builder // read it when the bubble is still
	ana  *fake.Member
	hall *fake.Channel
	stop func() // ends Run's context
	end  func() // also waits for Run; it may be called twice
}

// host answers as a bot would, and remembers what it was asked.
type host struct {
	mu     sync.Mutex
	asked  []bot.Request
	answer func(context.Context, bot.Request) bot.Reply
}

func (h *host) Ask(ctx context.Context, r bot.Request) bot.Reply {
	h.mu.Lock()
	h.asked = append(h.asked, r)
	answer := h.answer
	h.mu.Unlock()
	return answer(ctx, r)
}

func bare(kind string) bot.Bare {
	return bot.Bare{Do: "kpt write", Values: map[string]string{"kind": kind}}
}

func (*host) Commands() []bot.Command {
	text := []bot.Param{{Name: "text", Kind: bot.ParamText, Required: true, Max: 500, Words: true}}
	until := []bot.Param{{Name: "until", Kind: bot.ParamText}}
	list := []bot.Command{
		{Name: "keep", Args: text, Told: bot.Told{Typed: []string{"/keep"}, Bare: bare("keep")}},
		{Name: "problem", Args: text, Told: bot.Told{Typed: []string{"/problem"}, Bare: bare("problem")}},
		{Name: "try", Args: text, Told: bot.Told{Typed: []string{"/try"}, Bare: bare("draft")}},
		{Name: "kpt write", Told: bot.Told{Typed: []string{"/kpt", "/kpt write"}}},
		{Name: "kpt mine", Told: bot.Told{Typed: []string{"/kpt mine"}}},
		{Name: "kpt numbers", Told: bot.Told{Typed: []string{"/kpt numbers"}}},
		{Name: "rooms", Told: bot.Told{Typed: []string{"/rooms"}}},
		{Name: "where"},
		{Name: "away", Args: until, Told: bot.Told{Typed: []string{"/out", "/engawa away"}}},
		{Name: "tries find", Args: text, Told: bot.Told{Typed: []string{"/tries find"}}},
		{Name: "tea topic", Args: text, Told: bot.Told{Typed: []string{"/tea topic"}}},
		{Name: "engawa help", Told: bot.Told{Typed: []string{"/engawa", "/engawa help"}}},
		{Name: "engawa doctor", Told: bot.Told{Typed: []string{"/engawa doctor"}}},
		{Name: "engawa link", Told: bot.Told{Typed: []string{"/engawa link"}}},
		{Name: "engawa privacy", Told: bot.Told{Typed: []string{"/engawa privacy"}}},
	}
	for i := range list {
		list[i].Way = bot.Slash
	}
	return append(list, bot.Command{Name: "kpt add", Way: bot.Menu})
}

// replies makes the host answer so from now on.
func (h *host) replies(answer func(context.Context, bot.Request) bot.Reply) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = answer
}

// tells makes the host answer with this reply from now on.
func (h *host) tells(reply bot.Reply) {
	h.replies(func(context.Context, bot.Request) bot.Reply { return reply })
}

// last is what was asked last.
func (h *host) last(t *testing.T) bot.Request {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.asked) == 0 {
		t.Fatal("nothing was asked")
	}
	return h.asked[len(h.asked)-1]
}

// count is how often was asked.
func (h *host) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.asked)
}

// call runs f in a bubble with a face that is connected.
func call(t *testing.T, f func(t *testing.T, v *visit)) {
	t.Helper()
	callWith(t, unlimited(), f)
}

// callWith is call in a Slack of this kind.
func callWith(t *testing.T, o fake.Options, f func(t *testing.T, v *visit)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("slack.invalid")
		o.Listener, o.App = l, manifested()
		v := &visit{host: &host{}, log: new(strings.Builder)}
		v.host.tells(bot.Tell(words.Text{{Text: "Hello."}}))
		v.workspace = open(t, o, l.DialContext, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(v.log, nil)) })
		v.ana, v.hall = v.Member("ana"), v.Channel("hall")
		v.hall.Invite(v.ana)
		v.ana.At(v.hall)
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() {
			if err := v.face.Run(ctx, v.host); err != nil {
				t.Errorf("Run: %v", err)
			}
		})
		v.stop = stop
		v.end = func() {
			stop()
			running.Wait()
		}
		defer v.end()
		if err := v.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		f(t, v)
	})
}

// manifested is the app that the manifest makes.
func manifested() fake.App {
	a := fake.App{BotScopes: Scopes(), Events: []string{homeOpened}, GlobalShortcuts: []string{}, MessageShortcuts: []string{}}
	for _, w := range waysOf((&host{}).Commands()) {
		if !strings.Contains(w.typed, " ") {
			a.Commands = append(a.Commands, w.typed)
		}
	}
	for _, s := range shortcuts() {
		if s.kind == "message" {
			a.MessageShortcuts = append(a.MessageShortcuts, s.callback)
		} else {
			a.GlobalShortcuts = append(a.GlobalShortcuts, s.callback)
		}
	}
	return a
}

// see waits until a has an effect that can be seen, or was acknowledged and is done.
func see(t *testing.T, a *fake.Answer) *fake.Answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := a.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	return a
}

// acked waits until a is acknowledged, at once.
func acked(t *testing.T, a *fake.Answer) {
	t.Helper()
	if err := a.Acked(t.Context()); err != nil || a.Took > 100*time.Millisecond {
		t.Fatalf("acknowledged after %v: %v", a.Took, err)
	}
}

// says fails unless the text has each of these in it.
func says(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("got\n%s\nwant in it: %q", text, want)
		}
	}
}

// said is the one message of an answer, as its reader sees it.
func said(t *testing.T, a *fake.Answer) string {
	t.Helper()
	if see(t, a); len(a.Messages) != 1 {
		t.Fatalf("got %d messages; want 1", len(a.Messages))
	}
	return a.Messages[0].Render()
}

// plainly is a text of ours.
func plainly(text string) words.Text { return words.Text{{Text: text}} }

// form is one with everything in it.
func form() *bot.Form {
	return &bot.Form{Title: plainly("Write a note"), Do: "kpt write", With: []string{"n1"}, Fields: []bot.Field{
		{Key: "kind", Label: plainly("What is it?"), Kind: bot.FieldRadio, Value: "problem", Options: []bot.Option{
			{Value: "keep", Label: plainly("Keep"), Hint: plainly("to go on with")}, {Value: "problem", Label: plainly("Problem")},
		}},
		{Key: "text", Label: plainly("Your note"), Hint: plainly("In one sentence"), Kind: bot.FieldText, Value: "The VPN", Max: 500},
		{Key: "more", Label: plainly("More"), Kind: bot.FieldLine, Optional: true},
	}}
}

// withButtons is a card with two buttons, a select and a link.
func withButtons() *bot.Card {
	return &bot.Card{
		Lines: []words.Text{plainly("A card.")},
		Selects: []bot.Select{{Pick: bot.PickOption, Hint: plainly("Which"), Do: "pick", With: []string{"s"}, Options: []bot.Option{
			{Value: "1", Label: plainly("One")}, {Value: "2", Label: plainly("Two")},
		}, Max: 2}},
		Buttons: []bot.Button{
			{Label: plainly("Done"), Do: "tries done", With: []string{"t1", "2"}, Look: bot.Main},
			{Label: plainly("Write"), Do: "kpt write"},
			{Label: plainly("Open"), URL: "https://example.com/"},
		},
	}
}
