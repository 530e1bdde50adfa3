// Package notebook keeps each team's notebook and its Book in step: it reads
// what people wrote, merges it into the Book, and writes what the notebook still
// lacks. That is compared, never owed: as long as the two differ it tries again,
// so an outage of any length loses nothing.
//
// What is gone from a notebook all at once is neither believed nor deleted: after a
// second look the team is asked (vanished.go), and the Book keeps it until then.
//
// A line that the notebook will never take is set aside until it changes, and the
// others are written without it; the log and the doctor say so.
//
// The package decides nothing about notes: kpt does. It must not know whether a
// notebook is a Google Doc or a file.
//
// Its table in the store: 'notebooks' (team → what the team was last told of its
// notebook's trouble; team/unclear → what of it the team was told is not understood).
package notebook

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// Place is a team's notebook and where it is.
type Place struct {
	kpt.Notebook
	Name    string       // by which the Book knows it: another name is another notebook
	Address string       // where people find it
	Create  func() error // makes it before its first use; nil: people make it
}

// used says whether the Book, which follows a notebook this far, has agreed with
// this one.
func (p Place) used(f kpt.Follow) bool { return f.Notebook == p.Name && f.Revision != "" }

// Tally counts what was done since the start.
type Tally struct {
	Merges   atomic.Int64 // of a full reading
	Writes   atomic.Int64
	Failures atomic.Int64
}

// Teams knows the teams; *bot.Bot does.
type Teams interface {
	Teams() []bot.Team
	// Team is asked at each look at a notebook.
	Team(bot.TeamID) (bot.Team, bool)
	// HasDoc tells whether the Doc that a team has linked is the team's.
	HasDoc(bot.TeamID) bool
	// Refresh is told when people wrote into a team's notebook.
	Refresh(context.Context, bot.TeamID)
}

// Pace is how often a scribe looks and writes; zero is the usual.
type Pace struct {
	// Poll is how often a notebook is looked at in which nothing is to be
	// written. With many teams it is less often, see pollEach.
	Poll time.Duration
	// Settle is how long further notes are waited for before a write.
	Settle time.Duration
	// Doubt is how long a reading is not believed in which much is gone.
	Doubt time.Duration
}

// Scribe keeps notebooks and Books in step. Call Run once.
type Scribe struct {
	Tally Tally

	db      *store.Store
	log     *slog.Logger
	now     func() time.Time
	find    func(bot.Team) (Place, error)
	pace    Pace
	workers workers
}

// workers are one for each team.
type workers struct {
	mu    sync.Mutex
	open  map[bot.TeamID]*worker
	teams Teams
	start func(*worker) // starts its goroutine; nil before Run and after its end
	seats chan struct{} // to read and merge at a time
}

// Usual times.
const (
	Poll   = 20 * time.Second
	Settle = 2 * time.Second

	pollEach    = 300 * time.Millisecond // the share of a team in the reads of the process
	firstWait   = 2 * time.Second        // before the second try; doubles
	longestWait = 2 * time.Minute        // between tries of what passes by itself
	troubleWait = 5 * time.Minute        // between looks at what a person has to mend
	mostAtOnce  = 4                      // notebooks in memory
	mostMoves   = 8                      // tries when people type all the time
)

// New makes a scribe. find gives a team's notebook without using the network;
// its error is a *kpt.Trouble. now is the wall clock.
func New(db *store.Store, log *slog.Logger, now func() time.Time, find func(bot.Team) (Place, error), pace Pace) *Scribe {
	pace.Poll, pace.Settle, pace.Doubt = cmp.Or(pace.Poll, Poll), cmp.Or(pace.Settle, Settle), cmp.Or(pace.Doubt, merge.Patience)
	return &Scribe{
		db: db, log: log, now: now, find: find, pace: pace,
		workers: workers{open: map[bot.TeamID]*worker{}, seats: make(chan struct{}, mostAtOnce)},
	}
}

// Run works for the teams until ctx ends. What is on its way to a notebook then
// may arrive or not: the next run finds out.
func (s *Scribe) Run(ctx context.Context, teams Teams) error {
	var all sync.WaitGroup
	s.workers.mu.Lock()
	s.workers.teams = teams
	s.workers.start = func(w *worker) { all.Go(func() { w.run(ctx) }) }
	s.workers.mu.Unlock()
	for _, t := range teams.Teams() {
		s.Wake(t.ID)
	}
	<-ctx.Done()
	s.workers.mu.Lock()
	s.workers.start = nil
	s.workers.mu.Unlock()
	all.Wait()
	return nil
}

// Wake says that a team's Book or its set-up has changed.
func (s *Scribe) Wake(id bot.TeamID) {
	s.workers.mu.Lock()
	defer s.workers.mu.Unlock()
	if s.workers.start == nil {
		return // Run looks at all teams
	}
	w, ok := s.workers.open[id]
	if !ok {
		w = &worker{scribe: s, teams: s.workers.teams, team: id, wake: make(chan struct{}, 1)}
		s.workers.open[id] = w
		s.workers.start(w)
		return
	}
	w.knock()
}

// Look tells whether a team's notebook can be read and written, with a small
// read; theirs: whether a Doc is the team's, see [bot.Bot.HasDoc]. The error is a
// *kpt.Trouble, or of the caller's context.
func (s *Scribe) Look(ctx context.Context, t bot.Team, theirs bool) error {
	p, err := s.placeOf(t, theirs)
	if err != nil {
		return err
	}
	var follow kpt.Follow
	err = s.db.View(func(tx *store.Tx) (err error) {
		follow, err = kpt.Of(string(t.ID)).Follow(tx)
		return err
	})
	if err != nil {
		return err
	}
	_, err = p.Revision(ctx)
	err = p.known(err, follow)
	var trouble *kpt.Trouble
	if errors.As(err, &trouble) && trouble.Reason == kpt.Missing && p.Create != nil && !p.used(follow) {
		return nil // it is made before its first use
	}
	return err
}

// Try reads a notebook that a team is about to take, set up as it would be then: it can
// be read and, as Google tells the revision to nobody else, written. The error is as
// that of Look.
func (s *Scribe) Try(ctx context.Context, t bot.Team) error {
	p, err := s.find(t)
	if err != nil {
		return err
	}
	_, err = p.Read(ctx)
	return err
}

// placeOf is find, but for a Doc that is another team's.
func (s *Scribe) placeOf(t bot.Team, theirs bool) (Place, error) {
	if t.KPT.Doc != "" && !theirs {
		return Place{}, &kpt.Trouble{Reason: kpt.Taken}
	}
	return s.find(t)
}

// Address is where people find a team's notebook; "" if it cannot be found.
func (s *Scribe) Address(t bot.Team) string {
	p, err := s.find(t)
	if err != nil {
		return ""
	}
	return p.Address
}

// pause is how long an idle notebook is left alone.
func (s *Scribe) pause() time.Duration {
	s.workers.mu.Lock()
	defer s.workers.mu.Unlock()
	return max(s.pace.Poll, time.Duration(len(s.workers.open))*pollEach)
}
