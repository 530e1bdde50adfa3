package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

func TestOnAServerThatIsNotServedNothingIsSetUpAndTeamsRest(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	moon := far("moon")
	moon.KPT.Doc = "https://docs.google.com/document/d/" + docID
	if err := bottest.Lay(t.Context(), db, time.Now, platforms(), team("sakura", lounge), moon); err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Only: []bot.ServerID{server}}, asking())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := contextOf(t)
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	if got := b.Teams(); len(got) != 1 || got[0].ID != "sakura" {
		t.Errorf("got the teams %v, want sakura only", got)
	}
	if got := b.Resting(); len(got) != 1 || got[0].ID != "moon" {
		t.Errorf("got %v at rest, want moon", got)
	}
	ask := func(on bot.ServerID, do string) string {
		r := bot.Request{Way: bot.Slash, Do: do, Server: bot.Server{ID: on}, From: bot.Person{Lang: words.English, Keeper: true}}
		if lines := b.Ask(ctx, r).Card.Lines; len(lines) > 0 {
			return lines[0].String()
		}
		return ""
	}
	for _, do := range []string{"name", "rule", "free"} {
		if got := ask(moon.Server, do); !strings.Contains(got, "ENGAWA_SERVERS") {
			t.Errorf("%s elsewhere: got %q, want what to do", do, got)
		}
	}
	if got := ask(server, "name"); got != "sakura" {
		t.Errorf("on a server that is served: got %q", got)
	}
	refusals := map[string]error{"a new team": b.Found(far("new")), "a team file": b.Apply(ctx, far("new")), "the one that rests": b.Apply(ctx, moon)}
	moved := team("sakura", lounge)
	moved.Server = moon.Server
	refusals["a team that moves there"] = b.Apply(ctx, moved)
	late := team("late", other)
	late.KPT.Doc = moon.KPT.Doc
	refusals["the Doc of one that rests"] = b.Found(late)
	for what, err := range refusals {
		if err == nil {
			t.Errorf("%s: it was set up", what)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	again, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil || len(again.Teams()) != 2 {
		t.Errorf("without the list: got %d teams and %v, want both", len(again.Teams()), err)
	}
	if err := errors.Join(db.Close()); err != nil {
		t.Error(err)
	}
}
