package rooms

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}

func TestTheOwnPageNamesNobodyWhoIsHidden(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}, Feature())
		if err != nil {
			t.Fatal(err)
		}
		err = b.Found(bot.Team{
			ID: "sakura", Name: "Sakura", Server: "100000000000000001", Locale: bot.Locale{Lang: words.Japanese, Zone: "UTC"},
			Text: bot.Channels{Main: "100000000000000002"}, Rooms: []bot.Room{{ID: "100000000000000003", Name: "Lounge", Kind: bot.Lounge}},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		b.Arrived(ctx, "100000000000000001", []bot.Move{
			{Member: "1", Name: "Ana", Room: "100000000000000003"}, {Member: "2", Name: "Bo", Room: "100000000000000003"},
		})
		var part bot.HomePart
		err = b.Visit(ctx, "sakura", func(s *bot.Scene) error {
			return s.Update(func(tx *store.Tx) (err error) {
				if err := s.KeepMember(tx, "2", func(m *bot.Member) { m.Hidden = true }); err != nil {
					return err
				}
				ask := &bot.Ask{Scene: s, Request: bot.Request{From: bot.Person{ID: "1", Lang: words.English}}}
				part, err = home(ask, tx)
				return err
			})
		})
		if err != nil || len(part.Lines) != 1 {
			t.Fatalf("got %v, %v, want one line", part.Lines, err)
		}
		if got, want := part.Title.String()+": "+part.Lines[0].String(), "Who is where: 🏡 100000000000000003: 1 since 00:00, 1 person"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}
