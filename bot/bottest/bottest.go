// Package bottest sets teams up for tests and the demo: with the channels on other
// platforms that a real team gets only when somebody in them has said yes.
package bottest

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// SayYes says yes to all channels that a team wishes for.
func SayYes(ctx context.Context, b *bot.Bot, team bot.TeamID) error {
	return b.Visit(ctx, team, func(s *bot.Scene) error {
		for _, w := range s.Team.Pending(s.Now) {
			if err := s.SaidYes(w); err != nil {
				return err
			}
		}
		return nil
	})
}

// Lay puts teams into a store that no bot uses yet, as if they had been set up
// long ago.
func Lay(ctx context.Context, db *store.Store, now func() time.Time, known bot.Platforms, teams ...bot.Team) error {
	b, err := bot.New(bot.Surroundings{
		Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: now, Outside: bot.Outside{Platforms: known},
	})
	if err != nil {
		return err
	}
	for _, t := range teams {
		if err := errors.Join(b.Apply(ctx, t), SayYes(ctx, b, t.ID)); err != nil {
			return err
		}
	}
	return nil
}

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}
