package slack

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
)

const (
	// homeOpened is the one event that Engawa hears of: somebody looks at its tab.
	homeOpened = "app_home_opened"
	// home is the command that gives the card of the home tab.
	home = "home"

	homesAtOnce = 4
	mostHomes   = 10_000 // people whose tab waits; who has waited longest is left out first
)

// homes are the people whose home tab is to be brought up to date: each once,
// however often it is wished. Slack takes about 90 tabs a minute, so who wished it
// last comes first: they are looking. The mutex of answerer guards it.
type homes struct {
	wishes  map[string]int // the number of each one's last wish
	count   int
	working int
	lost    int // left out since it was said in the log
}

// want adds a wish.
func (h *homes) want(who string) {
	if h.wishes == nil {
		h.wishes = map[string]int{}
	}
	h.count++
	h.wishes[who] = h.count
	if len(h.wishes) > mostHomes {
		first := who
		for id, n := range h.wishes {
			if n < h.wishes[first] {
				first = id
			}
		}
		delete(h.wishes, first)
		h.lost++
	}
}

// next takes the newest wish.
func (h *homes) next() (who string, ok bool) {
	newest := 0
	for id, n := range h.wishes {
		if n > newest {
			who, newest = id, n
		}
	}
	delete(h.wishes, who)
	return who, newest > 0
}

// wantHome has somebody's home tab brought up to date soon. a.mu is held.
func (a *answerer) wantHome(ctx context.Context, who string) {
	a.homes.want(who)
	if a.homes.working >= homesAtOnce {
		return
	}
	a.homes.working++
	a.all.Go(func() { a.publishAll(ctx) })
}

// publishAll publishes what is wished until nothing is.
func (a *answerer) publishAll(ctx context.Context) {
	for {
		a.mu.Lock()
		who, ok := a.homes.next()
		if !ok || ctx.Err() != nil {
			lost := a.homes.lost
			a.homes.lost = 0
			a.homes.working--
			a.mu.Unlock()
			if lost > 0 {
				a.face.log.Warn("too many looked at the home tab; some were not brought up to date", "tabs", lost)
			}
			return
		}
		a.mu.Unlock()
		a.publish(ctx, who)
	}
}

// publish brings somebody's home tab up to date.
func (a *answerer) publish(ctx context.Context, who string) {
	ctx, cancel := context.WithTimeout(ctx, hookLasts)
	defer cancel()
	r := bot.Request{On: Platform, Way: bot.Press, Do: home}
	r.From = a.face.person(ctx, account(who))
	reply := bot.Guarded(a.face.log, r, func() bot.Reply { return a.ask(ctx, r) })
	if reply.Card == nil || ctx.Err() != nil {
		return // a tab is to stay as it was while Engawa is restarted
	}
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab}
	view.Blocks.BlockSet = a.face.draw(*reply.Card, reply.Team).Blocks
	if err := a.face.api.PublishHome(ctx, who, view); err != nil {
		a.face.fall(err)
		a.face.log.Warn("cannot publish a home tab", "err", err)
	}
}
