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

// desk is where one team's channels are looked at, by one goroutine.
type desk struct {
	syncer  *Syncer
	team    bot.TeamID
	changed chan struct{} // the team has chosen other channels
	next    time.Time     // when it is looked whatever happens
	ill     bool          // the last look failed
}

// knock has the desk look soon.
func (d *desk) knock() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

func (d *desk) run(ctx context.Context) {
	for ctx.Err() == nil {
		err := d.round(ctx)
		if ctx.Err() == nil {
			d.report(err)
		}
		select {
		case <-d.changed:
			d.next = time.Time{}
		case <-time.After(often):
		case <-ctx.Done():
		}
	}
}

// report logs a failure, once until it is over.
func (d *desk) report(err error) {
	switch {
	case err != nil && !d.ill:
		d.syncer.log.Warn("cannot see who of the team is there, and will try again", "team", d.team, "platform", d.syncer.on, "err", err)
	case err == nil && d.ill:
		d.syncer.log.Info("can see again who of the team is there", "team", d.team, "platform", d.syncer.on)
	}
	d.ill = err != nil
}

// need is why it may be looked before its time.
type need struct {
	set  bot.Elsewhere
	shut bool // something is closed to us
	new  bool // there are addresses that were compared with nobody yet
}

// round looks if it is time to, or if there is need.
func (d *desk) round(ctx context.Context) error {
	var now need
	err := d.syncer.teams.Visit(ctx, d.team, func(s *bot.Scene) error {
		return s.View(func(tx *store.Tx) error {
			shut, err := s.IsShut(tx, d.syncer.on)
			if err != nil {
				return err
			}
			now.set, now.shut = s.Team.At(d.syncer.on), len(shut) > 0
			now.new, err = newAddresses(s, tx)
			return err
		})
	})
	if err != nil || !now.shut && !now.new && time.Now().Before(d.next) {
		return err
	}
	if err := d.look(ctx, now); err != nil {
		return err
	}
	d.next = time.Now().Add(seldom*3/4 + spread.Of(string(d.team), seldom/2))
	return nil
}

// look takes over who is in the team's channel. A team without a channel has
// nobody there. If all its channels answer, none is closed any more.
func (d *desk) look(ctx context.Context, now need) error {
	guests, err := d.people(ctx, now.set.Channel)
	if refusal, final := bot.Refused(err); final && refusal.Reason == bot.Closed && !now.shut {
		_, wrong := d.syncer.teams.Closed(ctx, store.KeyOf(string(d.team), "roster"), bot.Spot{On: d.syncer.on, ID: now.set.Channel}, refusal)
		err = errors.Join(err, wrong)
	}
	if err != nil {
		return err
	}
	err = d.syncer.teams.Visit(ctx, d.team, func(s *bot.Scene) error {
		if s.Team.At(d.syncer.on).Channel != now.set.Channel {
			return nil // changed meanwhile: it is looked again
		}
		return take(s, d.syncer.on, guests)
	})
	if err != nil || !now.shut {
		return err
	}
	if window := now.set.Window; window != "" && window != now.set.Channel {
		if err := d.syncer.guests.Reach(ctx, window); err != nil {
			return fmt.Errorf("roster: reach the window %s: %w", window, err)
		}
	}
	return d.syncer.teams.Visit(ctx, d.team, func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error { return s.Reopen(tx, d.syncer.on) })
	})
}

func (d *desk) people(ctx context.Context, channel bot.ChannelID) ([]bot.Guest, error) {
	if channel == "" {
		return nil, nil
	}
	guests, err := d.syncer.guests.People(ctx, channel)
	if err != nil {
		return nil, fmt.Errorf("roster: look into %s: %w", channel, err)
	}
	return guests, nil
}
