package courier

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/spread"
	"github.com/engawa-bot/engawa/store"
)

// deliver tries until it is done, refused or too late, or the run ends.
func (c *Courier) deliver(ctx context.Context, o store.Owed) {
	face, ok := c.faces[bot.Platform(o.Face)]
	if !ok {
		c.homeless(ctx, o)
		return
	}
	if still, err := c.first(o); err != nil || !still {
		c.complain("look whether it is still owed", o, err)
		return
	}
	for wait := firstWait; c.running() && !c.round.from.Rests(teamOf(o)); wait = min(2*wait, longestWait) {
		if !c.now().Before(o.Until) {
			c.giveUp(o)
			return
		}
		err := c.attempt(ctx, face, o)
		if err == nil {
			return
		}
		refusal, final := bot.Refused(err)
		switch {
		case final && refusal.Reason == bot.Closed:
			wait = closedWait
			moved, wrong := c.round.from.Closed(ctx, o.Key, placeOf(o), refusal)
			if c.complain("say that it is closed", o, wrong); moved {
				return
			}
		case final:
			c.Tally.Refused.Add(1)
			if err = c.round.from.Refused(ctx, o, refusal); err == nil {
				return
			}
		}
		if !c.now().Before(o.Until) {
			continue
		}
		c.Tally.Retried.Add(1)
		c.log.Info("will try again", "owed", o.Key, "kind", o.Kind, "in", wait, "err", err)
		c.pause(o.Key, wait)
		if o.Kind != bot.KindChime && !c.owed(o) {
			return // it was taken back meanwhile
		}
	}
}

// homeless finds another way for what is owed on a face that is not set up; what
// has none stays owed.
func (c *Courier) homeless(ctx context.Context, o store.Owed) {
	why := &bot.Refusal{Reason: bot.Closed, Err: errNoFace, Say: &bot.Sorry{Key: "closed.unset"}, Whole: true}
	_, err := c.round.from.Closed(ctx, o.Key, placeOf(o), why)
	c.complain("find another way for it", o, err)
}

// placeOf is the channel that something owed is for; without an id for what one
// person reads.
func placeOf(o store.Owed) bot.Spot {
	var body struct {
		Channel bot.ChannelID `json:"channel"`
	}
	_ = json.Unmarshal(o.Body, &body) // a face has read it
	return bot.Spot{On: bot.Platform(o.Face), ID: body.Channel}
}

// first tells, before the first try, whether o is still owed: what was read at
// the start may have been taken meanwhile. A chime is taken off the list here,
// for it is better not heard than heard twice.
func (c *Courier) first(o store.Owed) (bool, error) {
	still, err := c.listed(o)
	if err == nil && still && o.Kind == bot.KindChime {
		err = c.settle(o, nil)
	}
	return still, err
}

// owed tells whether o is still on the list; if that cannot be read, it is.
func (c *Courier) owed(o store.Owed) bool {
	still, err := c.listed(o)
	return err != nil || still
}

// listed tells whether o is on the list. What was taken off and is owed anew
// under its key is another thing.
func (c *Courier) listed(o store.Owed) (is bool, err error) {
	err = c.db.View(func(tx *store.Tx) error {
		now, found, err := store.Find(tx, o.Key)
		is = found && now.Seq == o.Seq
		return err
	})
	return is, err
}

var errLeft = errors.New("courier: its reader is not in the team any more")

var errNoFace = errors.New("courier: its platform is not set up any more")

// attempt delivers once and keeps the receipt in the transaction that takes it
// off the list. While the store takes nothing, it waits for that, for what was
// delivered is not delivered again.
func (c *Courier) attempt(ctx context.Context, face bot.Face, o store.Owed) error {
	if o.Kind == bot.KindEdit {
		ready, err := c.addressed(o)
		if err != nil {
			return err
		}
		if ready == nil {
			return c.settle(o, nil) // its message never appeared
		}
		o = *ready
		if face = c.faces[bot.Platform(o.Face)]; face == nil {
			return errNoFace
		}
	}
	ctx, cancel := context.WithTimeout(ctx, max(o.Until.Sub(c.now()), time.Second))
	defer cancel()
	if err := c.allowed(ctx, o); err != nil {
		return err
	}
	receipt, err := face.Deliver(ctx, o)
	if err != nil {
		return err
	}
	c.Tally.Delivered.Add(1)
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		err := c.settle(o, &receipt)
		if err == nil || !c.running() {
			return err
		}
		c.complain("note that it was delivered", o, err)
		c.pause(o.Key, wait)
	}
}

// allowed refuses what its reader may not have any more.
func (c *Courier) allowed(ctx context.Context, o store.Owed) error {
	may, err := c.round.from.MayHave(ctx, o)
	if err != nil {
		return fmt.Errorf("courier: whether %s is still for its reader: %w", o.Key, err)
	}
	if !may {
		return &bot.Refusal{Reason: bot.Left, Err: errLeft}
	}
	return nil
}

// addressed fills in the message that an Edit is about; nil if there is none.
func (c *Courier) addressed(o store.Owed) (*store.Owed, error) {
	var edit bot.Edit
	if err := json.Unmarshal(o.Body, &edit); err != nil {
		return nil, &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	var found bool
	err := c.db.View(func(tx *store.Tx) error {
		p, ok, err := posted.Get(tx, edit.Of)
		edit.Channel, edit.Message, found = p.Channel, p.Message, ok
		o.Face = string(p.Face)
		return err
	})
	if err != nil || !found {
		return nil, err
	}
	if o.Body, err = json.Marshal(edit); err != nil {
		return nil, err
	}
	return &o, nil
}

// settle takes o off the list.
func (c *Courier) settle(o store.Owed, receipt *bot.Receipt) error {
	err := c.db.Update(func(tx *store.Tx) error {
		if receipt != nil && receipt.Message != "" {
			at := Posted{*receipt, c.now().UTC()}
			at.Face = bot.Platform(o.Face)
			if err := posted.Put(tx, o.Key, at); err != nil {
				return err
			}
		}
		return store.Settle(tx, o.Key)
	})
	if err != nil && !errors.Is(err, store.ErrUncertain) { // what is uncertain is seen
		return fmt.Errorf("courier: take %s off the list: %w", o.Key, err)
	}
	return nil
}

func (c *Courier) complain(what string, o store.Owed, err error) {
	if err != nil {
		c.log.Error("cannot "+what, "owed", o.Key, "err", err)
	}
}

// pause waits about d, or until the run ends. How long exactly depends on the key of
// what it is for, so that not all try again at one time.
func (c *Courier) pause(key store.Key, d time.Duration) {
	c.pauseFor(d/2+spread.Of(string(key), d), retry)
}
