package discord

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

const (
	deferAfter = 1500 * time.Millisecond // Discord wants a first answer within 3 s
	// An interaction older than this when its turn comes is carried out only after
	// Discord has taken a first answer: else its asker may have been told that it
	// failed.
	freshFor     = time.Second
	tokenLasts   = 14 * time.Minute // of the 15 in which an interaction can be answered
	mostAtOnce   = 256              // interactions that are being carried out
	mostOfOne    = 192              // of these, of one server
	mostDeclined = 512              // at once, beside them
)

// codeAnswered is Discord's error for a second callback.
const codeAnswered = 40060

// answering sends interaction callbacks and follow-ups, outside the queue of
// all other calls.
type answering interface {
	Answer(context.Context, rest.Call) error
}

// answererConfig is what an answerer works with.
type answererConfig struct {
	api answering
	ask func(context.Context, bot.Request) bot.Reply
	// decline gives what somebody reads whose request is not carried out.
	decline func(bot.Request, bot.Unheard) bot.Reply
	// where tells, without the network, what is known of a server and which
	// room a member sits in.
	where func(server bot.ServerID, user string) (bot.Server, bot.RoomID)
	// named puts accounts in the place of members' ids.
	named func(bot.Reply) bot.Reply
	log   *slog.Logger
	twins *twins
}

// answerer answers interactions, each in its own goroutine, and so many at a time.
// Who cannot be heard within freshFor is told so, with what they wrote.
type answerer struct {
	answererConfig
	ages ages
	all  sync.WaitGroup

	mu      sync.Mutex
	waiting waiting
	load    load
	closed  bool
}

// load is what an answerer is at.
type load struct {
	busy     int         // being carried out
	declined int         // being told that they are not
	lost     bool        // somebody found no room to wait, and the log says so
	alarm    *time.Timer // for who has waited too long
}

func newAnswerer(cfg answererConfig) *answerer {
	return &answerer{answererConfig: cfg, waiting: newWaiting()}
}

// handle sees to it that an interaction is answered, and returns at once. An
// answer that is ready when ctx ends is still given.
func (a *answerer) handle(ctx context.Context, in interaction) {
	in.Made = a.ages.made(in.ID, wall())
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	if !a.waiting.add(in) {
		a.decline(in.Request, bot.TooLate)
		if !a.load.lost {
			a.log.Error("too many interactions at once; some are not answered", "do", in.Request.Do)
		}
		a.load.lost = true
		return
	}
	a.begin(ctx)
}

// begin begins to answer those whose turn it is, and tells those whose time is
// over that they are not heard; hold mu.
func (a *answerer) begin(ctx context.Context) {
	for a.load.busy < mostAtOnce {
		g := a.waiting.next(mostOfOne)
		if g == nil {
			break
		}
		a.load.busy++
		a.start(ctx, func() { a.serve(ctx, g.interaction) }, func() {
			a.load.busy--
			a.waiting.answered(g.Request.Server.ID)
		})
	}
	for a.load.declined < mostDeclined {
		g := a.waiting.late(wall().Add(-freshFor))
		if g == nil {
			break
		}
		a.load.declined++
		a.start(ctx, func() { a.refuse(ctx, g.interaction, bot.TooMany) }, func() { a.load.declined-- })
	}
	a.setAlarm(ctx)
}

// start runs what answers somebody, and begins with the next when it is done.
func (a *answerer) start(ctx context.Context, answer, done func()) {
	a.all.Go(func() {
		answer()
		a.mu.Lock()
		defer a.mu.Unlock()
		done()
		if a.begin(ctx); a.waiting.total == 0 {
			a.load.lost = false
		}
	})
}

// setAlarm has begin look again when the oldest has waited too long; hold mu.
func (a *answerer) setAlarm(ctx context.Context) {
	if a.load.alarm != nil {
		a.load.alarm.Stop()
		a.load.alarm = nil
	}
	g := a.waiting.oldest()
	if g == nil || a.closed || a.load.declined == mostDeclined {
		return // whoever is done looks again
	}
	a.load.alarm = time.AfterFunc(g.Made.Add(freshFor).Sub(wall()), func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if !a.closed {
			a.begin(ctx)
		}
	})
}

// refuse tells somebody that they are not heard, and what they wrote.
func (a *answerer) refuse(ctx context.Context, in interaction, why bot.Unheard) {
	t := &talk{api: a.api, in: in, mark: a.twins.mark}
	a.said(in, t.say(ctx, a.decline(in.Request, why)))
}

// wall is the time by the clock on the wall, which goes on while the machine is
// asleep.
func wall() time.Time { return time.Now().Round(0) }

// close waits for all answers; end the context given to handle first. What
// comes in afterwards is not answered.
func (a *answerer) close() {
	a.mu.Lock()
	a.closed = true
	if a.load.alarm != nil {
		a.load.alarm.Stop()
	}
	a.mu.Unlock()
	a.all.Wait()
}

func (a *answerer) serve(ctx context.Context, in interaction) {
	ending := ctx
	ctx, cancel := context.WithTimeout(ctx, tokenLasts)
	defer cancel()
	t := &talk{api: a.api, in: in, mark: a.twins.mark}
	defer func() {
		if t.foreign {
			a.all.Go(func() { a.look(ending, in) })
		} else if t.taken {
			a.twins.won()
		}
	}()
	if reply, ok := a.first(ctx, t); ok {
		bot.Converse(ctx, a.log, in.Request, reply, func(r bot.Reply) bool {
			return a.said(in, t.say(ctx, a.named(r)))
		})
	}
}

// first asks the bot, and asks the member to wait if that takes its time. It
// reports whether the reply can still be given.
func (a *answerer) first(ctx context.Context, t *talk) (bot.Reply, bool) {
	in := t.in
	if !in.Sorry.Empty() {
		return bot.Tell(in.Sorry), true
	}
	age := wall().Sub(in.Made)
	if a.careful(ctx, age) && !a.acknowledged(ctx, t) {
		a.decline(in.Request, bot.TooLate)
		return bot.Reply{}, false
	}
	asking, stop := context.WithCancel(ctx)
	replies := make(chan bot.Reply, 1)
	a.all.Go(func() {
		defer stop()
		replies <- bot.Guarded(a.log, in.Request, func() bot.Reply { return a.ask(asking, a.complete(in.Request)) })
	})
	if t.opened {
		return <-replies, true
	}
	patience := time.NewTimer(deferAfter - age)
	defer patience.Stop()
	select {
	case reply := <-replies:
		return reply, true
	case <-patience.C:
	}
	err := t.wait(ctx)
	ok := a.said(in, err)
	if !ok {
		stop() // what has not begun yet is not begun
		a.decline(in.Request, bot.TooLate)
	}
	return <-replies, ok
}

// careful tells whether Discord has to take an answer before a command is carried
// out, after it has given way to another process if there is one.
func (a *answerer) careful(ctx context.Context, age time.Duration) bool {
	careful, giveWay := a.twins.careful(wall())
	if giveWay > 0 {
		select {
		case <-time.After(giveWay):
		case <-ctx.Done():
		}
	}
	return careful || age >= freshFor
}

// acknowledged tells whether Discord has taken the callback that buys time. If
// its answer was lost, it is asked again: then it says that we have answered.
func (a *answerer) acknowledged(ctx context.Context, t *talk) bool {
	err := t.wait(ctx)
	if rest.Unknown(err) {
		if err = t.wait(ctx); rest.Code(err) == codeAnswered {
			err = nil
		}
	}
	if now := wall(); err == nil && now.Sub(t.in.Made) > 2*deferAfter {
		a.ages.wrong(t.in.ID, now)
	}
	if a.said(t.in, err); err == nil {
		a.twins.alone()
	}
	return err == nil
}

// complete adds what is known without asking anybody.
func (a *answerer) complete(r bot.Request) bot.Request {
	id := r.Server.ID
	r.Server, r.Room = a.where(id, r.From.Account.ID)
	r.Server.ID = id
	return r
}

// said logs what went wrong with an answer and reports whether more can be
// said: not if Discord refused it, which it would do again.
func (a *answerer) said(in interaction, err error) bool {
	if err == nil {
		return true
	}
	unknown := rest.Unknown(err)
	a.log.Warn("cannot answer", "way", in.Request.Way, "do", in.Request.Do, "unknown", unknown, "err", err)
	return unknown
}
