// Package courier brings the world up to date: it delivers what is owed, each
// thing once and in the order of its lane, and makes displays show what they
// should. Faces do the platform's part; the courier decides when, how often and
// until when.
//
// The package knows no platform and no feature.
//
// Its tables in the store: 'posted' (the owed key → where the message stands)
// and 'shown' (a display's key → what it shows).
package courier

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

var (
	posted = store.NewTable[Posted]("posted")
	shown  = store.NewTable[bot.Shown]("shown")
)

// Posted is a message that was delivered.
type Posted struct {
	bot.Receipt
	At time.Time `json:"at"`
}

const (
	finishWithin = 8 * time.Second     // what is in flight at the end may take this long
	firstWait    = time.Second         // before the second try; doubles
	longestWait  = 30 * time.Second    // between tries
	closedWait   = time.Minute         // between tries while a face is closed to something
	keepPosted   = 15 * 24 * time.Hour // as long as an Edit may follow: a KPT that was missed is held some days late
)

// Tally counts what the courier did since it started.
type Tally struct {
	Owed      atomic.Int64
	Delivered atomic.Int64
	Dropped   atomic.Int64 // past their deadline
	Refused   atomic.Int64
	Retried   atomic.Int64
	Shown     atomic.Int64 // changes of displays
}

// Sender is for whom the courier goes, and hears what became of it; *bot.Bot is
// one.
type Sender interface {
	// Refused takes a thing off the list that a face refused.
	Refused(context.Context, store.Owed, *bot.Refusal) error
	// Closed hears that a face is closed to what is owed under a key, or shown in
	// a place, and tells whether that goes another way now.
	Closed(context.Context, store.Key, bot.Spot, *bot.Refusal) (moved bool, err error)
	// MayHave tells whether what is owed may still be had by the person it is for.
	MayHave(context.Context, store.Owed) (bool, error)
	// Rests tells whether a team's things stay on the list for now.
	Rests(bot.TeamID) bool
}

// Courier delivers and shows. What it is given before Run waits.
type Courier struct {
	Tally Tally

	db    *store.Store
	log   *slog.Logger
	now   func() time.Time
	faces map[bot.Platform]bot.Face

	round  round
	pauses pauses
}

// round is the work under way.
type round struct {
	mu    sync.Mutex
	from  Sender                                        // nil before Run: so is start
	lanes map[string][]store.Owed                       // waiting, the first of them being delivered
	want  map[store.Key]bot.Display                     // changed, not yet shown
	lost  map[string]loss                               // by kind
	pools map[string]*pool                              // by kind
	start func(kind string, work func(context.Context)) // nil before Run and after its end
	ended <-chan struct{}                               // closed when Run is to end

	resuming bool         // what an earlier run owed is being read
	since    []store.Owed // newly owed meanwhile
}

// New makes a courier for the faces. now is the wall clock. It listens to the
// store at once, so that nothing owed before Run is missed.
func New(db *store.Store, log *slog.Logger, now func() time.Time, faces ...bot.Face) *Courier {
	c := &Courier{db: db, log: log, now: now, faces: map[bot.Platform]bot.Face{}}
	c.round.lanes, c.round.want = map[string][]store.Owed{}, map[store.Key]bot.Display{}
	c.round.lost, c.round.pools = map[string]loss{}, map[string]*pool{}
	for _, f := range faces {
		c.faces[f.Platform()] = f
	}
	db.OnOwed(func(owed []store.Owed) {
		c.Tally.Owed.Add(int64(len(owed)))
		c.take(owed)
	})
	return c
}

// Run delivers and shows for a sender until ctx ends; then what is in flight may
// finish, and displays that are Last are shown, for at most 8 seconds in all.
func (c *Courier) Run(ctx context.Context, from Sender) error {
	var all sync.WaitGroup
	hurry, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	c.round.mu.Lock()
	c.round.from, c.round.ended, c.round.resuming = from, ctx.Done(), true
	c.round.start = func(kind string, work func(context.Context)) {
		c.begin(kind, func() { work(hurry) }, all.Go)
	}
	for key, d := range c.round.want {
		c.round.start(d.Kind, func(ctx context.Context) { c.display(ctx, key) })
	}
	c.round.mu.Unlock()
	if err := c.resume(); err != nil {
		return fmt.Errorf("courier: %w", err)
	}
	<-ctx.Done()
	c.round.mu.Lock()
	c.round.start = nil
	c.round.mu.Unlock()
	late := time.AfterFunc(finishWithin, stop)
	defer late.Stop()
	all.Wait()
	c.last(hurry)
	return nil
}

// resume takes up what an earlier run still owed, before what is owed meanwhile, and
// forgets old receipts: later, if the disk does not write.
func (c *Courier) resume() error {
	var pending []store.Owed
	err := c.db.View(func(tx *store.Tx) (err error) {
		pending, err = store.Pending(tx, "")
		return err
	})
	if err != nil {
		return err
	}
	if err := c.forget(c.now().Add(-keepPosted)); err != nil {
		c.log.Error("cannot forget old receipts", "err", err)
	}
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	all := append(pending, c.round.since...) // some may be in both
	slices.SortFunc(all, func(a, b store.Owed) int { return cmp.Compare(a.Seq, b.Seq) })
	c.round.resuming, c.round.since = false, nil
	c.enter(slices.CompactFunc(all, func(a, b store.Owed) bool { return a.Seq == b.Seq }))
	return nil
}

// forget forgets the receipts of before, in as many transactions as it takes.
func (c *Courier) forget(before time.Time) error {
	for more := true; more; {
		err := c.db.Update(func(tx *store.Tx) (err error) {
			more, err = posted.Sweep(tx, "", func(row store.Row[Posted]) bool { return row.Value.At.Before(before) })
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// take puts owed things into their lanes and sees to it that each lane with
// something in it has a goroutine.
func (c *Courier) take(owed []store.Owed) {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	switch {
	case c.round.start == nil: // Run reads them from the store
	case c.round.resuming:
		c.round.since = append(c.round.since, owed...)
	default:
		c.enter(owed)
	}
}

// enter is take with the lock held.
func (c *Courier) enter(owed []store.Owed) {
	for _, o := range owed {
		if c.round.from.Rests(teamOf(o)) {
			continue
		}
		if wait := o.After.Sub(c.now()); wait > 0 {
			c.after(wait, early, func() { c.take([]store.Owed{o}) })
			continue
		}
		lane := o.Face + "/" + o.Lane
		c.round.lanes[lane] = append(c.round.lanes[lane], o)
		if len(c.round.lanes[lane]) == 1 {
			c.round.start(o.Kind, func(ctx context.Context) { c.serve(ctx, lane) })
		}
	}
}

func teamOf(o store.Owed) bot.TeamID { return bot.TeamID(o.Key.Parts()[0]) }

// Woke takes up what is owed to a team that rested.
func (c *Courier) Woke(team bot.TeamID) {
	var pending []store.Owed
	err := c.db.View(func(tx *store.Tx) (err error) {
		pending, err = store.Pending(tx, "")
		return err
	})
	if err != nil {
		c.log.Error("cannot read what is owed to a team that goes on", "team", team, "err", err)
	}
	c.take(slices.DeleteFunc(pending, func(o store.Owed) bool { return teamOf(o) != team }))
}

// serve delivers one lane, in order, until it is empty or the run ends.
func (c *Courier) serve(ctx context.Context, lane string) {
	for {
		c.round.mu.Lock()
		queue := c.round.lanes[lane]
		if len(queue) == 0 || c.round.start == nil {
			delete(c.round.lanes, lane)
			c.round.mu.Unlock()
			return
		}
		o := queue[0]
		c.round.mu.Unlock()
		c.deliver(ctx, o)
		c.round.mu.Lock()
		c.round.lanes[lane] = c.round.lanes[lane][1:]
		c.round.mu.Unlock()
	}
}

// running tells whether new work may still begin: from the moment on at which
// nobody pauses any more, none may, or it would be tried again without a pause.
func (c *Courier) running() bool {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	select {
	case <-c.round.ended:
		return false
	default:
	}
	return c.round.start != nil
}
