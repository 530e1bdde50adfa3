// Package bot holds the words that features and faces share (Team, Room, Card,
// Form, Command, Reply, Owed) and Bot, which takes what happens to the feature
// it concerns.
//
// Everything that happens to a team passes through one goroutine, its veranda,
// in order; so features need no locks. That goroutine never waits for the
// network: it answers with a [Reply], writes what is owed in the same
// transaction as its cause, and says what displays should show.
//
// The package must not know any platform, nor what any feature is about.
//
// Its tables in the store: 'teams' (team → Team), 'people' (team/member →
// Member), 'seats' (team → who sat where when the board last changed),
// 'occasions' (team/habit/date/HH:MM → Occasion), 'sound' (team → until when
// sounds are not tried), 'looked' (team/platform → when it was last seen who is
// in its channel there), 'shut' (team/channel that is closed → since when, and on which
// platform), 'inquiries' (team/channel → when the team last asked whether it may
// have it) and 'clock' (how far the schedule has looked).
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

// homes is the verandas of all teams.
type homes struct {
	mu       sync.RWMutex
	verandas map[TeamID]*veranda
	teams    map[TeamID]Team
	on       map[ServerID][]TeamID
	run      func(*veranda) // starts its goroutine; nil before Run
	voices   voices
	circle   circle
	studies  chan struct{} // a place for each that reads a history; see Study
	claimed
}

// claimed is what teams have, and which teams there are besides.
type claimed struct {
	saving  sync.Mutex // one set-up at a time is checked and saved
	held    holders
	resting map[TeamID]Team
	asleep  map[TeamID]*veranda // of those
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
	b.home.circle.said = map[standingKey]standing{}
	b.home.voices.in = map[ServerID]map[Account]Move{}
	b.home.verandas, b.home.teams, b.home.on = map[TeamID]*veranda{}, map[TeamID]Team{}, map[ServerID][]TeamID{}
	b.home.held, b.home.resting, b.home.asleep = holders{}, map[TeamID]Team{}, map[TeamID]*veranda{}
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

// veranda finds a team's veranda; nil if there is no such team.
func (b *Bot) veranda(id TeamID) *veranda {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	return b.home.verandas[id]
}

// on lists the verandas on a server.
func (b *Bot) on(server ServerID) []*veranda {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	var list []*veranda
	for _, id := range b.home.on[server] {
		list = append(list, b.home.verandas[id])
	}
	return list
}

// Moved tells the teams on a server that members moved. It never waits: of each
// member only the newest move is kept until a team takes it.
func (b *Bot) Moved(_ context.Context, server ServerID, moves []Move) {
	if !b.serves(server) {
		return
	}
	moves = seenMoves(moves)
	b.home.voices.moved(server, moves)
	for _, v := range b.on(server) {
		b.Tally.Merged.Add(int64(v.news.moved(moves)))
	}
}

// Arrived tells the teams on a server who is in its voice rooms, all of them:
// after a start, and after a connection was lost for good. It never waits.
func (b *Bot) Arrived(ctx context.Context, server ServerID, present []Move) {
	if !b.serves(server) {
		return
	}
	b.wake(ctx, server)
	present = seenMoves(present)
	b.home.voices.arrived(server, present)
	for _, v := range b.on(server) {
		b.Tally.Merged.Add(int64(v.news.arrived(present)))
	}
}

// Current has the teams on a server look again at what came due while it was not
// known whether their picture was fresh; all teams if server is empty.
func (b *Bot) Current(server ServerID) {
	if server != "" {
		for _, v := range b.on(server) {
			v.news.again()
		}
		return
	}
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	for _, v := range b.home.verandas {
		v.news.again()
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
