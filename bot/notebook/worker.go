package notebook

import (
	"context"
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/spread"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// worker keeps one team's notebook and Book in step, in a goroutine of its own.
type worker struct {
	scribe *Scribe
	teams  Teams
	team   bot.TeamID
	wake   chan struct{}

	place Place
	of    bot.Team // whose set-up place was found by
	state state
	why   kpt.Reason // if it is ill
	aside aside

	rounds rounds
}

// state is how the last try went.
type state int

const (
	untried state = iota
	well
	ill
)

func (w *worker) run(ctx context.Context) {
	for wait := firstWait; ; {
		w.rounds.begin()
		err := w.sync(ctx)
		w.rounds.end()
		if ctx.Err() != nil {
			return
		}
		pause, wake := w.scribe.pause(), w.wake
		if w.report(err); err != nil {
			// Who knocks in the meantime does not make it better.
			pause, wake = w.about(wait), nil
			if wait = min(2*wait, longestWait); !passes(err) {
				pause = troubleWait
				wake = w.wake
			}
		} else {
			wait = firstWait
		}
		select {
		case <-wake:
			w.rest(ctx, w.scribe.pace.Settle)
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// passes says whether a failure may go away with nobody doing anything.
func passes(err error) bool {
	var trouble *kpt.Trouble
	return !errors.As(err, &trouble) || trouble.Passes()
}

// about is a pause or so: not all teams try again at one time.
func (w *worker) about(pause time.Duration) time.Duration {
	return pause/2 + spread.Of(string(w.team), pause)
}

func (w *worker) rest(ctx context.Context, pause time.Duration) {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
}

// sync brings notebook and Book together, if there is anything to bring.
func (w *worker) sync(ctx context.Context) error {
	team, ok := w.teams.Team(w.team)
	if !ok {
		return nil
	}
	book := kpt.Of(string(w.team)).Nameless(bot.Nameless(team.Lang), bot.NamelessWords()...)
	follow, begun, err := w.follow(book)
	if err != nil || !begun {
		return err
	}
	if err := w.settle(ctx, team, book, follow); err != nil {
		return err
	}
	due, err := w.due(book, follow)
	if err != nil {
		return err
	}
	if follow.Notebook == w.place.Name && !follow.Behind() && !due {
		revision, err := w.place.Revision(ctx)
		if err != nil || revision == follow.Revision {
			return w.place.known(err, follow)
		}
	}
	for moves := 1; ; moves++ {
		behind, err := w.merge(ctx, team, book)
		if errors.Is(err, kpt.ErrMoved) && moves < mostMoves {
			w.rest(ctx, w.about(time.Duration(moves)*200*time.Millisecond))
			continue
		}
		if behind {
			w.knock() // others first
		}
		return w.place.known(err, follow)
	}
}

// knock has the notebook looked at again soon.
func (w *worker) knock() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// follow reads how far the notebook follows, and whether there is a retro yet.
func (w *worker) follow(book kpt.Book) (f kpt.Follow, begun bool, err error) {
	err = w.scribe.db.View(func(tx *store.Tx) error {
		all, err := book.Retros(tx)
		if err != nil {
			return err
		}
		begun = len(all) > 0
		f, err = book.Follow(tx)
		return err
	})
	return f, begun, err
}

// settle finds the team's notebook, and has the Book move to it if it is another than
// before. Before the old one is let go, the new one is tried, and the old one is read
// once more.
func (w *worker) settle(ctx context.Context, team bot.Team, book kpt.Book, follow kpt.Follow) error {
	if w.place.Notebook == nil || w.of.KPT != team.KPT || w.of.Lang != team.Lang {
		place, err := w.scribe.placeOf(team, w.teams.HasDoc(team.ID))
		if err != nil {
			return err
		}
		w.place, w.of = place, team
	}
	if !w.place.used(follow) && w.place.Create != nil {
		if err := w.place.Create(); err != nil {
			return err
		}
	}
	if follow.Notebook == w.place.Name {
		return nil
	}
	if follow.Notebook != "" {
		if _, err := w.place.Read(ctx); err != nil {
			return err
		}
		w.lookBack(ctx, team, book, follow)
	}
	return w.scribe.db.Update(func(tx *store.Tx) error { return book.MoveTo(tx, w.place.Name) })
}

// merge makes one round, in its turn: all that is to be written is written at
// once. behind says that more came meanwhile.
func (w *worker) merge(ctx context.Context, team bot.Team, book kpt.Book) (behind bool, err error) {
	select {
	case w.scribe.workers.seats <- struct{}{}:
		defer func() { <-w.scribe.workers.seats }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	reading, err := w.place.Read(ctx)
	if err != nil {
		return false, err
	}
	var changes []kpt.Change
	var doubted bool
	err = w.scribe.db.Update(func(tx *store.Tx) error {
		roster, err := bot.Roster(tx, w.team)
		if err != nil {
			return err
		}
		now := w.scribe.now().UTC()
		var conflicts []kpt.Conflict
		if changes, conflicts, err = book.Merge(tx, merge.Patient(w.scribe.pace.Doubt), reading, roster, now); err != nil {
			return err
		}
		if doubted, err = w.askVanished(tx, team, book, now); err != nil {
			return err
		}
		if err := w.nameAll(tx, team, book, roster, reading, now); err != nil {
			return err
		}
		return w.tell(tx, team, conflicts, now)
	})
	w.scribe.Tally.Merges.Add(1)
	if errors.Is(err, store.ErrUnreadable) {
		err = &kpt.Trouble{Reason: kpt.Stuck, Err: err} // to write without it could take its line for a person's
	}
	if err != nil || doubted {
		return false, err // the next look is soon enough
	}
	w.teams.Refresh(ctx, w.team)
	whole, err := w.carryOut(ctx, book, reading, changes)
	if err != nil || !whole {
		return err == nil, err
	}
	follow, _, err := w.follow(book)
	return follow.Behind(), err
}

// carryOut makes planned changes, but for those that are set aside. Those that it
// could not make with the others, whole is false, are to be planned anew.
func (w *worker) carryOut(ctx context.Context, book kpt.Book, at kpt.Reading, changes []kpt.Change) (whole bool, err error) {
	w.aside.keep(changes)
	rest := w.aside.rest(changes, w.scribe.now())
	if len(changes) == 0 {
		return true, nil
	}
	written, revision := rest, at.Revision
	if len(rest) > 0 {
		if written, revision, err = w.write(ctx, at, rest); err != nil {
			return false, err
		}
	}
	whole = len(written) == len(rest)
	return whole, w.scribe.db.Update(func(tx *store.Tx) error {
		if !whole {
			return book.WrotePart(tx, written)
		}
		return book.Wrote(tx, written, revision)
	})
}
