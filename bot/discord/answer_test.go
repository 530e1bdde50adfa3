package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
)

// line is Discord's end of one interaction: it takes one callback within three
// seconds, and after that edits of what there is and follow-ups.
type line struct {
	t    *testing.T
	spec *spec.Checker
	born time.Time

	mu    sync.Mutex
	down  int // answers that fail before they are sent
	heard []string
	first int // type of the callback; 0: none yet
	more  int // follow-ups
}

func newLine(t *testing.T) *line { return &line{t: t, spec: spec.ForTest(t), born: time.Now()} }

func (l *line) Answer(ctx context.Context, call rest.Call) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if call.Method == http.MethodGet { // nobody has answered with a message
		return &rest.Error{Status: 404, Code: 10015}
	}
	if l.down > 0 {
		l.down--
		return fmt.Errorf("not sent: %w", context.DeadlineExceeded)
	}
	raw, err := json.Marshal(call.Body)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(call.Method, "http://discord.invalid/api/v10"+call.Path, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if err := l.spec.Check(r, raw); err != nil {
		l.t.Errorf("%v\n%s", err, raw)
	}
	return l.take(call, raw)
}

func (l *line) take(call rest.Call, raw []byte) error {
	var told struct {
		Type       int             `json:"type"`
		Flags      int             `json:"flags"`
		Data       json.RawMessage `json:"data"`
		Components json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(raw, &told); err != nil {
		return err
	}
	at := time.Since(l.born).Round(100 * time.Millisecond)
	_, tail, _ := strings.Cut(call.Path, "fake-interaction-token")
	switch {
	case tail == "/callback" && l.first != 0:
		return &rest.Error{Status: 400, Code: 40060}
	case tail == "/callback" && at >= 3*time.Second:
		return &rest.Error{Status: 404, Code: 10062}
	case tail == "/callback":
		l.first = told.Type
		if err := json.Unmarshal(told.Data, &told); err != nil && told.Data != nil {
			return err
		}
		tail = fmt.Sprint("callback ", l.first)
	case l.first == 0 || at >= 15*time.Minute:
		return &rest.Error{Status: 404, Code: 10015}
	case call.Method == http.MethodPost:
		l.more++
		if err := json.Unmarshal(fmt.Appendf(nil, `{"id":"9%d"}`, l.more), call.Out); err != nil {
			return err
		}
		tail = "follow-up"
	}
	l.heard = append(l.heard, strings.TrimSpace(fmt.Sprintf("%v %s %s %s", at, tail, privately(told.Flags), says(raw))))
	return nil
}

func privately(flags int) string {
	if flags&flagEphemeral != 0 {
		return "(private)"
	}
	return ""
}

// says is the text in a body: the first content or title.
func says(raw []byte) string {
	for _, key := range []string{`"content":"`, `"title":"`} {
		if _, after, found := strings.Cut(string(raw), key); found {
			text, _, _ := strings.Cut(after, `"`)
			return text
		}
	}
	return ""
}

func say(text string) *bot.Card { return &bot.Card{Lines: []words.Text{{{Text: text}}}} }

func after(d time.Duration, r bot.Reply) func(context.Context, bot.Request) bot.Reply {
	return func(ctx context.Context, _ bot.Request) bot.Reply {
		select {
		case <-time.After(d):
		case <-ctx.Done():
			return bot.Reply{Card: say("stopping")}
		}
		return r
	}
}

func answererConfigOf(api answering, log *slog.Logger, ask func(context.Context, bot.Request) bot.Reply) answererConfig {
	decline := func(_ bot.Request, why bot.Unheard) bot.Reply { return bot.Reply{Card: say(string(why))} }
	return answererConfig{api: api, ask: ask, decline: decline, log: log, twins: &twins{mark: 7, log: log}, named: func(r bot.Reply) bot.Reply { return r }, where: func(bot.ServerID, string) (bot.Server, bot.RoomID) {
		return bot.Server{Name: "Acme"}, "room"
	}}
}

func asked(way bot.Way, onCard bool) interaction {
	in := interaction{ID: "11", Token: "fake-interaction-token", App: "22", OnCard: onCard}
	in.Request = bot.Request{Way: way, Do: "tea", Server: bot.Server{ID: "33"}, From: bot.Person{Account: bot.Account{On: Platform, ID: "55"}, Lang: words.English}}
	return in
}

func TestEveryReplyIsGivenInTime(t *testing.T) {
	card, form := bot.Reply{Card: say("hi")}, bot.Reply{Form: &bot.Form{Title: quoted("tea"), Do: "x", Fields: teaForm().Fields}}
	public, update, nothing := bot.Reply{Card: say("hi"), Public: true}, bot.Reply{Card: say("hi"), Update: true}, bot.Reply{}
	then := func(first, last bot.Reply) bot.Reply {
		first.Then = func(ctx context.Context) bot.Reply { return after(time.Minute, last)(ctx, bot.Request{}) }
		return first
	}
	last := bot.Reply{Card: say("last")}
	again, done := words.Say(words.English, "ask.again").String(), words.Say(words.English, "discord.done").String()
	slash, press := asked(bot.Slash, false), asked(bot.Press, true)
	for _, tt := range []struct {
		name  string
		in    interaction
		takes time.Duration
		reply bot.Reply
		want  string
	}{
		{"a private answer", slash, 0, card, "0s callback 4 (private) hi"},
		{"a public answer", slash, 0, public, "0s callback 4  hi"},
		{"an answer to a press", press, 0, card, "0s callback 4 (private) hi"},
		{"the card changes", press, 0, update, "0s callback 7  hi"},
		{"a form's card changes", asked(bot.Submit, true), 0, update, "0s callback 7  hi"},
		{"a command has no card to change", slash, 0, update, "0s callback 4 (private) hi"},
		{"a form", press, 0, form, "0s callback 9  tea"},
		{"nothing to say to a press", press, 0, nothing, "0s callback 6"},
		{"nothing to say to a command", slash, 0, nothing, "0s callback 4 (private) " + done},
		{"a late answer", slash, 5 * time.Second, card, "1.5s callback 5 (private); 5s /messages/@original  hi"},
		{"a late answer to a press", press, 5 * time.Second, card, "1.5s callback 6; 5s follow-up (private) hi"},
		{"the card changes late", press, 5 * time.Second, update, "1.5s callback 6; 5s /messages/@original  hi"},
		{"a form cannot come late", press, 5 * time.Second, form, "1.5s callback 6; 5s follow-up (private) " + again},
		{"late, and nothing to say", slash, 5 * time.Second, nothing, "1.5s callback 5 (private); 5s /messages/@original  " + done},
		{"first and last", slash, 0, then(card, last), "0s callback 4 (private) hi; 1m0s /messages/@original  last"},
		{"only a last one", slash, 0, then(nothing, last), "0s callback 5 (private); 1m0s /messages/@original  last"},
		{"the changed card changes again", press, 0, then(update, last), "0s callback 7  hi; 1m0s /messages/@original  last"},
		{"late, first and last", press, 2 * time.Second, then(card, last), "1.5s callback 6; 2s follow-up (private) hi; 1m2s /messages/91  last"},
		{"the last one has nothing to add", slash, 0, then(card, nothing), "0s callback 4 (private) hi"},
		{"no command takes for ever", slash, time.Hour, card, "1.5s callback 5 (private); 14m0s /messages/@original  stopping"},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLine(t)
			a := newAnswerer(answererConfigOf(l, slog.New(slog.DiscardHandler), after(tt.takes, tt.reply)))
			a.handle(t.Context(), tt.in)
			a.close()
			if got := strings.Join(l.heard, "; "); got != tt.want {
				t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
			}
		})
	}
}

func TestAFormInAnswerToAFormIsOurFaultAndAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t)
		var log strings.Builder
		a := newAnswerer(answererConfigOf(l, slog.New(slog.NewTextHandler(&log, nil)), after(0, bot.Reply{Form: &bot.Form{Do: "x"}})))
		a.handle(t.Context(), asked(bot.Submit, false))
		a.close()
		if got := strings.Join(l.heard, "; "); !strings.HasPrefix(got, "0s callback 4 (private)") || !strings.Contains(log.String(), errFormAfterForm.Error()) {
			t.Errorf("got %s, log %s", got, log.String())
		}
	})
}

func TestTheRequestKnowsServerAndRoom(t *testing.T) {
	var got bot.Request
	a := newAnswerer(answererConfigOf(newLine(t), slog.New(slog.DiscardHandler), func(_ context.Context, r bot.Request) bot.Reply {
		got = r
		return bot.Reply{Card: say("hi")}
	}))
	a.handle(t.Context(), asked(bot.Slash, false))
	a.close()
	if got.Server.ID != "33" || got.Server.Name != "Acme" || got.Room != "room" {
		t.Errorf("got %+v", got)
	}
}

func TestAnAnswerThatNeverLeftIsGivenOnceMore(t *testing.T) {
	for down, want := range map[int]string{1: "0s callback 4 (private) hi", 2: ""} {
		synctest.Test(t, func(t *testing.T) {
			l := newLine(t)
			l.down = down
			a := newAnswerer(answererConfigOf(l, slog.New(slog.DiscardHandler), after(0, bot.Reply{Card: say("hi")})))
			a.handle(t.Context(), asked(bot.Slash, false))
			a.close()
			if got := strings.Join(l.heard, "; "); got != want || l.down != 0 {
				t.Errorf("%d failures: got %q, want %q", down, got, want)
			}
		})
	}
}

func TestARefusedAnswerIsLoggedOnceAndEndsTheTalk(t *testing.T) {
	l := newLine(t)
	l.first = callbackMessage
	var log strings.Builder
	a := newAnswerer(answererConfigOf(l, slog.New(slog.NewTextHandler(&log, nil)), after(0, bot.Reply{
		Card: say("hi"),
		Then: func(context.Context) bot.Reply { t.Error("Then ran"); return bot.Reply{} },
	})))
	a.handle(t.Context(), asked(bot.Slash, false))
	a.close()
	if got := strings.Count(log.String(), "40060"); got != 1 || len(l.heard) != 0 {
		t.Errorf("got %d lines and %q:\n%s", got, l.heard, log.String())
	}
}

func TestAPanicInACommandIsAnsweredAndLogged(t *testing.T) {
	l := newLine(t)
	var log strings.Builder
	a := newAnswerer(answererConfigOf(l, slog.New(slog.NewTextHandler(&log, nil)), func(context.Context, bot.Request) bot.Reply { panic("oh") }))
	a.handle(t.Context(), asked(bot.Slash, false))
	a.close()
	if len(l.heard) != 1 || !strings.Contains(log.String(), "panic=oh") {
		t.Errorf("got %q, log %s", l.heard, log.String())
	}
}

func TestWhatIsBeingDoneAtTheEndIsStillAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		l := newLine(t)
		a := newAnswerer(answererConfigOf(l, slog.New(slog.DiscardHandler), after(time.Hour, bot.Reply{})))
		a.handle(ctx, asked(bot.Slash, false))
		<-time.After(time.Second)
		stop()
		a.close()
		a.handle(ctx, asked(bot.Slash, false))
		if got, want := strings.Join(l.heard, "; "), "1s callback 4 (private) stopping"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// switchboard has a line for each interaction, by its id.
type switchboard map[string]*line

func (b switchboard) Answer(ctx context.Context, call rest.Call) error {
	return b[strings.Split(call.Path, "/")[2]].Answer(ctx, call)
}
