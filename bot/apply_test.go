package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// housed gives a bot that does not run yet, on a store, and the store.
func housed(t *testing.T) (*bot.Bot, *store.Store) {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return reborn(t, db), db
}

// reborn is a new bot on a store.
func reborn(t *testing.T, db *store.Store) *bot.Bot {
	t.Helper()
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func names(b *bot.Bot) (list string) {
	for _, t := range b.Teams() {
		list += string(t.ID) + "=" + t.Name + " "
	}
	return list
}

func TestTeamsAreAppliedTogetherOrNotAtAll(t *testing.T) {
	b, db := housed(t)
	one, two := team("one", lounge), team("two", other)
	if err := b.Apply(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	was := names(b)
	one.Name = "Uno"
	full := errors.New("no room for the people")
	ended, end := context.WithCancel(t.Context())
	end()
	for what, try := range map[string]func() error{
		"what belongs to them cannot be kept": func() error {
			return b.ApplyAll(t.Context(), []bot.Team{one, two}, func(*store.Tx) error { return full })
		},
		"it is too late": func() error { return b.ApplyAll(ended, []bot.Team{one, two}, nil) },
		"one is wrong": func() error {
			wrong := two
			wrong.Zone = "Moon/Crater"
			return b.ApplyAll(t.Context(), []bot.Team{one, wrong}, nil)
		},
	} {
		if err := try(); err == nil {
			t.Errorf("%s: they were applied", what)
		}
		if got, again := names(b), names(reborn(t, db)); got != was || again != was {
			t.Errorf("%s: there are %s, and after a start %s; want %s", what, got, again, was)
		}
	}
	if err := b.ApplyAll(t.Context(), []bot.Team{two, one}, nil); err != nil {
		t.Fatal(err)
	}
	if got := names(b); got == was || got != names(reborn(t, db)) {
		t.Errorf("there are %s, and after a start %s", got, names(reborn(t, db)))
	}
}

// Whoever looks after a store that no bot uses, however often, waits for nobody.
func TestABotThatDoesNotRunDoesAtOnceWhatItIsToldAndOneThatHasEndedNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, _ := housed(t)
		sakura := team("sakura", lounge)
		visited := 0
		visit := func() error {
			return b.Visit(t.Context(), "sakura", func(*bot.Scene) error { visited++; return nil })
		}
		for range 40 { // more than wait in line
			if err := errors.Join(b.Apply(t.Context(), sakura), visit()); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		if err := visit(); err != nil || visited != 41 {
			t.Errorf("while it runs: got %v, and %d visits", err, visited)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := visit(); !errors.Is(err, context.Canceled) || visited != 41 {
			t.Errorf("when it has ended: got %v, and %d visits", err, visited)
		}
	})
}

func TestAListOfCronWithAnEmptyItemIsRefusedAndOneFromAnEarlierVersionIsRead(t *testing.T) {
	odd := team("sakura", lounge)
	odd.Habits = []bot.Habit{{Name: bot.Tea, Rule: "5,,35 9,15, * * 1-5", Minutes: 15}}
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Found(odd); err == nil {
		t.Error("it was taken")
	}
	teams := store.NewTable[bot.Team]("teams")
	if err := db.Update(func(tx *store.Tx) error { return teams.Put(tx, "sakura", odd) }); err != nil {
		t.Fatal(err)
	}
	if b, err = bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	kept, _ := b.Team("sakura")
	if got := kept.Habits[0].Rule; got != "5,35 9,15 * * 1-5" {
		t.Errorf("got %q", got)
	}
	kept.Name = "Sakura two"
	if err := b.Apply(t.Context(), kept); err != nil {
		t.Errorf("it cannot be changed: %v", err)
	}
}
