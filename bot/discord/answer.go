package discord

import (
	"cmp"
	"context"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/bot/words"
)

const (
	deferAfter = 1500 * time.Millisecond // Discord wants a first answer within 3 s
	tokenLasts = 14 * time.Minute        // of the 15 in which an interaction can be answered
	mostAtOnce = 256                     // interactions; further ones are asked to wait
)

// answering sends interaction callbacks and follow-ups, outside the queue of
// all other calls.
type answering interface {
	Answer(context.Context, rest.Call) error
}

// desk is what an answerer works with.
type desk struct {
	api answering
	ask func(context.Context, bot.Request) bot.Reply
	// where tells, without the network, what is known of a server and which
	// room a member sits in.
	where func(bot.ServerID, bot.MemberID) (bot.Server, bot.RoomID)
	log   *slog.Logger
}

// answerer answers interactions, each in its own goroutine.
type answerer struct {
	desk
	all sync.WaitGroup

	mu     sync.Mutex
	busy   int
	closed bool
}

func newAnswerer(d desk) *answerer { return &answerer{desk: d} }

// handle answers an interaction and returns at once. An answer that is ready
// when ctx ends is still given.
func (a *answerer) handle(ctx context.Context, in interaction) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	if a.busy >= 2*mostAtOnce {
		a.log.Error("too many interactions at once; one is not answered", "do", in.Request.Do)
		return
	}
	if a.busy >= mostAtOnce {
		in.Sorry = words.Say(in.Request.From.Lang, "ask.busy")
	}
	a.busy++
	a.all.Go(func() {
		a.serve(ctx, in)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.busy--
	})
}

// close waits for all answers; end the context given to handle first. What
// comes in afterwards is not answered.
func (a *answerer) close() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.all.Wait()
}

func (a *answerer) serve(ctx context.Context, in interaction) {
	ctx, cancel := context.WithTimeout(ctx, tokenLasts)
	defer cancel()
	t := &talk{api: a.api, in: in}
	reply, ok := a.first(ctx, t)
	for ok = ok && a.said(in, t.say(ctx, reply)); ok && reply.Then != nil; {
		next := a.guarded(in, func() bot.Reply { return reply.Then(ctx) })
		next.Team = cmp.Or(next.Team, reply.Team)
		reply = next
		ok = a.said(in, t.say(ctx, reply))
	}
}

// first asks the bot, and asks the member to wait if that takes its time. It
// reports whether the reply can still be given.
func (a *answerer) first(ctx context.Context, t *talk) (bot.Reply, bool) {
	in := t.in
	if !in.Sorry.Empty() {
		return bot.Tell(in.Sorry), true
	}
	r := in.Request
	r.Server, r.Room = a.where(in.Request.Server.ID, in.Request.From.ID)
	r.Server.ID = in.Request.Server.ID
	replies := make(chan bot.Reply, 1)
	a.all.Go(func() {
		replies <- a.guarded(in, func() bot.Reply { return a.ask(ctx, r) })
	})
	patience := time.NewTimer(deferAfter)
	defer patience.Stop()
	select {
	case reply := <-replies:
		return reply, true
	case <-patience.C:
		ok := a.said(in, t.wait(ctx))
		return <-replies, ok
	}
}

// guarded keeps one command's trouble from ending the process.
func (a *answerer) guarded(in interaction, fn func() bot.Reply) (reply bot.Reply) {
	defer func() {
		if p := recover(); p != nil {
			a.log.Error("panic in a command", "do", in.Request.Do, "panic", p, "stack", string(debug.Stack()))
			reply = bot.Tell(words.Say(in.Request.From.Lang, "ask.internal"))
		}
	}()
	return fn()
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
