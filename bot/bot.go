package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Bot takes what happens to the feature it concerns. Call Run once.
type Bot struct {
	Tally Tally

	around Surroundings
	memory
	log      *slog.Logger
	now      func() time.Time
	features []Feature
	commands map[commandKey]Command
	loop     *schedule.Loop
	home     homes
}

type commandKey struct {
	way  Way
	name string
}

var (
	teams     = store.NewTable[Team]("teams")
	watermark = store.NewTable[time.Time]("clock")
	markKey   = store.KeyOf("schedule", "watermark")
)

// New makes a bot of its features. Two commands of one name and way are an error.
func New(around Surroundings, features ...Feature) (*Bot, error) {
	b := &Bot{
		around: around, memory: memory{Names: NewNames(around.Store, around.Log, around.Platforms)}, log: around.Log, now: around.Now,
		features: features, commands: map[commandKey]Command{},
	}
	b.health.failed = map[Ail]int{}
	circle := &b.home.circle
	circle.said, circle.parted, circle.waits = map[standingKey]standing{}, make(chan parted, mostParted), map[parted]bool{}
	b.home.voices.in = map[ServerID]map[Account]Move{}
	b.home.verandas, b.home.teams, b.home.on = map[TeamID]*veranda{}, map[TeamID]Team{}, map[ServerID][]TeamID{}
	b.home.held, b.home.resting, b.home.asleep = holders{}, map[TeamID]Team{}, map[TeamID]*veranda{}
	b.home.going = map[TeamID]bool{}
	b.home.studies = make(chan struct{}, mostStudies)
	for _, f := range features {
		for _, c := range f.Commands {
			key := commandKey{c.Way, c.Name}
			if _, taken := b.commands[key]; taken {
				return nil, fmt.Errorf("bot: two commands %q (%s)", c.Name, c.Way)
			}
			b.commands[key] = c
		}
	}
	if err := b.load(); err != nil {
		return nil, err
	}
	b.limit()
	return b, nil
}

func (b *Bot) load() error {
	return b.db.View(func(tx *store.Tx) error {
		mark, _, err := watermark.Get(tx, markKey)
		if err != nil {
			return err
		}
		b.loop = schedule.NewLoop(b.now, mark)
		for row, err := range teams.Scan(tx, "") {
			if err != nil {
				return err
			}
			l, _, err := leavings.Get(tx, row.Key)
			if err != nil {
				return err
			}
			if !l.Gone.IsZero() {
				b.home.going[row.Value.ID] = true
				continue
			}
			b.open(row.Value.seen())
		}
		return nil
	})
}

// Commands lists the commands that faces register, by name: slash commands and
// those in the menu of a message.
func (b *Bot) Commands() []Command {
	var list []Command
	for _, c := range b.commands {
		if c.Way == Slash || c.Way == Menu {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(x, y Command) int {
		return cmp.Or(strings.Compare(x.Name, y.Name), strings.Compare(string(x.Way), string(y.Way)))
	})
	return list
}

// helps lists the slash commands that have a sentence of help, in the order of the
// features and their rows.
func (b *Bot) helps() (list []Command) {
	for _, f := range b.features {
		for _, c := range f.Commands {
			if c.Way == Slash && c.Told.Help != "" {
				list = append(list, c)
			}
		}
	}
	return list
}

// Run keeps the verandas and watches the clock until ctx ends; then it waits
// for every veranda to finish what it is at.
func (b *Bot) Run(ctx context.Context) error {
	var all sync.WaitGroup
	run := func(v *veranda) {
		v.begin()
		all.Go(func() { v.run(ctx) })
	}
	b.home.mu.Lock()
	b.home.run = run
	asleep := slices.Collect(maps.Values(b.home.verandas))
	b.home.mu.Unlock()
	for _, v := range asleep { // what is being done there may ask for teams
		run(v)
	}
	all.Go(func() { b.lookout(ctx) })
	all.Go(func() { b.erasing(ctx) })
	b.loop.MaxPause = b.around.LongestLook
	err := b.loop.Run(ctx, b.fire)
	b.home.mu.Lock()
	b.home.run = func(*veranda) {}
	b.home.mu.Unlock()
	all.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// mostDue is how many teams deal at a time with what came due: where a crowd's
// tea comes at one instant, those who ask something need not wait behind it all.
const mostDue = 16

// fire hands what came due to its teams, each to its own goroutine, and keeps
// how far the clock was looked at.
func (b *Bot) fire(ctx context.Context, due []schedule.Due) {
	places := make(chan struct{}, mostDue)
	for _, d := range due {
		team, id, _ := strings.Cut(d.ID, "/")
		v := b.veranda(TeamID(team))
		if v == nil {
			continue
		}
		d.ID = id
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			return
		}
		v.post(ctx, func() {
			defer func() { <-places }()
			v.due(d)
		})
	}
	mark := b.loop.Watermark()
	if err := b.update(func(tx *store.Tx) error { return watermark.Put(tx, markKey, mark) }); err != nil {
		b.log.Error("cannot keep how far the clock was looked at", "err", err)
	}
}

// Refresh has a team's features compare their displays: something of the team
// has changed without passing through its veranda.
func (b *Bot) Refresh(ctx context.Context, id TeamID) {
	if v := b.veranda(id); v != nil {
		v.post(ctx, v.open)
	}
}

// Refused takes off the list what a platform finally refused, and gives the
// team's features the chance of a fallback in the same transaction.
func (b *Bot) Refused(ctx context.Context, o store.Owed, why *Refusal) error {
	b.log.Warn("refused", "owed", o.Key, "kind", o.Kind, "err", why)
	team := TeamID(o.Key.Parts()[0])
	v := b.veranda(team)
	if v == nil && b.Rests(team) {
		return nil // it stays owed
	}
	if v == nil {
		return b.update(func(tx *store.Tx) error { return store.Settle(tx, o.Key) })
	}
	return v.do(ctx, func() error { return v.refused(o, why) })
}

// Surroundings is all that a bot is told of the world, once, when it is made.
type Surroundings struct {
	Store  *store.Store
	Screen Screen
	Log    *slog.Logger
	Now    func() time.Time // the wall clock
	Watch
	Outside
	// Woke is told that a team that rested goes on; nil: nobody is.
	Woke func(TeamID)
	// Aloud says a post that the store cannot keep: once, and only now. nil: it is
	// not said.
	Aloud func(store.Owed)
	// Copies is for how many days copies of the store hold what was deleted.
	Copies int
	// Only are the servers that are served; none is all.
	Only []ServerID
}

// Screen takes displays that have changed, and never waits; the courier is one.
type Screen interface{ Show(Display) }

// Watch is how a bot looks at the clock.
type Watch struct {
	// LongestLook is the longest pause between two looks at the clock; zero is
	// the schedule's own.
	LongestLook time.Duration
	// Awake is how late something may be looked at, by the bot's clock, by a process
	// that was not frozen, nor asleep with its machine; nil: 2 s.
	Awake func() time.Duration
}

// Outside is which platforms there are, and what is asked of them.
type Outside struct {
	// Platforms are those that there are, set up or not; those on which people like
	// to be reached first. The server's comes after all others.
	Platforms Platforms
	// Atlas tells what is on a server; nil: nobody knows.
	Atlas Atlas
	// Doors tells, by platform, who belongs to a team there. Without one for the
	// server's the team's role decides, and without one for another who is known.
	Doors map[Platform]Door
	// Witness tells how fresh the picture of who is where is; nil: it is always fresh.
	Witness Witness
}

// Tally counts what the bot did since it started, over all teams.
type Tally struct {
	Fired   atomic.Int64 // occurrences announced
	Late    atomic.Int64 // of these, more than a minute after their time
	Skipped atomic.Int64 // occurrences past their grace, or with too few expected
	Waited  atomic.Int64 // times that an occurrence waited until it was known who is where
	Moves   atomic.Int64 // members who came, went or changed, as teams took it
	Merged  atomic.Int64 // moves that a newer one replaced before a team took it
	Asks    atomic.Int64 // commands, presses and forms answered
	Shed    atomic.Int64 // of those who asked, who got back what they wrote, unheard: too many at once
	Expired atomic.Int64 // whose time to be answered was over, so that nothing was carried out
}
