package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

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
	compare bool               // displays, in this call
	parting bool               // Engawa was taken out of its server, in this call
	leaving bool               // it is deleted
	plans   map[string]planned // what the schedule watches for, by the id of the plan
}

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
			if v.leaving {
				return
			}
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
	for v.changed || v.compare {
		if v.changed {
			v.plan()
		}
		v.changed, v.compare = false, false
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
	v.partings(changed)
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
	if !v.known && !v.parting && !v.leaving {
		return
	}
	v.tell("closing", func(f Feature) error {
		if f.Closing == nil {
			return nil
		}
		return f.Closing(v.scene())
	})
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

// change changes the set-up of a team that is running.
func (v *veranda) change(team Team) {
	v.team, v.zone, v.changed = team, team.Location(), true
	for id, seat := range v.seats {
		if _, ours := team.Room(seat.Room); !ours {
			delete(v.seats, id)
		}
	}
	if present, told := v.bot.home.voices.present(team.Server); told && v.known {
		for _, m := range v.judged(present) {
			v.move(m, team, v.bot.now().UTC())
		}
	}
}

// meet lets a team that was just set up see who sits in its rooms.
func (v *veranda) meet() {
	if present, told := v.bot.home.voices.present(v.team.Server); told {
		v.arrived(present)
	}
}

// life tells whether a veranda's goroutine runs. Before it does, as where a keeper
// looks after a store that no bot uses, what is done to the team is done at once,
// one thing after another; when it has ended, nothing is.
type life struct {
	mu    sync.Mutex // held by who does something before the goroutine runs
	lives bool
	over  chan struct{} // closed when the goroutine has ended
}

// begin is called just before run.
func (v *veranda) begin() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lives = true
}

// post leaves fn to be run in the team's goroutine.
func (v *veranda) post(ctx context.Context, fn func()) {
	if v.asleep(fn) {
		return
	}
	select {
	case v.inbox <- fn:
	case <-v.over:
	case <-ctx.Done():
	}
}

var errPanic = errors.New("panic in a veranda")

// do runs fn in the team's goroutine and waits for it. What nobody waits for any
// more when its turn comes is not begun. When the goroutine has ended, fn is not run,
// and the error is that of a context that has ended.
func (v *veranda) do(ctx context.Context, fn func() error) error {
	err := errPanic
	done := make(chan struct{})
	v.post(ctx, func() {
		defer close(done)
		if late := ctx.Err(); late != nil {
			err = late
			return
		}
		err = fn()
	})
	select {
	case <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-v.over:
	}
	select {
	case <-done: // it was the last
		return err
	default:
		return context.Canceled
	}
}

// asleep runs fn if the team's goroutine does not run yet.
func (v *veranda) asleep(fn func()) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lives {
		return false
	}
	v.hear()
	v.guarded(fn)
	v.settle()
	return true
}
