package bot

import (
	"context"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// A team goes when a keeper says so ('/engawa remove'), and when its server has been without
// Engawa for a year. From then on nothing of it happens any more. What the platforms
// show of it is taken away while it is still known where that is, and then its rows go,
// a few a transaction; until then nobody can have its id. What people wrote by hand into a
// notebook stays there.
const (
	leftFor    = 365 * 24 * time.Hour
	eraseAfter = 10 * time.Minute // for what is shown to go away
	eraseTick  = time.Minute
	// deletedFor is how long it is kept that somebody had something deleted, so that no copy
	// of the store that is restored brings it back.
	deletedFor = 90 * 24 * time.Hour
)

// leaving is how a team goes.
type leaving struct {
	Left time.Time `json:"left,omitzero"` // since when its server is known to be without Engawa
	Gone time.Time `json:"gone,omitzero"` // when it was deleted
}

var (
	leavings  = store.NewTable[leaving]("leaving")
	deletions = store.NewTable[time.Time]("deleted")
)

// Remove deletes the asker's team. A farewell is the last that its channel reads.
func (a *Ask) Remove(farewell Card) error {
	t, v := a.Team, a.home
	key := store.KeyOf(string(t.ID), "farewell")
	post := Post{Channel: t.Text.Main, Card: farewell}
	err := a.bot.gone(t, func(tx *store.Tx) error {
		return Owe(tx, key, KindPost, string(t.Text.Main), post, a.Now.UTC(), a.Now.Add(eraseAfter).UTC())
	})
	if kept(err) {
		v.leaving = true
		v.close()
		v.sleep()
	}
	return err
}

// gone writes down that a team is deleted, and takes it out of all that happens.
func (b *Bot) gone(t Team, say func(*store.Tx) error) error {
	b.home.saving.Lock()
	defer b.home.saving.Unlock()
	now, key := b.now().UTC(), store.KeyOf(string(t.ID))
	err := b.update(func(tx *store.Tx) error {
		if err := leavings.Put(tx, key, leaving{Gone: now}); err != nil {
			return err
		}
		if err := deletions.Put(tx, key, now); err != nil {
			return err
		}
		return say(tx)
	})
	if kept(err) {
		b.log.Info("a team is deleted", "team", t.ID)
		b.home.drop(t)
	}
	return err
}

// drop takes a team out of the house: what it had is free for others, but for its id.
func (h *homes) drop(t Team) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forget(t)
	delete(h.resting, t.ID)
	delete(h.asleep, t.ID)
	h.held.put(t, Team{})
	h.going[t.ID] = true
}

// erasing has the rows of deleted teams go, until ctx ends.
func (b *Bot) erasing(ctx context.Context) {
	tick := time.NewTicker(eraseTick)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			b.erase(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// erase has the rows go of the teams that were deleted some time ago.
func (b *Bot) erase(ctx context.Context) {
	b.home.mu.RLock()
	none := len(b.home.going) == 0
	b.home.mu.RUnlock()
	if none {
		return
	}
	var due []TeamID
	err := b.view(func(tx *store.Tx) error {
		for row, err := range leavings.Scan(tx, "") {
			if err != nil {
				return err
			}
			if gone := row.Value.Gone; !gone.IsZero() && b.now().Sub(gone) >= eraseAfter {
				due = append(due, teamOf(row.Key))
			}
		}
		return nil
	})
	for _, id := range due {
		for more := true; more && err == nil && ctx.Err() == nil; {
			more, err = b.eraseSome(id)
		}
	}
	if err != nil {
		b.log.Error("a deleted team is still in the store; it is tried again in a minute", "err", err)
	}
}

// eraseSome deletes some of what a team wrote, and when nothing is left, that there was one.
func (b *Bot) eraseSome(id TeamID) (more bool, err error) {
	key := store.KeyOf(string(id))
	err = b.update(func(tx *store.Tx) (err error) {
		if more, err = store.Erase(tx, string(id), "teams", "leaving", "deleted"); more || err != nil {
			return err
		}
		if err := teams.Delete(tx, key); err != nil {
			return err
		}
		return leavings.Delete(tx, key)
	})
	if !more && kept(err) {
		b.home.mu.Lock()
		defer b.home.mu.Unlock()
		delete(b.home.going, id)
	}
	return more, err
}

// without notes that a team's server is without Engawa, and deletes a team whose server
// has been so for a year.
func (b *Bot) without(t Team) {
	now, key := b.now().UTC(), store.KeyOf(string(t.ID))
	var since time.Time
	err := b.update(func(tx *store.Tx) error {
		l, _, err := leavings.Get(tx, key)
		if since = l.Left; err != nil || !since.IsZero() {
			return err
		}
		since = now
		return leavings.Put(tx, key, leaving{Left: now})
	})
	if err == nil && now.Sub(since) >= leftFor {
		err = b.gone(t, func(*store.Tx) error { return nil })
	}
	if err != nil {
		b.log.Error("cannot note that a server is without Engawa", "team", t.ID, "err", err)
	}
}

// back notes that a team's server has Engawa again.
func (b *Bot) back(t Team) {
	key := store.KeyOf(string(t.ID))
	err := b.update(func(tx *store.Tx) error {
		l, noted, err := leavings.Get(tx, key)
		if !noted || !l.Gone.IsZero() || err != nil {
			return err
		}
		return leavings.Delete(tx, key)
	})
	if err != nil {
		b.log.Error("cannot note that a server has Engawa again", "team", t.ID, "err", err)
	}
}
