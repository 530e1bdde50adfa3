package bot

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// veranda is a team at run time: its set-up and who is where, owned by one
// goroutine through which all that happens to the team passes in order.
type veranda struct {
	bot *Bot
	id  TeamID
	setting
	picture
	later later
	news  *news
	inbox chan func()
	life
}

// setting is a team's set-up, and what follows from it.
type setting struct {
	team    Team
	zone    *time.Location
	changed bool               // in this call
	parting bool               // Engawa was taken out of its server, in this call
	plans   map[string]planned // what the schedule watches for, by the id of the plan
}

// planned is what is to be known of a plan when it comes due: the schedule has the
// rest.
type planned struct {
	grace   time.Duration
	due     func(*Scene, schedule.Due) error
	unkept  func(*Scene, schedule.Due, Ail) []Post
	feature string
}

// later is what came due and could not be dealt with yet.
type later struct {
	held   []schedule.Due    // until it is known who is where
	wanted map[string]wanted // of what is held: what has to be known first
	asked  time.Time         // since when a feature waits for the picture as of then; zero: none does
	failed []schedule.Due
	wake   <-chan time.Time
	wakeAt time.Time
	keep   <-chan time.Time // when who sits where is to be written down; nil: it is
}

// wakeIn has what is held and what failed looked at after d, or sooner if that
// was said before.
func (l *later) wakeIn(d time.Duration) {
	if at := time.Now().Add(d); l.wake == nil || at.Before(l.wakeAt) {
		l.wake, l.wakeAt = time.After(d), at
	}
}

const (
	inboxSize  = 16               // more than this waiting makes faces wait
	retryAfter = 5 * time.Second  // a due occurrence that failed is tried again
	sayAfter   = 30 * time.Second // for so long the store may fail before people read of it
)

func (v *veranda) run(ctx context.Context) {
	defer close(v.over)
	for {
		select {
		case <-ctx.Done():
			if v.later.keep != nil {
				v.keepSeats()
			}
			v.guarded(v.close)
			return
		case fn := <-v.inbox:
			v.hear()
			v.guarded(fn)
		case <-v.news.wake:
			v.hear()
		case <-v.later.keep:
			v.keepSeats()
		case <-v.later.wake:
			v.hear()
			v.guarded(v.again)
		}
		v.settle()
	}
}

// settle follows a change of the set-up.
func (v *veranda) settle() {
	for v.changed {
		v.changed = false
		v.plan()
		v.guarded(v.open)
	}
}

// guarded keeps one team's trouble from ending all the others.
func (v *veranda) guarded(fn func()) {
	defer func() {
		if p := recover(); p != nil {
			v.bot.log.Error("panic in a veranda", "team", v.team.ID, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	fn()
}

func (v *veranda) scene() *Scene {
	return &Scene{Team: v.bot.home.served(v.team), Seats: v.seats, Now: v.bot.now().In(v.zone), bot: v.bot, home: v}
}

func (v *veranda) moved(moves []Move) {
	v.bot.Tally.Moves.Add(int64(len(moves)))
	moves = v.judged(moves)
	newcomers := v.newcomers(moves, v.team, v.bot.now().UTC())
	v.forget(v.bot.now().UTC())
	changed := slices.DeleteFunc(slices.Clone(moves), func(m Move) bool {
		return !v.move(m, v.team, v.bot.now().UTC())
	})
	if len(changed) == 0 || !v.known {
		return
	}
	v.keepSoon()
	if err := met(v.scene(), changed, newcomers); err != nil {
		v.bot.log.Error("cannot keep the roster", "team", v.id, "err", err)
	}
	v.tell("moved", func(f Feature) error {
		if f.Moved == nil {
			return nil
		}
		return f.Moved(v.scene(), changed)
	})
}

// arrived takes over the whole picture. Who is where they were keeps the time
// at which they came, also over a restart.
func (v *veranda) arrived(present []Move) {
	before := v.seats
	if !v.known {
		before = v.remembered()
	}
	v.seats = Seats{}
	now := v.bot.now().UTC()
	v.forget(now)
	present = v.judged(present)
	for _, m := range present {
		v.move(m, v.team, now)
		if seat, in := v.seats[m.Member]; in && before[m.Member].Room == seat.Room {
			seat.Since = before[m.Member].Since
			v.seats[m.Member] = seat
		}
	}
	v.known = true
	v.keepSoon()
	if err := met(v.scene(), present, nil); err != nil {
		v.bot.log.Error("cannot keep the roster", "team", v.id, "err", err)
	}
	v.open()
	held := v.later.held
	v.later.held = nil
	for _, d := range held {
		v.due(d)
	}
}

func (v *veranda) open() {
	if !v.known {
		return
	}
	v.tell("opened", func(f Feature) error {
		if f.Opened == nil {
			return nil
		}
		return f.Opened(v.scene())
	})
}

// close lets the features say that Engawa ends, or was taken out of the server.
func (v *veranda) close() {
	if !v.known && !v.parting {
		return
	}
	v.tell("closing", func(f Feature) error {
		if f.Closing == nil {
			return nil
		}
		return f.Closing(v.scene())
	})
}

// due does what was planned. What comes due before anybody knows
// who is where, or while that may be old, waits for it, but not beyond most of its
// grace: see fresh.
func (v *veranda) due(d schedule.Due) {
	plan, ok := v.plans[d.ID]
	if !ok {
		return
	}
	late := v.bot.now().Sub(d.At)
	if d.Skipped || late >= plan.grace {
		v.release(d)
		v.bot.Tally.Skipped.Add(1)
		v.bot.log.Warn("too late to announce", "team", v.team.ID, "what", d.ID, "occurrence", d.Key(), "late", late.Round(time.Second))
		return
	}
	fresh := v.fresh(d, late)
	if patience := v.patience(d, plan.grace); !fresh && late < patience {
		v.hold(d, patience-late)
		return
	}
	if err := plan.due(v.sceneOf(d, fresh), d); err != nil {
		v.bot.log.Error("feature failed", "feature", plan.feature, "at", d.ID, "team", v.team.ID, "err", err)
		if late >= sayAfter && v.aloud(plan, d, AilOf(err)) {
			return
		}
		v.later.failed = append(v.later.failed, d)
		v.later.wakeIn(retryAfter)
	}
}

// again takes up what was held or failed.
func (v *veranda) again() {
	v.later.wake = nil
	waiting := append(v.later.held, v.later.failed...)
	v.later.held, v.later.failed = nil, nil
	for _, d := range waiting {
		v.due(d)
	}
	v.reopened()
}

func (v *veranda) refused(o store.Owed, why *Refusal) error {
	scene := v.scene()
	return v.bot.update(func(tx *store.Tx) error {
		if moved, err := scene.elsewhere(tx, o); moved || err != nil {
			return err
		}
		for _, f := range v.bot.features {
			if f.Refused == nil {
				continue
			}
			if err := f.Refused(scene, tx, o, why); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
		return store.Settle(tx, o.Key)
	})
}

// tell calls every feature; one that fails is logged and does not stop others.
func (v *veranda) tell(what string, call func(Feature) error) {
	for _, f := range v.bot.features {
		if err := call(f); err != nil {
			v.bot.log.Error("feature failed", "feature", f.Name, "at", what, "team", v.team.ID, "err", err)
		}
	}
}
