package slack

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/bot/words"
)

const (
	// formPatience is how long a form that was sent stays open for its answer, of
	// the three seconds that Slack allows.
	formPatience = 1500 * time.Millisecond
	hookLasts    = 29 * time.Minute // of the 30 in which a response_url is good
	mostAtOnce   = 256              // people's doings; further ones are asked to wait
)

// answerer answers what people do, each in its own goroutine.
type answerer struct {
	face *Face
	ask  func(context.Context, bot.Request) bot.Reply
	all  sync.WaitGroup

	mu     sync.Mutex
	busy   int
	closed bool

	homes    homes
	refusals refusals
}

// handle answers and returns at once; not taken means that it cannot. An answer
// that is ready when ctx ends is still given. Looks at the home tab take nobody's
// place.
func (a *answerer) handle(ctx context.Context, h heard) (taken bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.closed:
		return false
	case h.Request.Do == "" && h.Sorry == nil:
		a.wantHome(ctx, h.Request.From.Account.ID)
		return true
	case a.busy >= mostAtOnce:
		return a.refuse(ctx, h)
	}
	a.busy++
	a.all.Go(func() {
		a.serve(ctx, h)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.busy--
	})
	return true
}

// close waits for all answers; end the context given to handle first.
func (a *answerer) close() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.all.Wait()
}

func (a *answerer) serve(running context.Context, h heard) {
	ctx, cancel := context.WithTimeout(running, hookLasts)
	defer cancel()
	t := &talk{face: a.face, heard: h}
	if h.asksForOffered() {
		t.lang = a.face.person(ctx, h.Request.From).Lang
		a.said(t, t.take(ctx))
		return
	}
	if reply := a.converse(ctx, t); reply.Form == nil && h.State.Home {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.wantHome(running, h.Request.From.Account.ID)
	}
}

// converse answers, and answers again for as long as a reply has something to
// follow. It gives the last reply.
func (a *answerer) converse(ctx context.Context, t *talk) bot.Reply {
	return bot.Converse(ctx, a.face.log, t.heard.Request, a.first(ctx, t), func(r bot.Reply) bool {
		return a.said(t, t.say(ctx, r))
	})
}

// first asks the bot. A form whose answer takes its time is closed meanwhile.
func (a *answerer) first(ctx context.Context, t *talk) bot.Reply {
	replies := make(chan bot.Reply, 1)
	r := t.heard.Request
	a.all.Go(func() {
		r.From = a.face.person(ctx, r.From)
		replies <- bot.Guarded(a.face.log, r, func() bot.Reply {
			if t.heard.Sorry != nil {
				return bot.Tell(t.heard.Sorry.Say(r.From.Lang))
			}
			r.About.Text = a.face.read(ctx, r.About.Text, r.From.Lang)
			return a.ask(ctx, r)
		})
	})
	defer func() { t.lang = r.From.Lang }() // known with the reply
	patience := time.NewTimer(formPatience)
	defer patience.Stop()
	if t.heard.Answer != nil {
		select {
		case reply := <-replies:
			return reply
		case <-patience.C:
			a.said(t, t.closeForm())
		}
	}
	return <-replies
}

// said logs what went wrong with an answer and reports whether more can be said:
// not if Slack refused it, which it would do again.
func (a *answerer) said(t *talk, err error) bool {
	if err != nil {
		a.face.fall(err)
		a.face.log.Warn("cannot answer", "way", t.heard.Request.Way, "do", t.heard.Request.Do, "err", err)
	}
	return err == nil || web.Unknown(err)
}

// namePatience is how long an answer waits to learn who asks, and again for who
// is named.
const namePatience = time.Second

// read gives a message as people read it, in which lang is read.
func (f *Face) read(ctx context.Context, text string, lang words.Lang) string {
	ctx, cancel := context.WithTimeout(ctx, namePatience)
	defer cancel()
	return readable(text, func(id string) string {
		someone := words.Say(lang, "someone").String()
		return cmp.Or(f.person(ctx, account(id)).Name, someone)
	})
}

// account is who has a user id.
func account(user string) bot.Person {
	return bot.Person{Account: bot.Account{On: Platform, ID: user}}
}

// person completes who asks: what others call them, and in which language they
// read Slack. What Slack does not tell in time stays as it is, and in English.
func (f *Face) person(ctx context.Context, p bot.Person) bot.Person {
	ctx, cancel := context.WithTimeout(ctx, namePatience)
	defer cancel()
	p.Lang = words.English
	u, err := f.api.User(ctx, p.Account.ID)
	if err != nil {
		f.log.Debug("cannot learn who asks", "err", err)
		return p
	}
	p.Name, p.Lang = u.Name, words.Of(u.Locale)
	return p
}
