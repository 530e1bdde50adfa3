package courier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// Show makes d be shown, soon: after it has settled, and not sooner after the
// last change than its pace. Only the newest of several counts, and nothing
// happens if that is what is shown already. A display that a platform refuses
// is left alone until it is shown anew, and one of a platform that is not set up
// is nothing.
func (c *Courier) Show(d bot.Display) {
	if c.faces[d.Face] == nil {
		return
	}
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	_, busy := c.round.want[d.Key]
	c.round.want[d.Key] = d
	if !busy && !d.Last && c.round.start != nil {
		c.round.start(d.Kind, func(ctx context.Context) { c.display(ctx, d.Key) })
	}
}

// display brings one display up to date and ends when it is.
func (c *Courier) display(ctx context.Context, key store.Key) {
	wait := firstWait
	for {
		d := c.wanted(key)
		if d.Last {
			return // see last
		}
		now, err := c.showing(key)
		if err == nil && now.Hash == hash(d) {
			if c.done(d) {
				return
			}
			continue
		}
		if err == nil {
			// A clock that was put back makes the last change lie in the future.
			c.pauseFor(max(d.Settle, min(d.Pace, d.Pace-c.now().Sub(now.At))), shows)
			if d = c.wanted(key); d.Last || !c.running() {
				return
			}
			err = c.show(ctx, d, now)
		}
		refusal, final := bot.Refused(err)
		switch {
		case final && refusal.Reason == bot.Closed:
			if _, err := c.round.from.Closed(ctx, key, bot.Spot{On: d.Face, ID: bot.ChannelID(d.Place)}, refusal); err != nil {
				c.log.Error("cannot say that it is closed", "display", key, "err", err)
			}
			c.pause(key, closedWait)
		case final:
			c.log.Warn("refused", "display", key, "err", refusal)
			if c.done(d) {
				return
			}
		case err != nil:
			c.log.Info("will try again", "display", key, "in", wait, "err", err)
			c.pause(key, wait)
			wait = min(2*wait, longestWait)
		default:
			wait = firstWait
		}
		if !c.running() {
			return
		}
	}
}

// last shows what is to be shown at the end: only what is there already, and each
// once. What does not arrive is mended after the next start.
func (c *Courier) last(ctx context.Context) {
	var all sync.WaitGroup
	c.round.mu.Lock()
	want := maps.Clone(c.round.want)
	c.round.mu.Unlock()
	for key, d := range want {
		if !d.Last {
			continue
		}
		all.Go(func() {
			now, err := c.showing(key)
			if err == nil && now.ID != "" && now.Place == d.Place {
				err = c.show(ctx, d, now)
			}
			if err != nil {
				c.log.Info("cannot show that Engawa ends", "display", key, "err", err)
			}
		})
	}
	all.Wait()
}

// unsure stands for the hash of a display from before a change until its
// outcome is known: no display has it, so after a crash or a lost answer the
// change is made again, whatever is wanted by then.
const unsure = "?"

// show changes what is shown. The attempt is written down before it is made, so
// that after a crash a message is found and not posted twice, and nothing that
// was changed is taken for unchanged.
func (c *Courier) show(ctx context.Context, d bot.Display, now bot.Shown) error {
	name := d.Face
	if len(d.Body) == 0 && now.Place != "" {
		name = now.Face // where it is to go away
	}
	face, ok := c.faces[name]
	switch {
	case now.Hash == hash(d):
		return nil
	case !ok:
		return &bot.Refusal{Reason: bot.NoPlace, Err: errNoFace}
	}
	before := now
	again := now.ID == "" && now.Hash == unsure
	if outworn(d, now) {
		now = c.renewed(d, now)
	}
	now.Hash = unsure
	if err := c.keep(d.Key, now); err != nil {
		return err
	}
	after, err := face.Show(ctx, d, now)
	if refusal, _ := bot.Refused(err); refusal != nil && refusal.Reason == bot.Outdated && now.ID != "" {
		now = c.renewed(d, now)
		if err := c.keep(d.Key, now); err != nil {
			return err
		}
		after, err = face.Show(ctx, d, now)
	}
	if _, final := bot.Refused(err); final {
		return errors.Join(err, c.keep(d.Key, before)) // nothing was changed
	}
	if err != nil {
		return err
	}
	c.Tally.Shown.Add(1)
	after.Face, after.Hash, after.At = name, hash(d), c.now().UTC()
	if again && after.ID != "" { // it may be the message of the first try, with what was to be shown then
		after.Hash = unsure
	}
	return c.keep(d.Key, after)
}

// outworn tells whether d needs a message of its own first: there is none, or it
// stands elsewhere. One that may be edited no more is refused as Outdated.
func outworn(d bot.Display, now bot.Shown) bool {
	switch {
	case len(d.Body) == 0:
		return false
	case now.Generation == 0:
		return true
	case now.ID == "":
		return now.Hash == "" // it was taken away; else an attempt whose outcome is unknown
	}
	return now.Place != d.Place
}

// renewed is now with a new message about to take the place of the old.
func (c *Courier) renewed(d bot.Display, now bot.Shown) bot.Shown {
	if now.ID != "" {
		now.Old, now.OldPlace = now.ID, now.Place
	}
	now.ID, now.Place, now.Hash, now.Face = "", d.Place, unsure, d.Face
	now.Generation++
	now.Born = c.now().UTC()
	return now
}

func (c *Courier) wanted(key store.Key) bot.Display {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	return c.round.want[key]
}

// done ends a display's work, unless something else is wanted by now.
func (c *Courier) done(d bot.Display) bool {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	if hash(c.round.want[d.Key]) != hash(d) {
		return false
	}
	delete(c.round.want, d.Key)
	return true
}

func (c *Courier) showing(key store.Key) (now bot.Shown, err error) {
	err = c.db.View(func(tx *store.Tx) error {
		now, _, err = shown.Get(tx, key)
		return err
	})
	return now, err
}

func (c *Courier) keep(key store.Key, now bot.Shown) error {
	return c.db.Update(func(tx *store.Tx) error { return shown.Put(tx, key, now) })
}

// hash names a display's content; empty for nothing shown.
func hash(d bot.Display) string {
	if len(d.Body) == 0 {
		return ""
	}
	sum := sha256.Sum256(append([]byte(d.Place+"\n"), d.Body...))
	return hex.EncodeToString(sum[:8])
}
