package people

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/spread"
	"github.com/engawa-bot/engawa/store"
)

// worker looks at one team's channels, in a goroutine of its own.
type worker struct {
	syncer  *Syncer
	team    bot.TeamID
	changed chan struct{} // the team has chosen other channels
	next    time.Time     // when it is looked whatever happens
	ill     bool          // the last look failed
}

// knock has it look soon.
func (w *worker) knock() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

func (w *worker) run(ctx context.Context) {
	for ctx.Err() == nil {
		err := w.round(ctx)
		if ctx.Err() == nil {
			w.report(err)
		}
		select {
		case <-w.changed:
			w.next = time.Time{}
		case <-time.After(often):
		case <-ctx.Done():
		}
	}
}

// report logs a failure, once until it is over.
func (w *worker) report(err error) {
	switch {
	case err != nil && !w.ill:
		w.syncer.log.Warn("cannot see who of the team is there, and will try again", "team", w.team, "platform", w.syncer.on, "err", err)
	case err == nil && w.ill:
		w.syncer.log.Info("can see again who of the team is there", "team", w.team, "platform", w.syncer.on)
	}
	w.ill = err != nil
}

// need is why it may be looked before its time.
type need struct {
	set    bot.Elsewhere
	closed bool // something is closed to us
	new    bool // there are addresses that were compared with nobody yet
}

// round looks if it is time to, or if there is need.
func (w *worker) round(ctx context.Context) error {
	var now need
	err := w.syncer.teams.Visit(ctx, w.team, func(s *bot.Scene) error {
		return s.View(func(tx *store.Tx) error {
			closed, err := s.ClosedPlaces(tx, w.syncer.on)
			if err != nil {
				return err
			}
			now.set, now.closed = s.Team.At(w.syncer.on), len(closed) > 0
			now.new, err = newAddresses(s, tx)
			return err
		})
	})
	if err != nil || !now.closed && !now.new && time.Now().Before(w.next) {
		return err
	}
	if err := w.look(ctx, now); err != nil {
		return err
	}
	w.next = time.Now().Add(seldom*3/4 + spread.Of(string(w.team), seldom/2))
	return nil
}

// look takes over who is in the team's channel. A team without a channel has
// nobody there. If all its channels answer, none is closed any more.
func (w *worker) look(ctx context.Context, now need) error {
	guests, err := w.people(ctx, now.set.Channel)
	if refusal, final := bot.Refused(err); final && refusal.Reason == bot.Closed && !now.closed {
		_, wrong := w.syncer.teams.Closed(ctx, store.KeyOf(string(w.team), "roster"), bot.Spot{On: w.syncer.on, ID: now.set.Channel}, refusal)
		err = errors.Join(err, wrong)
	}
	if err != nil {
		return err
	}
	err = w.syncer.teams.Visit(ctx, w.team, func(s *bot.Scene) error {
		if s.Team.At(w.syncer.on).Channel != now.set.Channel {
			return nil // changed meanwhile: it is looked again
		}
		return take(s, w.syncer.on, guests)
	})
	if err != nil || !now.closed {
		return err
	}
	if window := now.set.Window; window != "" && window != now.set.Channel {
		if err := w.syncer.guests.Reach(ctx, window); err != nil {
			return fmt.Errorf("roster: reach the window %s: %w", window, err)
		}
	}
	return w.syncer.teams.Visit(ctx, w.team, func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error { return s.Reopen(tx, w.syncer.on) })
	})
}

func (w *worker) people(ctx context.Context, channel bot.ChannelID) ([]bot.Guest, error) {
	if channel == "" {
		return nil, nil
	}
	guests, err := w.syncer.guests.People(ctx, channel)
	if err != nil {
		return nil, fmt.Errorf("roster: look into %s: %w", channel, err)
	}
	return guests, nil
}
