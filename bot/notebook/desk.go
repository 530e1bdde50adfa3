package notebook

import (
	"context"
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/spread"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// desk is where one team's notebook is worked at, by one goroutine.
type desk struct {
	scribe *Scribe
	teams  Teams
	team   bot.TeamID
	wake   chan struct{}

	place Place
	of    bot.Team // whose set-up place was found by
	state state
	why   kpt.Reason // if it is ill
	aside aside
}

// state is how the last try went.
type state int

const (
	untried state = iota
	well
	ill
)

func (d *desk) run(ctx context.Context) {
	for wait := firstWait; ; {
		err := d.sync(ctx)
		if ctx.Err() != nil {
			return
		}
		pause, wake := d.scribe.pause(), d.wake
		if d.report(err); err != nil {
			// Who knocks in the meantime does not make it better.
			pause, wake = d.about(wait), nil
			if wait = min(2*wait, longestWait); !passes(err) {
				pause = troubleWait
				wake = d.wake
			}
		} else {
			wait = firstWait
		}
		select {
		case <-wake:
			d.rest(ctx, d.scribe.pace.Settle)
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
func (d *desk) about(pause time.Duration) time.Duration {
	return pause/2 + spread.Of(string(d.team), pause)
}

func (d *desk) rest(ctx context.Context, pause time.Duration) {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
}

// sync brings notebook and Book together, if there is anything to bring.
func (d *desk) sync(ctx context.Context) error {
	team, ok := d.teams.Team(d.team)
	if !ok {
		return nil
	}
	book := kpt.Of(string(d.team)).Nameless(bot.Nameless(team.Lang), bot.NamelessWords()...)
	follow, begun, err := d.follow(book)
	if err != nil || !begun {
		return err
	}
	if err := d.settle(team, book, follow); err != nil {
		return err
	}
	if follow.Notebook == d.place.Name && !follow.Behind() {
		revision, err := d.place.Revision(ctx)
		if err != nil || revision == follow.Revision {
			return d.place.known(err, follow)
		}
	}
	for moves := 1; ; moves++ {
		behind, err := d.merge(ctx, team, book)
		if errors.Is(err, kpt.ErrMoved) && moves < mostMoves {
			d.rest(ctx, d.about(time.Duration(moves)*200*time.Millisecond))
			continue
		}
		if behind {
			d.knock() // others first
		}
		return d.place.known(err, follow)
	}
}

// knock has the notebook looked at again soon.
func (d *desk) knock() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// follow reads how far the notebook follows, and whether there is a retro yet.
func (d *desk) follow(book kpt.Book) (f kpt.Follow, begun bool, err error) {
	err = d.scribe.db.View(func(tx *store.Tx) error {
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

// settle finds the team's notebook, and has the Book move to it if it is
// another than before.
func (d *desk) settle(team bot.Team, book kpt.Book, follow kpt.Follow) error {
	if d.place.Notebook == nil || d.of.KPT != team.KPT || d.of.Lang != team.Lang {
		place, err := d.scribe.placeOf(team, d.teams.HasDoc(team.ID))
		if err != nil {
			return err
		}
		d.place, d.of = place, team
	}
	if !d.place.used(follow) && d.place.Create != nil {
		if err := d.place.Create(); err != nil {
			return err
		}
	}
	if follow.Notebook == d.place.Name {
		return nil
	}
	return d.scribe.db.Update(func(tx *store.Tx) error { return book.MoveTo(tx, d.place.Name) })
}

// merge makes one round, in its turn: all that is to be written is written at
// once. behind says that more came meanwhile.
func (d *desk) merge(ctx context.Context, team bot.Team, book kpt.Book) (behind bool, err error) {
	select {
	case d.scribe.desks.seats <- struct{}{}:
		defer func() { <-d.scribe.desks.seats }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	reading, err := d.place.Read(ctx)
	if err != nil {
		return false, err
	}
	var changes []kpt.Change
	err = d.scribe.db.Update(func(tx *store.Tx) error {
		roster, err := bot.Roster(tx, d.team)
		if err != nil {
			return err
		}
		now := d.scribe.now().UTC()
		var conflicts []kpt.Conflict
		if changes, conflicts, err = book.Merge(tx, merge.Reconcile, reading, roster, now); err != nil {
			return err
		}
		return d.tell(tx, team, conflicts, now)
	})
	d.scribe.Tally.Merges.Add(1)
	if errors.Is(err, store.ErrUnreadable) {
		err = &kpt.Trouble{Reason: kpt.Stuck, Err: err} // to write without it could take its line for a person's
	}
	if err != nil {
		return false, err
	}
	d.teams.Refresh(ctx, d.team)
	whole, err := d.carryOut(ctx, book, reading, changes)
	if err != nil || !whole {
		return err == nil, err
	}
	follow, _, err := d.follow(book)
	return follow.Behind(), err
}

// carryOut makes planned changes, but for those that are set aside. Those that it
// could not make with the others, whole is false, are to be planned anew.
func (d *desk) carryOut(ctx context.Context, book kpt.Book, at kpt.Reading, changes []kpt.Change) (whole bool, err error) {
	d.aside.keep(changes)
	rest := d.aside.rest(changes, d.scribe.now())
	if len(changes) == 0 {
		return true, nil
	}
	written, revision := rest, at.Revision
	if len(rest) > 0 {
		if written, revision, err = d.write(ctx, at, rest); err != nil {
			return false, err
		}
	}
	whole = len(written) == len(rest)
	return whole, d.scribe.db.Update(func(tx *store.Tx) error {
		if !whole {
			return book.WrotePart(tx, written)
		}
		return book.Wrote(tx, written, revision)
	})
}

// tellWithin is how long it is tried to tell a person something.
const tellWithin = 48 * time.Hour

// tell tells authors whose change gave way to the notebook. Nobody knows whom to
// tell of an anonymous note; its author sees it among their own notes, where all
// conflicts stay until they were seen.
func (d *desk) tell(tx *store.Tx, team bot.Team, conflicts []kpt.Conflict, now time.Time) error {
	for _, c := range conflicts {
		if c.Author.Member == "" {
			continue
		}
		card := bot.Card{Lines: []words.Text{Conflict(team.Lang, c)}}
		key := store.KeyOf(string(d.team), "conflict", string(c.Note), c.At.Format(time.RFC3339Nano))
		post := bot.Post{To: bot.MemberID(c.Author.Member), Card: card}
		if err := bot.Owe(tx, key, bot.KindPost, "to/"+c.Author.Member, post, now, now.Add(tellWithin)); err != nil {
			return err
		}
	}
	return nil
}

// Conflict says to an author what the notebook has kept instead of their words.
func Conflict(lang words.Lang, c kpt.Conflict) words.Text {
	mine, theirs := c.Words()
	lost, kept := words.Quote("lost", mine), words.Quote("kept", theirs)
	switch {
	case c.Lost == "":
		return words.Say(lang, "notebook.conflict.kept", kept)
	case c.Kept == "":
		return words.Say(lang, "notebook.conflict.deleted", lost)
	}
	return words.Say(lang, "notebook.conflict", lost, kept)
}
