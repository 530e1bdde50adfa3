package apptest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// Two machines, two stores, one token: the one that came second stops with a
// sentence, the first goes on, and from the first sign on each word is kept in one
// store only.
func TestASecondProcessWithTheSameTokenStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		team := s.team("sakura", s.guild, "weekdays 20:00")
		team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
		first, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clockAt(at(12, 0, 0)), team)
		defer stop()
		time.Sleep(time.Minute)
		cfg.Store = filepath.Join(t.TempDir(), "other.db")
		db := openAlone(t, cfg.Store)
		second := s.build(cfg, db, slog.New(slog.DiscardHandler), clockAt(at(12, 1, 0)), team)
		ended := make(chan error, 1)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() { ended <- second.Live(ctx) }()
		time.Sleep(20 * time.Second)

		ana, words := s.guild.Member("ana"), []string{}
		var end error
		for i := 0; end == nil && i < 100; i++ {
			words = append(words, fmt.Sprintf("word %d.", i))
			if err := ana.Run("keep", map[string]any{"text": words[i]}).Wait(t.Context()); err != nil {
				t.Errorf("%s: %v", words[i], err)
			}
			select {
			case end = <-ended:
			case <-time.After(5 * time.Second):
			}
		}
		if !errors.Is(end, discord.ErrTwin) {
			t.Fatalf("the second ended with %v, want %v", end, discord.ErrTwin)
		}
		if !first.Discord.Up() {
			t.Error("the first has stopped too")
		}
		books := bookOf(t, first) + bookOf(t, second)
		twice := 0
		for _, word := range words {
			if n := strings.Count(books, word); n == 2 {
				twice++
			} else if n != 1 {
				t.Errorf("%q is kept %d times", word, n)
			}
		}
		t.Logf("the second stopped after %d commands; %d words are in both stores", len(words), twice)
		if twice > 4 {
			t.Errorf("%d words are in both stores", twice)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

func bookOf(t *testing.T, h *app.App) string {
	t.Helper()
	var out strings.Builder
	if err := h.Export(&out, "sakura", "json"); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
